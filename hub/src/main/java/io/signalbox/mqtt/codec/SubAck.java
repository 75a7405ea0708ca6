package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The answer to each filter of a SUBSCRIBE, in its order [MQTT-3.9].
 *
 * @param reasons the granted QoS, or why not; in 3.1.1 every refusal is 0x80
 */
public record SubAck(
        int packetId,
        List<ReasonCode> reasons,
        @Nullable String reasonString,
        List<String> userProperties)
        implements Packet {

    private static final Set<ReasonCode> ALLOWED = EnumSet.of(
            ReasonCode.SUCCESS,
            ReasonCode.GRANTED_QOS_1,
            ReasonCode.GRANTED_QOS_2,
            ReasonCode.UNSPECIFIED_ERROR,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_FILTER_INVALID,
            ReasonCode.PACKET_IDENTIFIER_IN_USE,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);

    public SubAck {
        reasons = List.copyOf(reasons);
    }

    public SubAck(int packetId, List<ReasonCode> reasons) {
        this(packetId, reasons, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.SUBACK;
    }

    static SubAck decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        properties.none();
        if (version == ProtocolVersion.V5) {
            properties.read(in, Property.REASON, false);
        }
        List<ReasonCode> reasons = new ArrayList<>();
        do {
            reasons.add(Acknowledgement.reason(in, ALLOWED));
        } while (in.remaining() > 0);
        return new SubAck(
                packetId,
                reasons,
                properties.text(Property.REASON_STRING),
                properties.userProperties());
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        out.u16(packetId);
        boolean v5 = version == ProtocolVersion.V5;
        if (v5) {
            out.beginProperties().reason(reasonString, userProperties).endProperties();
        }
        for (ReasonCode reason : reasons) {
            out.u8(v5 || !reason.failed() ? reason.number() : 0x80);
        }
    }
}
