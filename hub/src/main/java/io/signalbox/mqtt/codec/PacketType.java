package io.signalbox.mqtt.codec;

/** The packet types; the ordinal is the number on the wire [MQTT5 2.1.2]. */
public enum PacketType {
    RESERVED(0, false, false),
    CONNECT(0, true, false),
    CONNACK(0, false, true),
    /** Its flags are DUP, QoS and RETAIN, and all but QoS 3 may occur. */
    PUBLISH(0, true, true),
    PUBACK(0, true, true),
    PUBREC(0, true, true),
    PUBREL(2, true, true),
    PUBCOMP(0, true, true),
    SUBSCRIBE(2, true, false),
    SUBACK(0, false, true),
    UNSUBSCRIBE(2, true, false),
    UNSUBACK(0, false, true),
    PINGREQ(0, true, false),
    PINGRESP(0, false, true),
    DISCONNECT(0, true, true),
    AUTH(0, true, true);

    private static final PacketType[] TYPES = values();

    private final int flags;
    private final boolean fromClient;
    private final boolean fromServer;

    PacketType(int flags, boolean fromClient, boolean fromServer) {
        this.flags = flags;
        this.fromClient = fromClient;
        this.fromServer = fromServer;
    }

    static PacketType of(int firstByte) {
        return TYPES[firstByte >> 4];
    }

    /** The lower half of the first byte, which must be just this [MQTT-2.1.3-1]. */
    int flags() {
        return flags;
    }

    boolean fromClient() {
        return fromClient;
    }

    boolean fromServer() {
        return fromServer;
    }
}
