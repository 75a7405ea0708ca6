package io.signalbox.broker;

/** What became of one filter of a SUBSCRIBE. */
public enum SubscribeOutcome {
    GRANTED_QOS_0,
    GRANTED_QOS_1,
    FILTER_INVALID,
    /** The session has as many subscriptions as {@link BrokerLimits} allows. */
    QUOTA_EXCEEDED,
    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED
}
