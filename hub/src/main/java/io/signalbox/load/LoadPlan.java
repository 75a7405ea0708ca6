package io.signalbox.load;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What a run does.
 *
 * @param share group of a shared subscription; null for one of each subscriber's own
 * @param publishers 0 if the shape has none; with {@link Shape#IDLE} the number of connections,
 *     with {@link Shape#SESSIONS} of sessions
 * @param messages to keep and read with {@link Shape#RETAINED}; else 0
 * @param payloadBytes at least {@link Stamp#BYTES}
 * @param window most messages of a publisher that are not acknowledged and delivered yet
 * @param burst most messages of a publisher in one write; 1 sends each in a segment of its own
 * @param messagesPerSecond of all publishers together; 0 for as fast as the broker takes them
 * @param expirySeconds of a session of {@link Shape#SESSIONS}
 * @param loop of {@link Shape#RULE_LOOP} alone; null with all others
 */
public record LoadPlan(
        Shape shape,
        Broker broker,
        String topic,
        @Nullable String share,
        int publishers,
        int subscribers,
        int messages,
        int payloadBytes,
        Qos qos,
        int window,
        int burst,
        double messagesPerSecond,
        long warmUpNanos,
        long durationNanos,
        long expirySeconds,
        @Nullable LoopPlan loop) {

    LoopPlan loopPlan() {
        return Objects.requireNonNull(loop, "a rule loop says where its readings go");
    }

    ProtocolVersion version() {
        return broker.version();
    }

    /** Whether somebody here receives messages of publishers. */
    public boolean receives() {
        return subscribers > 0 || shape == Shape.RETAINED || shape == Shape.RULE_LOOP;
    }

    /** How many deliveries one message makes; 0 if nobody here receives. */
    int copies() {
        return !shape.closed() ? 0 : shape == Shape.PAIRS ? 1 : subscribers;
    }

    String topicOf(int publisher) {
        return topic + '/' + publisher;
    }

    String filterOf(int subscriber) {
        String filter = shape == Shape.PAIRS
                ? topicOf(subscriber)
                : topic + (shape == Shape.RETAINED ? "/#" : "/+");
        return share == null ? filter : "$share/" + share + '/' + filter;
    }
}
