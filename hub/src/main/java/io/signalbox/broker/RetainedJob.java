package io.signalbox.broker;

/** The retained messages that one subscription brings, handed out at the subscriber's pace. */
record RetainedJob(Subscription subscription, RetainedMatches matches) {
    /** A retained message sent at QoS 1 and not acknowledged. */
    record Sent(int packetId, Retained retained, Subscription subscription) {}
}
