package io.signalbox.history;

import io.signalbox.alarm.AlarmChange;
import io.signalbox.alarm.AlarmKey;
import io.signalbox.journal.Entry;
import io.signalbox.time.Times;

/**
 * A row of the table {@code alarms}: something happened to an alarm. What is not said is empty.
 *
 * @param event {@code raised}, {@code cleared}, {@code acknowledged}, {@code shelved} or
 *     {@code unshelved}
 * @param severity of one that was raised
 * @param text of one that was raised; until when one was shelved
 * @param person who acknowledged, shelved or unshelved
 * @param note in their words
 * @param timeMillis of the record
 */
public record AlarmEvent(
        AlarmKey key,
        String event,
        String severity,
        String text,
        String person,
        String note,
        long timeMillis,
        long sequence) {

    /** The row of an ALARM record. */
    static AlarmEvent of(Entry entry) {
        return switch (AlarmChange.read(entry)) {
            case AlarmChange.Raised r ->
                row(entry, r.key(), "raised", r.severity().word(), r.text(), "", "");
            case AlarmChange.Cleared c -> row(entry, c.key(), "cleared", "", "", "", "");
            case AlarmChange.Acknowledged a ->
                row(entry, a.key(), "acknowledged", "", "", a.by(), a.note());
            case AlarmChange.Shelved s -> {
                String until = "until " + Times.of(s.untilMillis());
                yield row(entry, s.key(), "shelved", "", until, s.by(), s.reason());
            }
            case AlarmChange.Unshelved u -> row(entry, u.key(), "unshelved", "", "", u.by(), "");
        };
    }

    private static AlarmEvent row(
            Entry entry,
            AlarmKey key,
            String event,
            String severity,
            String text,
            String person,
            String note) {
        return new AlarmEvent(
                key, event, severity, text, person, note, entry.timeMillis(), entry.sequence());
    }
}
