package io.signalbox.broker;

/** When a SUBSCRIBE brings retained messages [MQTT5 3.8.3.1]; the ordinal is the wire's number. */
public enum RetainHandling {
    SEND,
    SEND_IF_NEW,
    DO_NOT_SEND;

    private static final RetainHandling[] KINDS = values();

    /** The handling of a wire number 0 to 2. */
    public static RetainHandling of(int number) {
        return KINDS[number];
    }
}
