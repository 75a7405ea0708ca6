package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import java.util.EnumSet;
import java.util.Set;

/** The server's answer to CONNECT [MQTT-3.2]. */
public record ConnAck(boolean sessionPresent, ReasonCode reason, ConnAckProperties properties)
        implements Packet {

    private static final Set<ReasonCode> ALLOWED = EnumSet.of(
            ReasonCode.SUCCESS,
            ReasonCode.UNSPECIFIED_ERROR,
            ReasonCode.MALFORMED_PACKET,
            ReasonCode.PROTOCOL_ERROR,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            ReasonCode.BAD_USER_NAME_OR_PASSWORD,
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.SERVER_UNAVAILABLE,
            ReasonCode.SERVER_BUSY,
            ReasonCode.BANNED,
            ReasonCode.BAD_AUTHENTICATION_METHOD,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.PAYLOAD_FORMAT_INVALID,
            ReasonCode.RETAIN_NOT_SUPPORTED,
            ReasonCode.QOS_NOT_SUPPORTED,
            ReasonCode.USE_ANOTHER_SERVER,
            ReasonCode.SERVER_MOVED,
            ReasonCode.CONNECTION_RATE_EXCEEDED);

    private static final long PROPERTIES = REASON
            | set(
                    SESSION_EXPIRY,
                    RECEIVE_MAXIMUM,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    MAXIMUM_PACKET_SIZE,
                    ASSIGNED_CLIENT_ID,
                    TOPIC_ALIAS_MAXIMUM,
                    WILDCARD_AVAILABLE,
                    SUBSCRIPTION_ID_AVAILABLE,
                    SHARED_AVAILABLE)
            | set(
                    SERVER_KEEP_ALIVE,
                    RESPONSE_INFORMATION,
                    SERVER_REFERENCE,
                    AUTHENTICATION_METHOD,
                    AUTHENTICATION_DATA);

    @Override
    public PacketType type() {
        return PacketType.CONNACK;
    }

    static ConnAck decode(PacketReader in, PropertyReader properties, ProtocolVersion version) {
        int flags = in.u8();
        int number = in.u8();
        if (flags > 1 || (flags == 1 && number != 0)) {
            // A refusal resumes no session [MQTT-3.2.2-6].
            in.fail(Fault.CONNECT_FLAGS);
        }
        boolean v5 = version == ProtocolVersion.V5;
        ReasonCode reason = v5 ? ReasonCode.of(number) : ReasonCode.ofReturnCode(number);
        if (reason == null || !ALLOWED.contains(reason)) {
            in.fail(Fault.REASON_CODE_INVALID);
            reason = ReasonCode.UNSPECIFIED_ERROR;
        }
        ConnAckProperties granted = ConnAckProperties.NONE;
        if (v5 && in.fault() == null) {
            properties.read(in, PROPERTIES, false);
            if (properties.has(AUTHENTICATION_DATA) && !properties.has(AUTHENTICATION_METHOD)) {
                in.fail(Fault.AUTHENTICATION_METHOD_MISSING);
            }
            granted = ConnAckProperties.of(properties);
        }
        return new ConnAck(flags == 1, reason, granted);
    }

    /** A reason that 3.1.1 has no return code for goes out as 3, server unavailable. */
    void encode(PacketWriter out, ProtocolVersion version) {
        out.u8(sessionPresent ? 1 : 0);
        if (version == ProtocolVersion.V5) {
            out.u8(reason.number());
            properties.encode(out);
        } else {
            out.u8(reason.returnCode() < 0 ? 3 : reason.returnCode());
        }
    }
}
