package io.signalbox.broker;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/** A connected session of a group. The group's loop alone looks at what is not final. */
final class Member {
    /** More is not given to one member at a time, so that others get their part. */
    private static final int MOST_LEASES = 64;

    final Session session;
    final Subscription subscription;
    private final int window;

    /** Those that are in the journal, by their record. */
    final TreeMap<Long, Lease> leases = new TreeMap<>();

    /** Leases that are on their way into the journal. */
    int onTheirWay;

    /** Of those on their way, what it has dealt with: its loop may hear of a commit first. */
    final Set<Long> answered = new HashSet<>();

    /** Set when its connection has ended: the leases that it had come by. */
    Set<Long> seen = Set.of();

    /** It has unsubscribed: it finishes what it has and gets no more. */
    boolean retired;

    Member(Session session, Subscription subscription) {
        this.session = session;
        this.subscription = subscription;
        this.window = Math.min(session.window, MOST_LEASES);
    }

    String clientId() {
        return session.stored.clientId;
    }

    /** It can be sent something now; its own loop knows better, and a moment sooner. */
    boolean takes() {
        return !retired && session.writable;
    }

    /** How many more messages it may be given now. */
    int room() {
        return takes() ? window - leases.size() - onTheirWay : 0;
    }
}
