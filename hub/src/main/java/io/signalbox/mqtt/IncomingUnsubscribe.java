package io.signalbox.mqtt;

import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.UnsubAck;
import io.signalbox.mqtt.codec.Unsubscribe;

import java.util.ArrayList;
import java.util.List;

/** UNSUBSCRIBE: filters are compared character by character [MQTT-3.10.4-1]. */
final class IncomingUnsubscribe {
    private IncomingUnsubscribe() {}

    static void handle(MqttConnection connection, Unsubscribe unsubscribe) {
        connection.loop.broker.unsubscribe(
                connection.attachment(), unsubscribe.packetId(), unsubscribe.filters());
    }

    static void answer(MqttConnection connection, int packetId, List<Boolean> existed) {
        List<ReasonCode> codes = new ArrayList<>(existed.size());
        for (boolean was : existed) {
            codes.add(was ? ReasonCode.SUCCESS : ReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
        connection.send(new UnsubAck(packetId, codes));
    }
}
