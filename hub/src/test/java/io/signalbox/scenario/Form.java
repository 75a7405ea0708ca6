package io.signalbox.scenario;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the fields of one kind of packet are called in a scenario.
 *
 * @param positional fields that are written without their names, in this order
 * @param strict whether a field that is not written is expected not to be there
 */
record Form(String type, List<String> positional, Map<String, Kind> fields, boolean strict) {
    enum Kind {
        NUMBER,
        /** A number of two digits in hexadecimal. */
        REASON,
        TEXT,
        /** Text in UTF-8, or {@code hex:0aff}. */
        BYTES,
        /** There or not. */
        FLAG,
        /** Topic filters with their options. */
        FILTERS
    }

    /** Fields that may be written more than once, in their order. */
    static final List<String> REPEATED =
            List.of("user-property", "will-user-property", "subscription-id", "reason");

    private static final String ANSWER = "reason-string:TEXT user-property:TEXT";
    private static final Map<String, Form> ALL = new LinkedHashMap<>();

    static {
        add(
                "CONNECT",
                "",
                "v3.1.1:FLAG v5:FLAG clean:FLAG id:TEXT keep-alive:NUMBER user:TEXT password:BYTES"
                        + " session-expiry:NUMBER receive-maximum:NUMBER maximum-packet:NUMBER"
                        + " alias-maximum:NUMBER request-response:NUMBER request-problem:NUMBER"
                        + " auth-method:TEXT auth-data:BYTES user-property:TEXT will-topic:TEXT"
                        + " will:BYTES will-qos:NUMBER will-retain:FLAG will-delay:NUMBER"
                        + " will-utf8:FLAG will-expiry:NUMBER will-content-type:TEXT"
                        + " will-response-topic:TEXT will-correlation:BYTES"
                        + " will-user-property:TEXT");
        add(
                "CONNACK",
                "reason:REASON",
                "session:NUMBER session-expiry:NUMBER receive-maximum:NUMBER maximum-qos:NUMBER"
                        + " retain-available:NUMBER maximum-packet:NUMBER assigned:TEXT"
                        + " alias-maximum:NUMBER wildcards:NUMBER subscription-ids:NUMBER"
                        + " shared:NUMBER keep-alive:NUMBER response-information:TEXT"
                        + " server-reference:TEXT auth-method:TEXT auth-data:BYTES "
                        + ANSWER);
        add(
                "PUBLISH",
                "topic:TEXT payload:BYTES",
                "qos:NUMBER id:NUMBER dup:FLAG retain:FLAG utf8:FLAG expiry:NUMBER alias:NUMBER"
                        + " content-type:TEXT response-topic:TEXT correlation:BYTES"
                        + " subscription-id:NUMBER user-property:TEXT fill:NUMBER");
        for (String answer :
                List.of("PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBACK", "UNSUBACK")) {
            add(answer, "reason:REASON", "id:NUMBER " + ANSWER);
        }
        add("SUBSCRIBE", "", "id:NUMBER subscription-id:NUMBER filters:FILTERS user-property:TEXT");
        add("UNSUBSCRIBE", "", "id:NUMBER filters:FILTERS user-property:TEXT");
        add("PINGREQ", "", "");
        add("PINGRESP", "", "");
        add("DISCONNECT", "reason:REASON", "session-expiry:NUMBER server-reference:TEXT " + ANSWER);
        add("AUTH", "reason:REASON", "method:TEXT data:BYTES " + ANSWER);
    }

    private static void add(String type, String positional, String named) {
        Map<String, Kind> fields = new LinkedHashMap<>();
        List<String> places = words(positional).stream().map(Form::name).toList();
        for (String field : words(positional + " " + named)) {
            fields.put(name(field), Kind.valueOf(field.substring(field.indexOf(':') + 1)));
        }
        ALL.put(type, new Form(type, places, fields, type.equals("PUBLISH")));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).toList();
    }

    private static String name(String field) {
        return field.substring(0, field.indexOf(':'));
    }

    static @Nullable Form of(String type) {
        return ALL.get(type);
    }

    static String types() {
        return String.join(", ", new TreeSet<>(ALL.keySet()));
    }

    @Nullable
    Kind kind(String field) {
        return fields.get(field);
    }
}
