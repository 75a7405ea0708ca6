package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The answer to each filter of an UNSUBSCRIBE, in its order [MQTT-3.11].
 *
 * @param reasons empty in 3.1.1
 */
public record UnsubAck(
        int packetId,
        List<ReasonCode> reasons,
        @Nullable String reasonString,
        List<String> userProperties)
        implements Packet {

    private static final Set<ReasonCode> ALLOWED = EnumSet.of(
            ReasonCode.SUCCESS,
            ReasonCode.NO_SUBSCRIPTION_EXISTED,
            ReasonCode.UNSPECIFIED_ERROR,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_FILTER_INVALID,
            ReasonCode.PACKET_IDENTIFIER_IN_USE);

    public UnsubAck {
        reasons = List.copyOf(reasons);
    }

    public UnsubAck(int packetId, List<ReasonCode> reasons) {
        this(packetId, reasons, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.UNSUBACK;
    }

    static UnsubAck decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int packetId = in.packetId();
        properties.none();
        List<ReasonCode> reasons = new ArrayList<>();
        if (version == ProtocolVersion.V5) {
            properties.read(in, Property.REASON, false);
            do {
                reasons.add(Acknowledgement.reason(in, ALLOWED));
            } while (in.remaining() > 0);
        }
        return new UnsubAck(
                packetId,
                reasons,
                properties.text(Property.REASON_STRING),
                properties.userProperties());
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        out.u16(packetId);
        if (version == ProtocolVersion.V5) {
            out.beginProperties().reason(reasonString, userProperties).endProperties();
            for (ReasonCode reason : reasons) {
                out.u8(reason.number());
            }
        }
    }
}
