package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What PUBACK, PUBREC, PUBREL and PUBCOMP have in common after the packet identifier. */
final class Acknowledgement {
    /** Reason codes of PUBACK and PUBREC [MQTT-3.4.2-1]. */
    static final Set<ReasonCode> OF_A_PUBLISH = EnumSet.of(
            ReasonCode.SUCCESS,
            ReasonCode.NO_MATCHING_SUBSCRIBERS,
            ReasonCode.UNSPECIFIED_ERROR,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.PACKET_IDENTIFIER_IN_USE,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.PAYLOAD_FORMAT_INVALID);

    /** Reason codes of PUBREL and PUBCOMP [MQTT-3.6.2-1]. */
    static final Set<ReasonCode> OF_A_RELEASE =
            EnumSet.of(ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);

    private Acknowledgement() {}

    /** The reason and the properties, both of which may be missing at the end [MQTT5 3.4.2.1]. */
    static ReasonCode decode(
            PacketReader in,
            PropertyReader properties,
            ProtocolVersion version,
            Set<ReasonCode> allowed) {
        properties.none();
        if (version == ProtocolVersion.V3_1_1 || in.remaining() == 0) {
            return ReasonCode.SUCCESS;
        }
        ReasonCode reason = reason(in, allowed);
        if (in.remaining() > 0) {
            properties.read(in, Property.REASON, false);
        }
        return reason;
    }

    /** One byte that must be one of the reason codes this packet may carry. */
    static ReasonCode reason(PacketReader in, Set<ReasonCode> allowed) {
        ReasonCode reason = ReasonCode.of(in.u8());
        if (reason == null || !allowed.contains(reason)) {
            in.fail(Fault.REASON_CODE_INVALID);
            return ReasonCode.SUCCESS;
        }
        return reason;
    }

    static void encode(
            PacketWriter out,
            ProtocolVersion version,
            ReasonCode reason,
            @Nullable String reasonString,
            List<String> userProperties) {
        boolean silent = out.terse() || (reasonString == null && userProperties.isEmpty());
        if (version == ProtocolVersion.V3_1_1 || (silent && reason == ReasonCode.SUCCESS)) {
            return;
        }
        out.u8(reason.number());
        if (!silent) {
            out.beginProperties().reason(reasonString, userProperties).endProperties();
        }
    }
}
