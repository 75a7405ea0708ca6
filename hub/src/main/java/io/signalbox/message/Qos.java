package io.signalbox.message;

/** How hard delivery is tried, in MQTT's terms; the ordinal is the number on the wire. */
public enum Qos {
    AT_MOST_ONCE,
    AT_LEAST_ONCE,
    EXACTLY_ONCE;

    private static final Qos[] LEVELS = values();

    /** The level of a wire number 0 to 2. */
    public static Qos of(int level) {
        return LEVELS[level];
    }

    public Qos min(Qos other) {
        return ordinal() <= other.ordinal() ? this : other;
    }
}
