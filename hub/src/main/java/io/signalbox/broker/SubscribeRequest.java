package io.signalbox.broker;

import io.signalbox.message.Qos;

/**
 * One filter of a SUBSCRIBE with its options.
 *
 * @param filter as it came; whether it is valid is for the broker to say
 * @param noLocal not the session's own publishes
 * @param retainAsPublished forward the retain flag as it came instead of clearing it
 */
public record SubscribeRequest(
        String filter,
        Qos maximumQos,
        boolean noLocal,
        boolean retainAsPublished,
        RetainHandling retainHandling) {}
