package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.Qos;

import java.util.Arrays;

/**
 * One message on its way to one session. One object per loop is filled again and again: whoever
 * gets it reads it at once. The same {@link #message()} object goes to all sessions of a loop, so
 * that an encoded form can be kept for the next one.
 */
public final class Delivery {
    Message message;
    long sequence;
    Qos qos = Qos.AT_MOST_ONCE;
    int packetId;
    boolean retain;
    boolean duplicate;
    long expirySeconds;
    int[] subscriptionIds = new int[4];
    int subscriptionIdCount;

    Delivery(Message message) {
        this.message = message;
    }

    public Message message() {
        return message;
    }

    /** The message's journal record, 0 for one that is not in the journal. */
    public long sequence() {
        return sequence;
    }

    public Qos qos() {
        return qos;
    }

    /** 1 to 65535, or 0 at QoS 0. */
    public int packetId() {
        return packetId;
    }

    public boolean retain() {
        return retain;
    }

    /** It may have been sent to this session before [MQTT-3.3.1-1]. */
    public boolean duplicate() {
        return duplicate;
    }

    /**
     * What is left of the message expiry interval [MQTT-3.3.2-6], or {@link
     * io.signalbox.message.MessageProperties#NEVER}.
     */
    public long expirySeconds() {
        return expirySeconds;
    }

    public int subscriptionIdCount() {
        return subscriptionIdCount;
    }

    /** The identifier of the {@code index}-th subscription that has one and led here. */
    public int subscriptionId(int index) {
        return subscriptionIds[index];
    }

    void addSubscriptionId(int id) {
        if (subscriptionIdCount == subscriptionIds.length) {
            subscriptionIds = Arrays.copyOf(subscriptionIds, subscriptionIdCount * 2);
        }
        subscriptionIds[subscriptionIdCount++] = id;
    }
}
