package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The receiver has taken a message of QoS 2, step one of three [MQTT-3.5]. */
public record PubRec(
        int packetId, ReasonCode reason, @Nullable String reasonString, List<String> userProperties)
        implements Packet {

    public PubRec(int packetId, ReasonCode reason) {
        this(packetId, reason, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREC;
    }

    static PubRec decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        ReasonCode reason =
                Acknowledgement.decode(in, properties, version, Acknowledgement.OF_A_PUBLISH);
        return new PubRec(
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
