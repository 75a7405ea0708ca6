package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a server grants in CONNACK beyond 3.1.1 [MQTT5 3.2.2.3].
 *
 * @param sessionExpirySeconds the expiry in force if it is not the one asked for, or -1
 * @param maximumQos the highest QoS that may be published, 1 or 2 here
 * @param serverKeepAliveSeconds the keep-alive to use instead of the client's own, or -1
 */
public record ConnAckProperties(
        long sessionExpirySeconds,
        int receiveMaximum,
        int maximumQos,
        boolean retainAvailable,
        long maximumPacketBytes,
        @Nullable String assignedClientId,
        int topicAliasMaximum,
        boolean wildcardSubscriptions,
        boolean subscriptionIds,
        boolean sharedSubscriptions,
        int serverKeepAliveSeconds,
        @Nullable String responseInformation,
        @Nullable String serverReference,
        @Nullable String authenticationMethod,
        byte @Nullable [] authenticationData,
        @Nullable String reasonString,
        List<String> userProperties) {

    /** All defaults: nothing is said. */
    public static final ConnAckProperties NONE = of(new PropertyReader());

    static ConnAckProperties of(PropertyReader properties) {
        return new ConnAckProperties(
                properties.sessionExpiry(-1),
                properties.receiveMaximum(),
                properties.has(MAXIMUM_QOS) ? (properties.yes(MAXIMUM_QOS, true) ? 1 : 0) : 2,
                properties.yes(RETAIN_AVAILABLE, true),
                properties.maximumPacketSize(),
                properties.text(ASSIGNED_CLIENT_ID),
                properties.topicAliasMaximum(),
                properties.yes(WILDCARD_AVAILABLE, true),
                properties.yes(SUBSCRIPTION_ID_AVAILABLE, true),
                properties.yes(SHARED_AVAILABLE, true),
                properties.serverKeepAlive(),
                properties.text(RESPONSE_INFORMATION),
                properties.text(SERVER_REFERENCE),
                properties.text(AUTHENTICATION_METHOD),
                properties.authenticationData(),
                properties.text(REASON_STRING),
                properties.userProperties());
    }

    /** A refusal that says why in words, and perhaps which server to use instead. */
    public static ConnAckProperties because(String reason, @Nullable String serverReference) {
        ConnAckProperties n = NONE;
        return new ConnAckProperties(
                n.sessionExpirySeconds,
                n.receiveMaximum,
                n.maximumQos,
                n.retainAvailable,
                n.maximumPacketBytes,
                null,
                n.topicAliasMaximum,
                n.wildcardSubscriptions,
                n.subscriptionIds,
                n.sharedSubscriptions,
                n.serverKeepAliveSeconds,
                null,
                serverReference,
                null,
                null,
                reason,
                List.of());
    }

    void encode(PacketWriter out) {
        out.beginProperties()
                .u32(SESSION_EXPIRY, sessionExpirySeconds, -1)
                .u16(RECEIVE_MAXIMUM, receiveMaximum, ConnectProperties.RECEIVE_MAXIMUM);
        if (maximumQos < 2) {
            out.bool(MAXIMUM_QOS, maximumQos == 1, maximumQos != 1);
        }
        out.bool(RETAIN_AVAILABLE, retainAvailable, true)
                .u32(MAXIMUM_PACKET_SIZE, maximumPacketBytes, ConnectProperties.NO_MAXIMUM)
                .text(ASSIGNED_CLIENT_ID, assignedClientId)
                .u16(TOPIC_ALIAS_MAXIMUM, topicAliasMaximum, 0)
                .bool(WILDCARD_AVAILABLE, wildcardSubscriptions, true)
                .bool(SUBSCRIPTION_ID_AVAILABLE, subscriptionIds, true)
                .bool(SHARED_AVAILABLE, sharedSubscriptions, true)
                .u16(SERVER_KEEP_ALIVE, serverKeepAliveSeconds, -1)
                .text(RESPONSE_INFORMATION, responseInformation)
                .text(SERVER_REFERENCE, serverReference)
                .text(AUTHENTICATION_METHOD, authenticationMethod)
                .block(AUTHENTICATION_DATA, authenticationData)
                .reason(reasonString, userProperties)
                .endProperties();
    }
}
