package io.signalbox.mqtt;

import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/**
 * How many publishes of QoS 1 and 2 one connection has open, from PUBLISH to PUBACK or PUBCOMP,
 * against the Receive Maximum that it was granted [MQTT5 4.9].
 */
final class ReceiveQuota {
    private final int maximum;
    private int atLeastOnce;
    private int exactlyOnce;

    /** Packet ids of QoS 2: one that comes again is not counted again. */
    private @Nullable BitSet ids;

    ReceiveQuota(int maximum) {
        this.maximum = maximum;
    }

    /** Counts a publish; false if that is more than was granted. */
    boolean takes(Qos qos, int packetId) {
        switch (qos) {
            case AT_MOST_ONCE -> {
                return true;
            }
            case AT_LEAST_ONCE -> atLeastOnce++;
            case EXACTLY_ONCE -> {
                if (ids == null) {
                    ids = new BitSet();
                }
                if (!ids.get(packetId)) {
                    ids.set(packetId);
                    exactlyOnce++;
                }
            }
        }
        return atLeastOnce + exactlyOnce <= maximum;
    }

    /** PUBACK went out. */
    void acknowledged() {
        atLeastOnce--;
    }

    /** PUBCOMP went out, or a PUBREC that refused. */
    void completed(int packetId) {
        if (ids != null && ids.get(packetId)) {
            ids.clear(packetId);
            exactlyOnce--;
        }
    }
}
