package io.signalbox.broker;

import java.util.Map;

/**
 * The broker in numbers; those that count events count from the start of the process.
 *
 * @param attached sessions with a connection
 * @param stored sessions that wait for their client
 * @param filters different topic filters in use
 * @param retainedBytes of the topics, payloads and properties of retained messages
 * @param received publishes taken from connections and from inside
 * @param acknowledged QoS 1 deliveries that subscribers acknowledged
 */
public record BrokerStatus(
        int attached,
        int stored,
        int filters,
        int retained,
        long retainedBytes,
        long received,
        long delivered,
        long acknowledged,
        Map<DropReason, Long> dropped) {}
