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
    /** QoS 0 that came while the hub has more to do than it can. */
    OVERLOADED,
    /** The disk has no room for it. */
    DISK_FULL,
    /** Of QoS 1 or 2, the oldest that waited for a session with too many, or too much: {@link Quotas}. */
    SESSION_QUOTA,
    /** Of QoS 1 or 2, waited too long for a session whose client is away: {@link Quotas}. */
    SESSION_AGE,
    /** A publish that was refused: see its {@link PublishOutcome}. */
    REFUSED;

    static DropReason of(PublishOutcome refusal) {
        return refusal == PublishOutcome.DISK_FULL ? DISK_FULL : REFUSED;
    }
}
