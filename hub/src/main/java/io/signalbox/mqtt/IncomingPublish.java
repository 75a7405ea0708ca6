package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.PublishOutcome;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Utf8;

/** PUBLISH: what the listener refuses by itself; all else is for the broker [MQTT-3.3.4]. */
final class IncomingPublish {
    private IncomingPublish() {}

    static void handle(MqttConnection connection, Publish publish) {
        MqttLoop loop = connection.loop;
        loop.counters.published();
        String topic = publish.topicAlias() == 0
                ? publish.topic()
                : connection.aliases().topic(connection, publish);
        if (topic == null) {
            return;
        }
        if (publish.payload().length > loop.config.maximumPayloadBytes()) {
            connection.end(
                    DisconnectReason.PACKET_TOO_LARGE,
                    "the longest payload is " + loop.config.maximumPayloadBytes() + " bytes");
        } else if (publish.qos() == Qos.AT_MOST_ONCE && topic.charAt(0) == '$') {
            connection.end(
                    DisconnectReason.NOT_AUTHORIZED, "topics that begin with $ are the hub's");
        } else if (publish.properties().utf8() && !Utf8.isWellFormed(publish.payload())) {
            connection.end(DisconnectReason.PAYLOAD_FORMAT_INVALID, "payload is not UTF-8");
        } else if (!connection.quota.takes(publish.qos(), publish.packetId())) {
            connection.end(
                    DisconnectReason.RECEIVE_MAXIMUM_EXCEEDED,
                    "the receive maximum is " + loop.config.receiveMaximum());
        } else {
            Message message = new Message(
                    topic,
                    publish.payload(),
                    publish.qos(),
                    publish.retain(),
                    publish.properties(),
                    connection.clientId(),
                    loop.readMillis());
            loop.broker.publish(connection.attachment(), message, publish.packetId());
        }
    }

    /** PUBACK. */
    static void acknowledge(MqttConnection connection, int packetId, PublishOutcome outcome) {
        connection.quota.acknowledged();
        ReasonCode code = code(outcome);
        if (!endedBy(connection, outcome, code)) {
            connection.sendPubAck(packetId, code);
        }
    }

    /** PUBREC; the exchange goes on with PUBREL unless the publish was refused. */
    static void receive(MqttConnection connection, int packetId, PublishOutcome outcome) {
        ReasonCode code = code(outcome);
        if (code.failed()) {
            connection.quota.completed(packetId);
        }
        if (!endedBy(connection, outcome, code)) {
            connection.send(new PubRec(packetId, code));
        }
    }

    private static ReasonCode code(PublishOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> ReasonCode.SUCCESS;
            case NO_SUBSCRIBERS -> ReasonCode.NO_MATCHING_SUBSCRIBERS;
            case TOPIC_INVALID -> ReasonCode.TOPIC_NAME_INVALID;
            case NOT_AUTHORIZED -> ReasonCode.NOT_AUTHORIZED;
            case QUOTA_EXCEEDED, DISK_FULL -> ReasonCode.QUOTA_EXCEEDED;
        };
    }

    /** 3.1.1 has no way to refuse a publish but to close [MQTT-3.3.5-2]. */
    private static boolean endedBy(
            MqttConnection connection, PublishOutcome outcome, ReasonCode code) {
        boolean ends = code.failed() && connection.version() == ProtocolVersion.V3_1_1;
        if (ends) {
            connection.end(ended(outcome), "a publish was refused: " + outcome.words());
        }
        return ends;
    }

    private static DisconnectReason ended(PublishOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED, NO_SUBSCRIBERS -> DisconnectReason.INTERNAL_ERROR;
            case TOPIC_INVALID -> DisconnectReason.TOPIC_NAME_INVALID;
            case NOT_AUTHORIZED -> DisconnectReason.NOT_AUTHORIZED;
            case QUOTA_EXCEEDED -> DisconnectReason.QUOTA_EXCEEDED;
            case DISK_FULL -> DisconnectReason.DISK_FULL;
        };
    }
}
