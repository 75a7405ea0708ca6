package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Clock;

/** Hands one message after another to connections, in one {@link Delivery}. */
final class Sending {
    private static final Message NOTHING =
            new Message("-", new byte[0], Qos.AT_MOST_ONCE, false, MessageProperties.NONE, "-", 0);

    private final Delivery delivery = new Delivery(NOTHING);
    private final Clock clock;
    private final Counters counters;

    Sending(Clock clock, Counters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    boolean isExpired(Message message) {
        return message.isExpired(clock.millis());
    }

    /** Fills in what the matched subscriptions say of the delivery. */
    void describe(Session session, Message message) {
        Delivery to = delivery;
        to.retain = message.retain() && session.matchedRetain;
        to.subscriptionIdCount = 0;
        for (int i = 0; i < session.identifierCount; i++) {
            to.addSubscriptionId(session.identifiers[i]);
        }
    }

    /** The same for a retained message that this subscription brought. */
    void describe(Subscription subscription) {
        delivery.retain = true;
        delivery.subscriptionIdCount = 0;
        if (subscription.identifier != 0) {
            delivery.addSubscriptionId(subscription.identifier);
        }
    }

    /** False if the message was too large for the client, which is done with it then. */
    boolean send(Session session, Message message, long sequence, Qos qos, int id, boolean again) {
        Delivery to = delivery;
        to.message = message;
        to.sequence = sequence;
        to.qos = qos;
        to.packetId = id;
        to.duplicate = again;
        to.expirySeconds = expiryLeft(message);
        session.attachment.loop.touch(session.attachment);
        Delivered answer = session.connection().deliver(to);
        if (answer == Delivered.TOO_LARGE) {
            counters.dropped(DropReason.TOO_LARGE_FOR_SUBSCRIBER);
            return false;
        }
        counters.delivered.increment();
        if (answer == Delivered.FULL) {
            session.writable = false;
        }
        return true;
    }

    private long expiryLeft(Message message) {
        long interval = message.properties().expirySeconds();
        if (interval == MessageProperties.NEVER) {
            return interval;
        }
        long waited = Math.max(0, clock.millis() - message.receivedMillis()) / 1000;
        return Math.max(0, interval - waited);
    }
}
