package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The receiver forgets the packet identifier, the last step [MQTT-3.7]. */
public record PubComp(
        int packetId, ReasonCode reason, @Nullable String reasonString, List<String> userProperties)
        implements Packet {

    public PubComp(int packetId, ReasonCode reason) {
        this(packetId, reason, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.PUBCOMP;
    }

    static PubComp decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        ReasonCode reason =
                Acknowledgement.decode(in, properties, version, Acknowledgement.OF_A_RELEASE);
        return new PubComp(
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
