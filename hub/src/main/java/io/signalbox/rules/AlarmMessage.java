package io.signalbox.rules;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.payload.JsonWriter;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What everybody who subscribes is told of an alarm: retained on {@code d/<device>/alarm/<rule>}, so
 * that a late subscriber sees how it stands.
 */
final class AlarmMessage {
    private static final MessageProperties JSON = new MessageProperties(
            true, MessageProperties.NEVER, "application/json", null, null, List.of());

    private AlarmMessage() {}

    static Message of(Alarm alarm) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("state", alarm.active() ? "active" : "cleared")
                .field("severity", alarm.severity().name().toLowerCase(Locale.ROOT))
                .field("text", alarm.text())
                .field("since", Instant.ofEpochMilli(alarm.raisedMillis()).toString());
        if (!alarm.active()) {
            json.field("cleared", Instant.ofEpochMilli(alarm.clearedMillis()).toString());
        }
        return new Message(
                "d/" + alarm.device() + "/alarm/" + alarm.rule(),
                json.end().toBytes(),
                Qos.AT_LEAST_ONCE,
                true,
                JSON,
                "signalbox",
                alarm.active() ? alarm.raisedMillis() : alarm.clearedMillis());
    }
}
