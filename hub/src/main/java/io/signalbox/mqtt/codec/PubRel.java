package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The sender of a QoS 2 message forgets it, step two of three [MQTT-3.6]. */
public record PubRel(
        int packetId, ReasonCode reason, @Nullable String reasonString, List<String> userProperties)
        implements Packet {

    public PubRel(int packetId, ReasonCode reason) {
        this(packetId, reason, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREL;
    }

    static PubRel decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        ReasonCode reason =
                Acknowledgement.decode(in, properties, version, Acknowledgement.OF_A_RELEASE);
        return new PubRel(
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
