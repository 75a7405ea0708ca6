package io.signalbox.mqtt;

import io.signalbox.broker.Delivery;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.mqtt.codec.Publish;

/** The PUBLISH that brings one message to one session [MQTT-3.3.2]. */
final class OutgoingPublish {
    private OutgoingPublish() {}

    /** Its alias is 0, or stands beside or for the topic as {@code named} says. */
    static Publish of(Delivery delivery, int alias, boolean named) {
        Message message = delivery.message();
        return new Publish(
                named ? message.topic() : "",
                message.payload(),
                delivery.qos(),
                delivery.duplicate(),
                delivery.retain(),
                delivery.packetId(),
                alias,
                subscriptionIds(delivery),
                properties(message.properties(), delivery.expirySeconds()));
    }

    private static int[] subscriptionIds(Delivery delivery) {
        int count = delivery.subscriptionIdCount();
        if (count == 0) {
            return Publish.NO_IDS;
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = delivery.subscriptionId(i);
        }
        return ids;
    }

    /** As they came, but for the time that is left [MQTT-3.3.2-6]. */
    private static MessageProperties properties(MessageProperties came, long expirySeconds) {
        if (came.expirySeconds() == expirySeconds) {
            return came;
        }
        return new MessageProperties(
                came.utf8(),
                expirySeconds,
                came.contentType(),
                came.responseTopic(),
                came.correlationData(),
                came.userProperties());
    }
}
