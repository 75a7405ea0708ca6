package io.signalbox.broker;

import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

/**
 * A session's wish for the messages of one filter, from one place of the journal to another.
 *
 * <p>What it covers is a function of the journal alone: a message whose record names the filter and
 * stands between {@link #since} and {@link #until}. An ended subscription stays with its session
 * until the cursor has passed its end, so that what was owed is delivered and packet ids come out
 * the same when the session is read again.
 */
final class Subscription {
    private static final int QOS = 0x03;
    private static final int NO_LOCAL = 0x04;
    private static final int RETAIN_AS_PUBLISHED = 0x08;
    private static final int SEND_RETAINED = 0x10;
    private static final int GOES_ON = 0x20;

    static final long NEVER = Long.MAX_VALUE;

    final int filterId;
    final String filter;

    /** A group gets what matches, and gives it to one of its members. */
    final boolean shared;

    /** See the constants of this class; the form in which it is stored. */
    final byte options;

    /** The subscription identifier, 0 for none. */
    final int identifier;

    /** The sequence of its record, {@link #NEVER} until that is committed. */
    long since = NEVER;

    /** The sequence of the record that ended it. */
    long until = NEVER;

    /** The record that ends it is on its way. */
    boolean ending;

    /** An earlier subscription of the same session to the same filter. */
    @Nullable
    Subscription older;

    /** The session while attached; of the loop's thread. */
    @Nullable
    Session live;

    /** Where it stands among the {@link Subscribers}, which alone use this. */
    int place = Subscribers.NOWHERE;

    Subscription(int filterId, String filter, int options, int identifier) {
        this.filterId = filterId;
        this.filter = filter;
        this.shared = SharedFilter.isMeant(filter);
        this.options = (byte) options;
        this.identifier = identifier;
    }

    /**
     * @param sendRetained it brings retained messages
     * @param goesOn but those alone that the subscription before did not bring yet
     */
    static int options(
            Qos maximum,
            boolean noLocal,
            boolean retainAsPublished,
            boolean sendRetained,
            boolean goesOn) {
        return maximum.ordinal()
                | (noLocal ? NO_LOCAL : 0)
                | (retainAsPublished ? RETAIN_AS_PUBLISHED : 0)
                | (sendRetained ? SEND_RETAINED : 0)
                | (goesOn ? GOES_ON : 0);
    }

    Qos maximumQos() {
        return Qos.of(options & QOS);
    }

    boolean noLocal() {
        return (options & NO_LOCAL) != 0;
    }

    boolean retainAsPublished() {
        return (options & RETAIN_AS_PUBLISHED) != 0;
    }

    boolean sendRetained() {
        return (options & SEND_RETAINED) != 0;
    }

    boolean goesOn() {
        return (options & GOES_ON) != 0;
    }

    boolean covers(long sequence) {
        return since < sequence && sequence < until;
    }

    boolean ended() {
        return until != NEVER;
    }

    /** The last record that one of these that ended covers, or any before it. */
    long lastEnd() {
        Subscription ended = ended() ? this : older;
        return ended == null ? 0 : ended.until - 1;
    }

    boolean isActive() {
        return since != NEVER && until == NEVER;
    }
}
