package io.signalbox.load;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/**
 * What a run does.
 *
 * @param broker resolved
 * @param publishers 0 if the shape has none; with {@link Shape#IDLE} the number of connections
 * @param payloadBytes at least {@link Stamp#BYTES}
 * @param window most messages of a publisher that are not acknowledged and delivered yet
 * @param messagesPerSecond of all publishers together; 0 for as fast as the broker takes them
 * @param processId the broker's, for its memory and processor time; 0 if unknown
 */
public record LoadPlan(
        Shape shape,
        InetSocketAddress broker,
        ProtocolVersion version,
        @Nullable String userName,
        byte @Nullable [] password,
        String topic,
        int publishers,
        int subscribers,
        int payloadBytes,
        Qos qos,
        int window,
        double messagesPerSecond,
        long warmUpNanos,
        long durationNanos,
        long processId) {

    /** How many deliveries one message makes; 0 if nobody here receives. */
    int copies() {
        return !shape.closed() ? 0 : shape == Shape.PAIRS ? 1 : subscribers;
    }

    String topicOf(int publisher) {
        return topic + '/' + publisher;
    }

    String filterOf(int subscriber) {
        return shape == Shape.PAIRS ? topicOf(subscriber) : topic + "/+";
    }
}
