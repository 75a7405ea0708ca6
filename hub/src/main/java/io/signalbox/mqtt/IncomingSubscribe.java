package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.broker.RetainHandling;
import io.signalbox.broker.SharedFilter;
import io.signalbox.broker.SubscribeOutcome;
import io.signalbox.broker.SubscribeRequest;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.Utf8;

import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE: each filter gets its own answer [MQTT-3.8.4]. */
final class IncomingSubscribe {
    /** Longest filter in characters; a longer one is answered with 0x8F. */
    static final int LONGEST_FILTER = 4_096;

    /** Not a filter; the broker answers it as it answers every filter that is invalid. */
    private static final String INVALID = "";

    private IncomingSubscribe() {}

    static void handle(MqttConnection connection, Subscribe subscribe) {
        List<SubscribeRequest> requests =
                new ArrayList<>(subscribe.subscriptions().size());
        for (Subscription subscription : subscribe.subscriptions()) {
            if (subscription.noLocal() && SharedFilter.isMeant(subscription.filter())) {
                // [MQTT-3.8.3-4]
                connection.end(
                        DisconnectReason.PROTOCOL_ERROR, "No Local on a shared subscription");
                return;
            }
            requests.add(new SubscribeRequest(
                    usable(subscription.filter()),
                    subscription.qos(),
                    subscription.noLocal(),
                    subscription.retainAsPublished(),
                    RetainHandling.of(subscription.retainHandling().ordinal())));
        }
        connection.loop.broker.subscribe(
                connection.attachment(),
                subscribe.packetId(),
                requests,
                subscribe.subscriptionId());
    }

    static void answer(MqttConnection connection, int packetId, List<SubscribeOutcome> outcomes) {
        List<ReasonCode> codes = new ArrayList<>(outcomes.size());
        for (SubscribeOutcome outcome : outcomes) {
            codes.add(
                    switch (outcome) {
                        case GRANTED_QOS_0 -> ReasonCode.SUCCESS;
                        case GRANTED_QOS_1 -> ReasonCode.GRANTED_QOS_1;
                        case GRANTED_QOS_2 -> ReasonCode.GRANTED_QOS_2;
                        case FILTER_INVALID -> ReasonCode.TOPIC_FILTER_INVALID;
                        case QUOTA_EXCEEDED -> ReasonCode.QUOTA_EXCEEDED;
                    });
        }
        connection.send(new SubAck(packetId, codes));
    }

    /** The filter itself, or {@link #INVALID} for one that the broker need not see. */
    private static String usable(String filter) {
        boolean sayable = filter.length() <= LONGEST_FILTER && Utf8.isPlain(filter);
        return sayable ? filter : INVALID;
    }
}
