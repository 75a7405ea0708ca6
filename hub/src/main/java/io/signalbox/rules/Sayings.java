package io.signalbox.rules;

import io.signalbox.alarm.Tell;
import io.signalbox.language.Action;
import io.signalbox.language.Template;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;
import io.signalbox.payload.JsonWriter;
import io.signalbox.time.Times;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What an instance says to people and programs, in words: of the values that it sees {@code now}, at
 * the plant's time {@code atMillis}.
 */
final class Sayings {
    private static final String HUB = "signalbox";
    private static final MessageProperties JSON = MessageProperties.text("application/json");
    private static final MessageProperties TEXT = MessageProperties.text("text/plain");

    private Sayings() {}

    static Tell notice(Instances of, int row, Action.Notify action, long now, long atMillis) {
        return new Tell(
                action.who(),
                action.via(),
                of.rule().name(),
                of.table().device(row),
                of.activation(row),
                action.text().fill(of.table().device(row), values(of, row, now)),
                atMillis);
    }

    /** Nothing if there is a {@link #hindrance}. */
    static Optional<Message> message(
            Instances of, int row, Action.Publish action, long now, long atMillis) {
        Optional<String> topic = action.topic().topic(of.table().device(row));
        Optional<String> payload = payload(of, row, action, now);
        if (topic.isEmpty() || payload.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Message(
                topic.get(),
                payload.get().getBytes(StandardCharsets.UTF_8),
                action.qos(),
                action.retained(),
                action.payload().isJson() ? JSON : TEXT,
                HUB,
                atMillis));
    }

    /** Why a message is not published, in the words of a trace; empty if it is. */
    static String hindrance(Instances of, int row, Action.Publish action, long now) {
        if (action.topic().topic(of.table().device(row)).isEmpty()) {
            return " (not done: its topic would have more than " + Topic.MAX_BYTES
                    + " characters, or more than " + Topic.MAX_LEVELS + " levels)";
        }
        return payload(of, row, action, now).isPresent()
                ? ""
                : " (not done: it would be longer than " + Template.MAX_PAYLOAD + " characters)";
    }

    private static Optional<String> payload(
            Instances of, int row, Action.Publish action, long now) {
        return action.payload().payload(of.table().device(row), values(of, row, now));
    }

    /** An event of the device, on {@code d/<device>/event/<event>}. */
    static Message event(Instances of, int row, Action.Emit action, long now, long atMillis) {
        String device = of.table().device(row);
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("event", action.event())
                .field("device", device)
                .field("rule", of.rule().name())
                .field("at", Times.of(atMillis))
                .field("activation", of.activation(row));
        action.text()
                .ifPresent(text -> json.field("text", text.fill(device, values(of, row, now))));
        return new Message(
                "d/" + device + "/event/" + action.event(),
                json.end().toBytes(),
                Qos.AT_LEAST_ONCE,
                false,
                JSON,
                HUB,
                atMillis);
    }

    private static Template.Values values(Instances of, int row, long now) {
        return of.settings().values(row, now);
    }
}
