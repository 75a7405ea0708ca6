package io.signalbox.broker;

import io.signalbox.message.Message;

/**
 * What is published for a client that goes without saying so.
 *
 * @param message its {@code receivedMillis} is replaced when it is published
 * @param delaySeconds how long to wait for the client to come back first [MQTT5 3.1.3.2.2]
 */
public record Will(Message message, long delaySeconds) {}
