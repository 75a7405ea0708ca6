package io.signalbox.broker;

import java.util.List;

/**
 * A subscriber's transport as the broker sees it: an MQTT connection, an event stream. All methods
 * are called on the thread of the {@link BrokerLoop} that the connection was handed to, and must
 * not call back into the loop but for what they say.
 */
public interface Connection {
    /**
     * The session is there, and durable if it has to be: answer the CONNECT. Until then nothing
     * else happens on this connection, and nothing but {@link BrokerLoop#disconnected} may be
     * called for it.
     */
    void connected(boolean sessionPresent);

    /**
     * Takes one message; {@code delivery} is valid during the call alone. The bytes may be
     * gathered until {@link #flush()}.
     */
    Delivered deliver(Delivery delivery);

    /** The publish of QoS 1 with this packet id is durable, or refused: send PUBACK. */
    void published(int packetId, PublishOutcome outcome);

    /** The publish of QoS 2 with this packet id is durable, or refused: send PUBREC. */
    void taken(int packetId, PublishOutcome outcome);

    /** That this packet id is free is durable: send PUBCOMP, which says if it was taken before. */
    void completed(int packetId, boolean known);

    /** That the client has the delivery of QoS 2 with this packet id is durable: send PUBREL. */
    void release(int packetId);

    /** One outcome for each filter of the SUBSCRIBE, in its order. */
    void subscribed(int packetId, List<SubscribeOutcome> outcomes);

    /** For each filter of the UNSUBSCRIBE, in its order, whether there was such a subscription. */
    void unsubscribed(int packetId, List<Boolean> existed);

    /** Writes out what was gathered since the last call. */
    void flush();

    /** The journal has room again: read on, after {@link BrokerLoop#flush} answered false. */
    void resume();

    /**
     * Closes; the broker has let go of this connection already and {@link
     * BrokerLoop#disconnected} need not be called.
     *
     * @param words the reason as a person reads it
     */
    void close(DisconnectReason reason, String words);
}
