package io.signalbox.broker;

import io.signalbox.message.Qos;

/** What became of one filter of a SUBSCRIBE. */
public enum SubscribeOutcome {
    GRANTED_QOS_0,
    GRANTED_QOS_1,
    GRANTED_QOS_2,
    FILTER_INVALID,
    /** The session has as many subscriptions as {@link BrokerLimits} allows, or disk or memory is full. */
    QUOTA_EXCEEDED;

    static SubscribeOutcome granted(Qos qos) {
        return switch (qos) {
            case AT_MOST_ONCE -> GRANTED_QOS_0;
            case AT_LEAST_ONCE -> GRANTED_QOS_1;
            case EXACTLY_ONCE -> GRANTED_QOS_2;
        };
    }
}
