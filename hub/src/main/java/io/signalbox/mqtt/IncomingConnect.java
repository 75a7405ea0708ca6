package io.signalbox.mqtt;

import io.signalbox.broker.ConnectRequest;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.Message;
import io.signalbox.mqtt.codec.ConnAckProperties;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Utf8;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;

/** CONNECT: who is it, may it, and with which session [MQTT-3.1.4]. */
final class IncomingConnect {
    private static final byte[] NOTHING = {};

    private IncomingConnect() {}

    static void handle(MqttConnection connection, Connect connect) {
        boolean v5 = connect.version() == ProtocolVersion.V5;
        String clientId = connect.clientId();
        // A 3.1.1 client without an id cannot have a session to come back to [MQTT-3.1.3-8].
        boolean nameless = clientId.isEmpty() && !v5 && !connect.cleanStart();
        if (nameless || !ClientIds.isValid(clientId)) {
            connection.end(DisconnectReason.CLIENT_ID_INVALID, "client id not allowed");
            return;
        }
        connection.asksFor(clientId);
        if (!clientId.isEmpty() && comesTooOften(connection, clientId)) {
            return;
        }
        if (connect.will() != null && !takes(connection, connect.will())) {
            return;
        }
        String method = connect.properties().authenticationMethod();
        if (method == null) {
            accept(connection, connect, NOTHING);
        } else {
            IncomingAuth.begin(connection, connect, method);
        }
    }

    /**
     * The client is who it is taken for.
     *
     * @param authenticationData the last words of an enhanced authentication, if there was one
     */
    static void accept(MqttConnection connection, Connect connect, byte[] authenticationData) {
        String clientId = connect.clientId();
        String id = clientId.isEmpty() ? connection.loop.reception.clientIds().assign() : clientId;
        ConnAckProperties granted = grant(connection.loop.config, connect, id, authenticationData);
        connection.attach(connect, granted, request(connection, connect, id));
    }

    private static boolean comesTooOften(MqttConnection connection, String clientId) {
        MqttLoop loop = connection.loop;
        InetSocketAddress from = connection.client();
        if (from == null) {
            return false;
        }
        long seconds =
                loop.reception.rates().refuse(clientId, from.getAddress(), loop.clock.nanos());
        if (seconds > 0) {
            connection.end(
                    DisconnectReason.CONNECT_RATE,
                    "client '" + clientId + "' connects too often; it may try again in " + seconds
                            + " s");
        }
        return seconds > 0;
    }

    /** Looks at the will as at a publish; ends the connection if it may not be published. */
    private static boolean takes(MqttConnection connection, Will will) {
        if (will.topic().startsWith("$")) {
            connection.end(
                    DisconnectReason.NOT_AUTHORIZED,
                    "will: topics that begin with $ are the hub's");
        } else if (will.payload().length > connection.loop.config.maximumPayloadBytes()) {
            connection.end(
                    DisconnectReason.PACKET_TOO_LARGE,
                    "will: the longest payload is " + connection.loop.config.maximumPayloadBytes()
                            + " bytes");
        } else if (will.properties().utf8() && !Utf8.isWellFormed(will.payload())) {
            connection.end(DisconnectReason.PAYLOAD_FORMAT_INVALID, "will: payload is not UTF-8");
        } else {
            return true;
        }
        return false;
    }

    private static ConnectRequest request(MqttConnection connection, Connect connect, String id) {
        long expiry = connect.properties().sessionExpirySeconds();
        if (connect.version() == ProtocolVersion.V3_1_1) {
            expiry = connect.cleanStart() ? 0 : ConnectRequest.NEVER_EXPIRES;
        }
        return new ConnectRequest(
                id,
                connect.cleanStart(),
                expiry,
                connect.properties().receiveMaximum(),
                will(connection, connect.will(), id));
    }

    private static io.signalbox.broker.@Nullable Will will(
            MqttConnection connection, @Nullable Will will, String id) {
        if (will == null) {
            return null;
        }
        Message message = new Message(
                will.topic(),
                will.payload(),
                will.qos(),
                will.retain(),
                will.properties(),
                id,
                connection.loop.clock.millis());
        return new io.signalbox.broker.Will(message, will.delaySeconds());
    }

    /**
     * The keep-alive in force. A client of MQTT 5 that asks for more than the hub has patience for
     * is told to use less; one of 3.1.1 cannot be told [MQTT5 3.2.2.3.14].
     */
    static int keepAliveSeconds(MqttConfig config, Connect connect) {
        int asked = connect.keepAliveSeconds();
        int maximum = config.terms().maximumKeepAliveSeconds();
        boolean tooLong = asked == 0 || asked > maximum;
        boolean told = connect.version() == ProtocolVersion.V5
                && maximum != MqttConfig.Terms.ANY_KEEP_ALIVE;
        return told && tooLong ? maximum : asked;
    }

    /** Everything that this server does not do or limits, for CONNACK [MQTT5 3.2.2.3]. */
    private static ConnAckProperties grant(
            MqttConfig config, Connect connect, String id, byte[] authenticationData) {
        int keepAlive = keepAliveSeconds(config, connect);
        return new ConnAckProperties(
                -1,
                config.receiveMaximum(),
                2,
                true,
                config.maximumPacketBytes(),
                connect.clientId().isEmpty() ? id : null,
                config.terms().topicAliasMaximum(),
                true,
                true,
                true,
                keepAlive == connect.keepAliveSeconds() ? -1 : keepAlive,
                connect.properties().requestResponseInformation() ? "response/" + id : null,
                null,
                // [MQTT-4.12.0-5]
                connect.properties().authenticationMethod(),
                authenticationData.length == 0 ? null : authenticationData,
                null,
                List.of());
    }
}
