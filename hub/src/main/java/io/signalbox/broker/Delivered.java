package io.signalbox.broker;

/** What a connection answers to a message that it was given. */
public enum Delivered {
    /** Taken, and there is room for more. */
    MORE,
    /** Taken, and no more please until {@link BrokerLoop#writable}. */
    FULL,
    /** Not taken: larger than the peer's maximum packet size; it counts as done [MQTT-3.1.2-25]. */
    TOO_LARGE
}
