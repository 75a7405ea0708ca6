package io.signalbox.console;

import io.signalbox.alarm.Alarm;
import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.AlarmJson;
import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Severity;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Decisions;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code /api/v1/alarms}: what rules want people to know, and what people do about it. */
final class AlarmsEndpoint {
    static final int MAX_LIMIT = 10_000;
    static final int DEFAULT_LIMIT = 1_000;

    private static final List<String> STATES =
            List.of("active", "unacknowledged", "acknowledged", "shelved", "cleared", "all");

    private final Decisions decisions;
    private final Api.Applied applied;
    private final Changes changes;
    private final Clock clock;

    AlarmsEndpoint(Api api, Changes changes) {
        this.decisions = api.decisions();
        this.applied = api.applied();
        this.changes = changes;
        this.clock = api.clock();
    }

    /** Those in the state that is asked for, the newest first; shelved ones only if they are. */
    Answer list(ApiRequest request) {
        request.allow("device", "rule", "state", "severity", "limit", "before");
        String device = request.optional("device");
        String rule = request.optional("rule");
        Predicate<Alarm> inState = state(request.optional("state"));
        Severity least = severity(request.optional("severity"));
        int limit = request.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        long before = request.sequence("before", Long.MAX_VALUE);
        long through = applied.appliedThrough();
        JsonWriter json = new JsonWriter().beginObject().name("alarms").beginArray();
        int shown = 0;
        long next = 0;
        for (Alarm alarm : decisions.alarms().reversed()) {
            if (alarm.sequence() >= before
                    || !inState.test(alarm)
                    || !alarm.severity().atLeast(least)
                    || (device != null && !device.equals(alarm.device()))
                    || (rule != null && !rule.equals(alarm.rule()))) {
                continue;
            }
            if (shown++ == limit) {
                break;
            }
            next = alarm.sequence();
            AlarmJson.write(json, alarm);
        }
        json.end().field("shelved", decisions.shelvedAlarms()).field("through", through);
        if (shown > limit) {
            json.field("next", next);
        }
        return Answer.ok(json.end());
    }

    private static Predicate<Alarm> state(@Nullable String word) {
        return switch (word == null ? "active" : word) {
            case "active" -> alarm -> alarm.active() && !alarm.shelved();
            case "unacknowledged" -> alarm -> !alarm.acknowledged() && !alarm.shelved();
            case "acknowledged" ->
                alarm -> alarm.active() && alarm.acknowledged() && !alarm.shelved();
            case "shelved" -> Alarm::shelved;
            case "cleared" -> alarm -> !alarm.active();
            case "all" -> alarm -> true;
            default -> throw oneOf("state", STATES, String.valueOf(word));
        };
    }

    private static Severity severity(@Nullable String word) {
        if (word == null) {
            return Severity.INFO;
        }
        List<String> words =
                Arrays.stream(Severity.values()).map(Severity::word).toList();
        if (!words.contains(word)) {
            throw oneOf("severity", words, word);
        }
        return Severity.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Problem oneOf(String parameter, List<String> words, String found) {
        return Problem.badRequest(
                "parameter-invalid",
                "expected one of " + String.join(", ", words) + " in '" + parameter + "', found '"
                        + ApiRequest.shortened(found) + "'",
                null);
    }

    /** Somebody knows: of the alarms that they have seen, whether they still hold or not. */
    Answer acknowledge(ApiRequest request) {
        AlarmOrder order = AlarmOrder.read(request, "note");
        return change(
                order,
                alarm -> alarm.acknowledged()
                        ? null
                        : new AlarmChange.Acknowledged(
                                alarm.key(),
                                clock.millis(),
                                alarm.sequence(),
                                order.by(),
                                order.why()));
    }

    /** Somebody does not want to see them for a while. */
    Answer shelve(ApiRequest request) {
        AlarmOrder order = AlarmOrder.read(request, "reason", "for");
        long now = clock.millis();
        long until = now + order.spanMillis();
        List<Alarm> all = order.chosen(decisions.alarms());
        long more = all.stream().filter(alarm -> !alarm.shelved()).count();
        if (decisions.shelvedAlarms() + more > Alarms.MAX_SHELVED) {
            throw new Problem(
                    409,
                    "shelf-full",
                    "expected at most " + Alarms.MAX_SHELVED + " alarms to be shelved, found "
                            + decisions.shelvedAlarms() + " and " + more + " more",
                    "unshelve some, or mend the rule that raises so many");
        }
        return change(
                order,
                alarm -> new AlarmChange.Shelved(alarm.key(), now, until, order.by(), order.why()));
    }

    /** Somebody wants to see them again. */
    Answer unshelve(ApiRequest request) {
        AlarmOrder order = AlarmOrder.read(request, null);
        return change(
                order,
                alarm -> alarm.shelved()
                        ? new AlarmChange.Unshelved(alarm.key(), clock.millis(), order.by())
                        : null);
    }

    private Answer change(AlarmOrder order, Function<Alarm, @Nullable AlarmChange> change) {
        List<Alarm> before = order.chosen(decisions.alarms());
        List<ByteWriter> bodies = new ArrayList<>();
        for (Alarm alarm : before) {
            AlarmChange wanted = change.apply(alarm);
            if (wanted != null) {
                ByteWriter body = new ByteWriter();
                wanted.write(body);
                bodies.add(body);
            }
        }
        changes.appendAll(RecordType.ALARM, bodies);
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("changed", bodies.size())
                .name("alarms")
                .beginArray();
        for (Alarm alarm : order.among(decisions.alarms())) {
            AlarmJson.write(json, alarm);
        }
        return Answer.ok(json.end().end());
    }
}
