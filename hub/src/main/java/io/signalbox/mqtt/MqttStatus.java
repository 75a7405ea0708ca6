package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;

import java.util.Map;

/**
 * The listeners at one moment.
 *
 * @param open connections that are open now
 * @param accepted connections since the start
 * @param notAccepted how often a connection could not be accepted, such as for want of files
 * @param publishes PUBLISH packets that came in
 * @param deliveries PUBLISH packets that went out
 * @param ended ends of connections by their reason, every reason present
 */
public record MqttStatus(
        long open,
        long accepted,
        long notAccepted,
        long publishes,
        long deliveries,
        Map<DisconnectReason, Long> ended) {
    public MqttStatus {
        ended = Map.copyOf(ended);
    }
}
