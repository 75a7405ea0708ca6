package io.signalbox.console;

import io.signalbox.alarm.Alarm;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.MalformedJson;
import io.signalbox.time.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Which alarms somebody means, and what they say about it: the body of the requests that change
 * alarms.
 *
 * @param rule of these alone; null for every rule
 * @param device of this alone; null for every device
 * @param action of its rule; null for every one
 * @param through the last record that they have seen: alarms raised later are not meant
 * @param why in their words; empty if they said nothing
 * @param spanMillis for how long; 0 if that was not asked
 */
record AlarmOrder(
        @Nullable String rule,
        @Nullable String device,
        @Nullable Long action,
        long through,
        String by,
        String why,
        long spanMillis) {
    /** Characters of a name, a note or a reason. */
    private static final int MAX_TEXT = 500;

    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(7);

    /**
     * Reads the body.
     *
     * @param why the member with their words; null if there is none
     * @param members that are allowed besides
     */
    static AlarmOrder read(ApiRequest request, @Nullable String why, String... members) {
        request.allow();
        List<String> known =
                new ArrayList<>(List.of("rule", "device", "action", "all", "through", "by"));
        if (why != null) {
            known.add(why);
        }
        known.addAll(List.of(members));
        try {
            JsonObject words = request.body(ApiServer.MAX_BODY_BYTES).asObject();
            for (String name : words.members().keySet()) {
                if (!known.contains(name)) {
                    throw invalid("expected " + String.join(", ", known) + ", found '"
                            + ApiRequest.shortened(name) + "'");
                }
            }
            boolean all = !words.isAbsent("all") && words.flag("all");
            if (!all && words.isAbsent("rule") && words.isAbsent("device")) {
                throw invalid("expected a rule, a device, or all = true, found none of them");
            }
            return new AlarmOrder(
                    words.optionalText("rule"),
                    words.optionalText("device"),
                    words.isAbsent("action") ? null : words.integer("action"),
                    words.isAbsent("through") ? Long.MAX_VALUE : words.integer("through"),
                    text(words, "by", PublishEndpoint.PUBLISHER),
                    why == null ? "" : text(words, why, ""),
                    known.contains("for") ? span(words) : 0);
        } catch (MalformedJson e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static String text(JsonObject words, String member, String otherwise)
            throws MalformedJson {
        String text = words.optionalText(member);
        if (text != null && text.length() > MAX_TEXT) {
            throw invalid("expected at most " + MAX_TEXT + " characters in '" + member + "', found "
                    + text.length());
        }
        return text == null ? otherwise : text;
    }

    private static long span(JsonObject words) throws MalformedJson {
        String text = words.text("for");
        OptionalLong span = Span.parse(text);
        if (span.isEmpty() || span.getAsLong() > LONGEST_MILLIS) {
            throw invalid("expected a duration such as 30m or 2h, at most 7d, in 'for', found '"
                    + ApiRequest.shortened(text) + "'");
        }
        return span.getAsLong();
    }

    private static Problem invalid(String detail) {
        return Problem.badRequest("alarm-order-invalid", detail, null);
    }

    /** Those that are meant, whenever they were raised. */
    List<Alarm> among(List<Alarm> alarms) {
        return alarms.stream()
                .filter(alarm -> (rule == null || rule.equals(alarm.rule()))
                        && (device == null || device.equals(alarm.device()))
                        && (action == null || action == alarm.key().action()))
                .toList();
    }

    /** Those that are meant and seen; there has to be one. */
    List<Alarm> chosen(List<Alarm> alarms) {
        List<Alarm> meant = among(alarms);
        List<Alarm> seen =
                meant.stream().filter(alarm -> alarm.sequence() <= through).toList();
        if (meant.isEmpty() && (rule != null || device != null)) {
            throw Problem.notFound(
                    "alarm-unknown",
                    "there is no alarm"
                            + (rule == null ? "" : " of rule '" + ApiRequest.shortened(rule) + "'")
                            + (device == null
                                    ? ""
                                    : " on device '" + ApiRequest.shortened(device) + "'"),
                    "'signalbox alarm list --state all' shows them");
        }
        if (seen.isEmpty() && !meant.isEmpty()) {
            throw new Problem(
                    409,
                    "alarm-newer",
                    "expected an alarm that was raised up to record " + through + ", found record "
                            + meant.getLast().sequence() + ": it was raised again",
                    "look at it first: 'signalbox alarm list'");
        }
        return seen;
    }
}
