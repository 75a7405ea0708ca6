package io.signalbox.broker;

/** What became of a publish of QoS 1. */
public enum PublishOutcome {
    /** Durable, and somebody subscribed to it. */
    ACCEPTED,
    /** Durable, and nobody subscribed to it [MQTT5 0x10]. */
    NO_SUBSCRIBERS,
    /** Not a topic that can be published to. */
    TOPIC_INVALID,
    /** Topics that begin with {@code $} belong to the hub. */
    NOT_AUTHORIZED,
    /** A limit is reached, such as the number of retained messages. */
    QUOTA_EXCEEDED,
    /** The disk has no room for it; the same may be taken later. */
    DISK_FULL
}
