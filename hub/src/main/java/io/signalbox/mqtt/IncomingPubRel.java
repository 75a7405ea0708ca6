package io.signalbox.mqtt;

import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.ReasonCode;

/** PUBREL: QoS 2 is never taken here, so its packet identifier is unknown [MQTT5 3.7.2.1]. */
final class IncomingPubRel {
    private IncomingPubRel() {}

    static void handle(MqttConnection connection, PubRel release) {
        connection.send(new PubComp(release.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }
}
