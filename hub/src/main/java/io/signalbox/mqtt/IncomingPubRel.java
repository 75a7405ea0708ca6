package io.signalbox.mqtt;

import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.ReasonCode;

/** PUBREL: the client's packet id is free again [MQTT-4.3.3-11]. */
final class IncomingPubRel {
    private IncomingPubRel() {}

    /** One that is not known was completed before, or never taken: it is answered all the same. */
    static void handle(MqttConnection connection, PubRel release) {
        int id = release.packetId();
        if (!connection.loop.broker.pubrel(connection.attachment(), id)) {
            connection.send(new PubComp(id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
        }
    }

    /** That it is free again is durable. */
    static void complete(MqttConnection connection, int packetId) {
        connection.quota.completed(packetId);
        connection.send(new PubComp(packetId, ReasonCode.SUCCESS));
    }
}
