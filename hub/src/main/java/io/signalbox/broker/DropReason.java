package io.signalbox.broker;

/** Why a message was not given to a session, or not taken; each has its counter. */
public enum DropReason {
    /** QoS 0 for a session that is absent, slow or still catching up. */
    SUBSCRIBER_LATE,
    /** Its message expiry interval passed before delivery began [MQTT-3.3.2-5]. */
    EXPIRED,
    /** Larger than the subscriber's maximum packet size [MQTT-3.1.2-25]. */
    TOO_LARGE_FOR_SUBSCRIBER,
    /** QoS 0 for subscribers on a loop whose inbox is full. */
    LOOP_BUSY,
    /** A publish that was refused: see its {@link PublishOutcome}. */
    REFUSED
}
