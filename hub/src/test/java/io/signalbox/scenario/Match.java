package io.signalbox.scenario;

import io.signalbox.mqtt.codec.ProtocolVersion;

import java.util.List;
import java.util.Map;

/** Holds what came against what a line expects; learns the values of its {@code $variables}. */
final class Match {
    private final ProtocolVersion version;
    private final String client;
    private final Map<String, String> variables;

    /** @param client in whose packets two variables for an id stand for two ids */
    Match(ProtocolVersion version, String client, Map<String, String> variables) {
        this.version = version;
        this.client = client;
        this.variables = variables;
    }

    boolean fits(Said expected, Said came) {
        if (!expected.form().type().equals(came.form().type())) {
            return false;
        }
        Said wanted = ofVersion(expected);
        if (!wanted.has("reason") && came.all("reason").stream().anyMatch(Match::failed)) {
            return false;
        }
        if (wanted.form().strict()
                && !came.fields().keySet().stream()
                        .allMatch(f -> f.equals("id") || wanted.has(f))) {
            return false;
        }
        // A variable is bound by what fits in all else.
        return fit(wanted, came, false) && fit(wanted, came, true);
    }

    private boolean fit(Said wanted, Said came, boolean named) {
        for (Map.Entry<String, List<String>> field : wanted.fields().entrySet()) {
            boolean isName = field.getKey().equals("id") || field.getKey().equals("assigned");
            if (isName == named
                    && !fits(field.getKey(), field.getValue(), came.all(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean failed(String reason) {
        return Integer.decode(reason) >= 0x80;
    }

    /** What an answer can say in 3.1.1: SUBACK has one refusal, UNSUBACK no reasons at all. */
    private Said ofVersion(Said expected) {
        String type = expected.form().type();
        if (version == ProtocolVersion.V5 || !expected.has("reason") || type.equals("CONNACK")) {
            return expected;
        }
        Said old = Said.of(expected.form());
        expected.fields()
                .forEach((field, values) -> values.forEach(value -> {
                    if (!field.equals("reason")) {
                        old.with(field, value);
                    } else if (type.equals("SUBACK")) {
                        old.with(field, failed(value) ? "0x80" : value);
                    }
                }));
        return old;
    }

    private boolean fits(String field, List<String> expected, List<String> came) {
        if (expected.getFirst().equals(Said.ABSENT)) {
            return came.isEmpty();
        }
        if (expected.getFirst().equals(Said.ANY)) {
            return !came.isEmpty();
        }
        if (field.equals("subscription-id")) {
            // Their order is not significant [MQTT-3.3.4-4].
            return expected.stream()
                    .sorted()
                    .toList()
                    .equals(came.stream().sorted().toList());
        }
        if (expected.size() != came.size()) {
            return field.equals("payload") && expected.getFirst().isEmpty() && came.isEmpty();
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!fits(field, expected.get(i), came.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(String field, String expected, String came) {
        if (expected.startsWith("$") && (field.equals("id") || field.equals("assigned"))) {
            return isValueOf(expected, came);
        }
        int dots = expected.indexOf("..");
        if (dots > 0 && field.equals("expiry")) {
            long number = Long.parseLong(came);
            return number >= Long.parseLong(expected.substring(0, dots))
                    && number <= Long.parseLong(expected.substring(dots + 2));
        }
        return expected.equals(came);
    }

    private boolean isValueOf(String variable, String came) {
        String value = variables.get(variable);
        if (value == null) {
            String owner = client + " " + came;
            boolean taken = variables.containsKey(owner);
            variables.put(variable, came);
            variables.put(owner, variable);
            return !taken;
        }
        return value.equals(came);
    }

    /** The packet to send, with the values of its variables. */
    Said resolved(Said said) {
        Said resolved = Said.of(said.form());
        said.fields()
                .forEach((field, values) -> values.forEach(value -> {
                    boolean variable = value.startsWith("$")
                            && (field.equals("id") || field.equals("assigned"));
                    if (variable && !variables.containsKey(value)) {
                        throw new AssertionError(
                                "expected " + value + " in a packet that came before");
                    }
                    resolved.with(field, variable ? variables.getOrDefault(value, "") : value);
                }));
        return resolved;
    }
}
