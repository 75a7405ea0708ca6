package io.signalbox.mqtt.codec;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;

/**
 * The message that the hub publishes for a client that is lost [MQTT5 3.1.3.2].
 *
 * @param delaySeconds how long to wait for the client to come back first
 */
public record Will(
        String topic,
        byte[] payload,
        Qos qos,
        boolean retain,
        long delaySeconds,
        MessageProperties properties) {}
