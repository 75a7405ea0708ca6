package io.signalbox.broker;

/** What became of a publish of QoS 1. */
public enum PublishOutcome {
    /** Durable, and somebody subscribed to it. */
    ACCEPTED("taken"),
    /** Durable, and nobody subscribed to it [MQTT5 0x10]. */
    NO_SUBSCRIBERS("taken, for nobody"),
    /** Not a topic that can be published to. */
    TOPIC_INVALID("expected a topic name without wildcards"),
    /** Topics that begin with {@code $} belong to the hub. */
    NOT_AUTHORIZED("topics that begin with $ are the hub's"),
    /** A limit is reached, such as the number of retained messages. */
    QUOTA_EXCEEDED("the hub keeps as many retained messages as it may (limits.retained_bytes)"),
    /** The disk has no room for it; the same may be taken later. */
    DISK_FULL("the hub's disk is full (disk.full)");

    private final String words;

    PublishOutcome(String words) {
        this.words = words;
    }

    /** It as a person reads it. */
    public String words() {
        return words;
    }
}
