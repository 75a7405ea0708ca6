package io.signalbox.mqtt.codec;

/** The client is still there [MQTT-3.12]. */
public record PingReq() implements Packet {
    public static final PingReq INSTANCE = new PingReq();

    @Override
    public PacketType type() {
        return PacketType.PINGREQ;
    }
}
