package io.signalbox.mqtt.codec;

/** Which retained messages a new subscription is given; the ordinal is the wire number. */
public enum RetainHandling {
    SEND,
    SEND_IF_NEW,
    DO_NOT_SEND;

    private static final RetainHandling[] VALUES = values();

    static RetainHandling of(int number) {
        return VALUES[number];
    }
}
