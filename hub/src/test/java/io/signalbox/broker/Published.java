package io.signalbox.broker;

import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;

import org.jspecify.annotations.Nullable;

/**
 * A message of a model, with when it was published. Times are those of the {@link Chronicle}, which
 * count what devices say and hear.
 */
final class Published {
    static final long NEVER = Long.MAX_VALUE;

    final String id;

    /** Who published it in an order that holds. */
    final String by;

    final int number;

    /** Said on which of its publisher's connections. */
    final int line;

    final Message message;

    /** Null for what was published at once. */
    final @Nullable ExpectedWill will;

    /** It has no place before. */
    final long said;

    /** It has its place by then, or none. */
    long placed = NEVER;

    /** It is certainly published by then. */
    long certain = NEVER;

    Published(
            String id,
            String by,
            int number,
            int line,
            Message message,
            @Nullable ExpectedWill will,
            long said) {
        this.id = id;
        this.by = by;
        this.number = number;
        this.line = line;
        this.message = message;
        this.will = will;
        this.said = said;
    }

    /** That of a message, which travels with it. */
    static String idOf(Message message) {
        return message.properties().userProperties().getLast();
    }

    boolean clears() {
        return message.payload().length == 0;
    }

    boolean expires() {
        return message.properties().expirySeconds() != MessageProperties.NEVER;
    }

    void certain(long event) {
        certain = Math.min(certain, event);
        placed = Math.min(placed, event);
    }

    /** Certainly behind the other one. */
    boolean isBehind(Published other) {
        return said > other.certain || (by.equals(other.by) && number > other.number);
    }

    @Override
    public String toString() {
        return id + " on " + message.topic() + " at " + message.qos().ordinal()
                + (message.retain() ? " retained" : "") + " of " + message.publisher()
                + " said " + said + " placed " + placed + " certain " + certain;
    }
}
