package io.signalbox.mqtt.codec;

import io.signalbox.message.Qos;

/**
 * One filter of a SUBSCRIBE and its options [MQTT5 3.8.3.1].
 *
 * @param filter well-formed UTF-8; whether it is a valid filter is for the receiver to say, since
 *     an invalid one is answered by itself [MQTT-3.9.3-1]
 */
public record Subscription(
        String filter,
        Qos qos,
        boolean noLocal,
        boolean retainAsPublished,
        RetainHandling retainHandling) {

    public Subscription(String filter, Qos qos) {
        this(filter, qos, false, false, RetainHandling.SEND);
    }
}
