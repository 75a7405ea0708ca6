package io.signalbox.mqtt;

import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.ReasonCode;

/** PUBREL: the client's packet id is free again [MQTT-4.3.3-11]. */
final class IncomingPubRel {
    private IncomingPubRel() {}

    static void handle(MqttConnection connection, PubRel release) {
        connection.loop.broker.pubrel(connection.attachment(), release.packetId());
    }

    /** One that is not known was completed before, or never taken: it is answered all the same. */
    static void complete(MqttConnection connection, int packetId, boolean known) {
        connection.quota.completed(packetId);
        ReasonCode code = known ? ReasonCode.SUCCESS : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
        connection.send(new PubComp(packetId, code));
    }
}
