package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The receiver has taken a message of QoS 1 [MQTT-3.4]. */
public record PubAck(
        int packetId, ReasonCode reason, @Nullable String reasonString, List<String> userProperties)
        implements Packet {

    public PubAck(int packetId, ReasonCode reason) {
        this(packetId, reason, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.PUBACK;
    }

    static PubAck decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        ReasonCode reason =
                Acknowledgement.decode(in, properties, version, Acknowledgement.OF_A_PUBLISH);
        return new PubAck(
                packetId,
                reason,
                properties.text(Property.REASON_STRING),
                properties.userProperties());
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        out.u16(packetId);
        Acknowledgement.encode(out, version, reason, reasonString, userProperties);
    }
}
