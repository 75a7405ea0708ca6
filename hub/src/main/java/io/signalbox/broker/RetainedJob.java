package io.signalbox.broker;

/**
 * The retained messages that one subscription brings, handed out at the subscriber's pace.
 *
 * @param since what was retained after this record and names the filter comes as a message
 */
record RetainedJob(Subscription subscription, RetainedMatches matches, long since) {
    RetainedJob(Subscription subscription, RetainedMatches matches) {
        this(subscription, matches, subscription.since);
    }

    /** The same of another subscription that takes the place of this one. */
    RetainedJob of(Subscription other) {
        return new RetainedJob(other, matches, since);
    }

    /** A retained message sent at QoS 1 and not acknowledged. */
    record Sent(int packetId, Retained retained, Subscription subscription) {}
}
