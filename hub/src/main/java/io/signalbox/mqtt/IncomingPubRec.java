package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.ReasonCode;

/** PUBREC: the client has a message of QoS 2, or does not want it [MQTT-4.3.3-4]. */
final class IncomingPubRec {
    private IncomingPubRec() {}

    static void handle(MqttConnection connection, PubRec received) {
        int id = received.packetId();
        boolean refused = received.reason().failed();
        switch (connection.loop.broker.pubrec(connection.attachment(), id, refused)) {
            case OPEN -> {}
            case UNKNOWN -> {
                if (!refused) {
                    connection.send(new PubRel(id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
                }
            }
            case WRONG ->
                connection.end(DisconnectReason.PROTOCOL_ERROR, "PUBREC for a PUBLISH of QoS 1");
        }
    }

    static void release(MqttConnection connection, int packetId) {
        connection.send(new PubRel(packetId, ReasonCode.SUCCESS));
    }
}
