package io.signalbox.mqtt;

import io.signalbox.broker.Acknowledged;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.PubAck;

/** PUBACK: the client has a message; whether it liked it does not matter [MQTT-4.3.2-3]. */
final class IncomingPubAck {
    private IncomingPubAck() {}

    /** An unknown identifier is harmless: it may be an answer to what expired meanwhile. */
    static void handle(MqttConnection connection, PubAck ack) {
        Acknowledged answered =
                connection.loop.broker.puback(connection.attachment(), ack.packetId());
        if (answered == Acknowledged.WRONG) {
            connection.end(DisconnectReason.PROTOCOL_ERROR, "PUBACK for a PUBLISH of QoS 2");
        }
    }
}
