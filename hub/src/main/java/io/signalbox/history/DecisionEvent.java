package io.signalbox.history;

import io.signalbox.journal.Entry;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Trace;
import io.signalbox.rules.TraceJson;

import java.util.List;
import java.util.Locale;

/**
 * A row of the table {@code decisions}: a rule changed its state on a device.
 *
 * @param change {@code activated}, {@code cleared}, {@code ended}, {@code gave_up} or {@code cut}
 * @param because the statements of its condition as they stood, as a JSON array
 * @param actions what was done, as a JSON array; empty for nothing
 * @param timeMillis plant time of the decision
 * @param sequence of the record
 */
public record DecisionEvent(
        String rule,
        String device,
        String version,
        long activation,
        String change,
        String because,
        String actions,
        long timeMillis,
        long sequence) {
    /** The row of a TRACE record. */
    static DecisionEvent of(Entry entry) {
        Trace trace = Trace.read(entry);
        JsonWriter because = new JsonWriter();
        TraceJson.writeObservations(because, trace.observations());
        JsonWriter actions = new JsonWriter();
        TraceJson.writeActions(actions, trace.actions());
        return new DecisionEvent(
                trace.rule(),
                trace.device(),
                trace.version(),
                trace.activation(),
                trace.change().name().toLowerCase(Locale.ROOT),
                because.toString(),
                trace.actions().isEmpty() ? "" : actions.toString(),
                trace.atMillis(),
                entry.sequence());
    }

    /** The decision as it was written down. */
    public Trace trace() {
        return new Trace(
                rule,
                version,
                device,
                activation,
                Trace.Change.valueOf(change.toUpperCase(Locale.ROOT)),
                timeMillis,
                TraceJson.readObservations(JsonValue.parse(because).asArray()),
                actions.isEmpty()
                        ? List.of()
                        : TraceJson.readActions(JsonValue.parse(actions).asArray()));
    }
}
