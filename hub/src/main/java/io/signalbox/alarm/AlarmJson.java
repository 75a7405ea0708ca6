package io.signalbox.alarm;

import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

/** An alarm as programs are told of it. */
public final class AlarmJson {
    private AlarmJson() {}

    /** Writes an object. */
    public static void write(JsonWriter json, Alarm alarm) {
        json.beginObject();
        members(json, alarm);
        json.end();
    }

    static void members(JsonWriter json, Alarm alarm) {
        json.field("rule", alarm.rule())
                .field("device", alarm.device())
                .field("action", alarm.key().action())
                .field("sequence", alarm.sequence())
                .field("state", alarm.state().word())
                .field("active", alarm.active())
                .field("severity", alarm.severity().word())
                .field("text", alarm.text())
                .field("raised", time(alarm.raisedMillis()))
                .field("first", time(alarm.firstMillis()))
                .field("occurrences", alarm.occurrences())
                .field("cleared", alarm.active() ? null : time(alarm.clearedMillis()))
                .field("activation", alarm.activation());
        Alarm.Acknowledgement known = alarm.acknowledgement();
        if (known != null) {
            json.name("acknowledged")
                    .beginObject()
                    .field("at", time(known.atMillis()))
                    .field("by", known.by());
            if (!known.note().isEmpty()) {
                json.field("note", known.note());
            }
            json.end();
        }
        Alarm.Shelf shelf = alarm.shelf();
        if (shelf != null) {
            json.name("shelved")
                    .beginObject()
                    .field("at", time(shelf.atMillis()))
                    .field("until", time(shelf.untilMillis()))
                    .field("by", shelf.by());
            if (!shelf.reason().isEmpty()) {
                json.field("reason", shelf.reason());
            }
            json.end();
        }
    }

    static String time(long millis) {
        return Times.of(millis);
    }
}
