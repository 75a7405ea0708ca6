package io.signalbox.broker;

import io.signalbox.message.Message;

import java.util.List;

/**
 * What the broker keeps for one event loop: the sessions of its connections. Every method is
 * called on the loop's own thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class BrokerLoop {
    /** For {@link #disconnected}: the session keeps the expiry of its CONNECT. */
    public static final long SAME_EXPIRY = -1;

    BrokerLoop() {}

    /**
     * Attaches a connection to its session; {@link Connection#connected} follows once the session
     * is durable, or {@link Connection#close} if another takes it over first. Nothing else may be
     * called for the attachment before, but for {@link #disconnected}.
     */
    public Attachment connect(ConnectRequest request, Connection connection) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a publish. At QoS 1 {@link Connection#published} follows after its record is durable.
     *
     * @param packetId 0 at QoS 0
     */
    public void publish(Attachment from, Message message, int packetId) {
        throw new UnsupportedOperationException();
    }

    /**
     * Subscribes; {@link Connection#subscribed} follows once that is durable and every publish
     * from now on, on whatever loop, will find the subscription.
     *
     * @param subscriptionId 1 to 268,435,455, or 0 for none [MQTT5 3.8.2.1.2]
     */
    public void subscribe(
            Attachment attachment,
            int packetId,
            List<SubscribeRequest> requests,
            int subscriptionId) {
        throw new UnsupportedOperationException();
    }

    /** Ends subscriptions; {@link Connection#unsubscribed} follows once that is durable. */
    public void unsubscribe(Attachment attachment, int packetId, List<String> filters) {
        throw new UnsupportedOperationException();
    }

    /** The client has acknowledged a QoS 1 delivery; false if none with this id was open. */
    public boolean puback(Attachment attachment, int packetId) {
        throw new UnsupportedOperationException();
    }

    /** The connection takes deliveries again after it answered {@link Delivered#FULL}. */
    public void writable(Attachment attachment) {
        throw new UnsupportedOperationException();
    }

    /**
     * The connection is gone, or going: the session ends or waits for its client, the will is
     * published unless the reason forbids it.
     *
     * @param sessionExpirySeconds what a DISCONNECT said instead of the CONNECT, or {@link
     *     #SAME_EXPIRY}
     */
    public void disconnected(
            Attachment attachment, DisconnectReason reason, long sessionExpirySeconds) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a batch of reads of one connection: hands what was gathered to the journal and flushes
     * connections that got something.
     *
     * @return false if the journal has more than it can store at once: stop reading from this
     *     connection until {@link Connection#resume}
     */
    public boolean flush(Attachment attachment) {
        throw new UnsupportedOperationException();
    }

    /** Does what time asks for; to be called every 50 milliseconds or so, and cheap. */
    public void tick() {
        throw new UnsupportedOperationException();
    }
}
