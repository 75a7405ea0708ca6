package io.signalbox.mqtt;

import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.ReasonCode;

/** DISCONNECT: the client goes, and reason 0x00 alone deletes its will [MQTT-3.14.4-3]. */
final class IncomingDisconnect {
    private IncomingDisconnect() {}

    static void handle(MqttConnection connection, Disconnect disconnect) {
        long expiry = disconnect.sessionExpirySeconds();
        if (expiry > 0 && connection.sessionExpirySeconds() == 0) {
            // A session that was to end cannot be kept after all [MQTT5 3.14.2.2.2].
            connection.end(DisconnectReason.PROTOCOL_ERROR, "session expiry was 0 in CONNECT");
            return;
        }
        boolean normal = disconnect.reason() == ReasonCode.SUCCESS;
        connection.end(
                normal ? DisconnectReason.NORMAL : DisconnectReason.WITH_WILL,
                disconnect.reason().name(),
                expiry == Disconnect.UNCHANGED ? BrokerLoop.SAME_EXPIRY : expiry);
    }
}
