package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The last packet of a connection [MQTT-3.14].
 *
 * @param sessionExpirySeconds the session's new expiry interval, or {@link #UNCHANGED}
 */
public record Disconnect(
        ReasonCode reason,
        long sessionExpirySeconds,
        @Nullable String reasonString,
        @Nullable String serverReference,
        List<String> userProperties)
        implements Packet {

    /** {@link #sessionExpirySeconds} of a packet that says nothing of it. */
    public static final long UNCHANGED = -1;

    private static final Set<ReasonCode> FROM_CLIENT = EnumSet.of(
            ReasonCode.SUCCESS,
            ReasonCode.DISCONNECT_WITH_WILL,
            ReasonCode.UNSPECIFIED_ERROR,
            ReasonCode.MALFORMED_PACKET,
            ReasonCode.PROTOCOL_ERROR,
            ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
            ReasonCode.TOPIC_NAME_INVALID,
            ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
            ReasonCode.TOPIC_ALIAS_INVALID,
            ReasonCode.PACKET_TOO_LARGE,
            ReasonCode.MESSAGE_RATE_TOO_HIGH,
            ReasonCode.QUOTA_EXCEEDED,
            ReasonCode.ADMINISTRATIVE_ACTION,
            ReasonCode.PAYLOAD_FORMAT_INVALID);
    private static final Set<ReasonCode> FROM_SERVER = fromServer();

    public Disconnect(ReasonCode reason) {
        this(reason, UNCHANGED, null, null, List.of());
    }

    @Override
    public PacketType type() {
        return PacketType.DISCONNECT;
    }

    private static Set<ReasonCode> fromServer() {
        Set<ReasonCode> codes = EnumSet.range(
                ReasonCode.UNSPECIFIED_ERROR, ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
        codes.removeAll(EnumSet.of(
                ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                ReasonCode.BAD_USER_NAME_OR_PASSWORD,
                ReasonCode.SERVER_UNAVAILABLE,
                ReasonCode.BANNED,
                ReasonCode.PACKET_IDENTIFIER_IN_USE,
                ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        codes.add(ReasonCode.SUCCESS);
        return codes;
    }

    static Disconnect decode(
            PacketReader in,
            PropertyReader properties,
            ProtocolVersion version,
            boolean fromClient) {
        properties.none();
        ReasonCode reason = ReasonCode.SUCCESS;
        if (version == ProtocolVersion.V5 && in.remaining() > 0) {
            reason = Acknowledgement.reason(in, fromClient ? FROM_CLIENT : FROM_SERVER);
            if (in.remaining() > 0) {
                int own = fromClient ? SESSION_EXPIRY : SERVER_REFERENCE;
                properties.read(in, REASON | set(own), fromClient);
            }
        }
        return new Disconnect(
                reason,
                properties.sessionExpiry(UNCHANGED),
                properties.text(REASON_STRING),
                properties.text(SERVER_REFERENCE),
                properties.userProperties());
    }

    void encode(PacketWriter out, ProtocolVersion version) {
        boolean bare = sessionExpirySeconds == UNCHANGED
                && serverReference == null
                && userProperties.isEmpty()
                && reasonString == null;
        if (version == ProtocolVersion.V3_1_1 || (bare && reason == ReasonCode.SUCCESS)) {
            return;
        }
        out.u8(reason.number());
        if (!bare) {
            out.beginProperties()
                    .u32(SESSION_EXPIRY, sessionExpirySeconds, UNCHANGED)
                    .text(SERVER_REFERENCE, serverReference)
                    .reason(reasonString, userProperties)
                    .endProperties();
        }
    }
}
