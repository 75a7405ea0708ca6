package io.signalbox.load;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

/**
 * What a run does.
 *
 * @param share group of a shared subscription; null for one of each subscriber's own
 * @param publishers 0 if the shape has none; with {@link Shape#IDLE} the number of connections,
 *     with {@link Shape#SESSIONS} of sessions
 * @param messages to keep and read with {@link Shape#RETAINED}; else 0
 * @param payloadBytes at least {@link Stamp#BYTES}
 * @param window most messages of a publisher that are not acknowledged and delivered yet
 * @param messagesPerSecond of all publishers together; 0 for as fast as the broker takes them
 * @param expirySeconds of a session of {@link Shape#SESSIONS}
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
        double messagesPerSecond,
        long warmUpNanos,
        long durationNanos,
        long expirySeconds) {

    ProtocolVersion version() {
        return broker.version();
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
