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

    /** Those that are in the journal, by their record. */
    final TreeMap<Long, Lease> leases = new TreeMap<>();

    /** Leases that are on their way into the journal. */
    int onTheirWay;

    /** Of those on their way, what it has dealt with: its loop may hear of a commit first. */
    final Set<Long> answered = new HashSet<>();

    /** What its session had come by when it became a member: leases after that come to it. */
    final long from;

    /** Set when its connection has ended: the last record that it had come by. */
    long seenThrough;

    /** It has unsubscribed: it finishes what it has and gets no more. */
    boolean retired;

    Member(Session session, Subscription subscription, long from) {
        this.session = session;
        this.subscription = subscription;
        this.from = from;
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
        int window = Math.min(session.window - session.others, MOST_LEASES);
        return takes() ? window - leases.size() - onTheirWay : 0;
    }
}
