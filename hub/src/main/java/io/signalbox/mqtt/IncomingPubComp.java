package io.signalbox.mqtt;

import io.signalbox.broker.Acknowledged;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.PubComp;

/** PUBCOMP: the client has forgotten the packet id of a message of QoS 2 [MQTT-4.3.3-7]. */
final class IncomingPubComp {
    private IncomingPubComp() {}

    /** An unknown identifier is harmless: the answer to a PUBREL that was sent twice. */
    static void handle(MqttConnection connection, PubComp complete) {
        Acknowledged answered =
                connection.loop.broker.pubcomp(connection.attachment(), complete.packetId());
        if (answered == Acknowledged.WRONG) {
            connection.end(DisconnectReason.PROTOCOL_ERROR, "PUBCOMP without PUBREL");
        }
    }
}
