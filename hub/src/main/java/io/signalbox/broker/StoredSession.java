package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What there is of a session whether or not its client is connected: all that the journal says
 * about it. Whoever has it, a loop or the {@link Directory}, is alone with it. There may be a
 * million of them, so what most have nothing of takes no object.
 *
 * <p>The cursor: everything up to {@link #low} is done. The next QoS 1 delivery after it has the
 * packet id {@link #nextId}; {@link #sent} of them may have been sent, and of these the {@code
 * acked} ones are done, by their distance from the first.
 *
 * <p>At QoS 2 the packet ids of both directions are kept: a publish that comes again is known by
 * the id under which it was {@link #taken}, and a delivery that the client has {@link #received} is
 * not sent again, but released.
 */
final class StoredSession implements Directory.Place {
    /** Every empty set of a session; it must not be changed. */
    static final BitSet NONE = new BitSet(0);

    final String clientId;
    long expirySeconds;

    /** The journal knows about it, so what happens to it has to be written there. */
    boolean recorded;

    /** The journal says that a client is connected, or was when it ended. */
    boolean connected;

    /** TICK records that had passed when its client went: the only measure of time on disk. */
    long leftAtTick;

    /** Monotonic time at which its client went, in this process. */
    long leftNanos;

    /** Armed while connected; when its client is gone it waits for its delay. */
    @Nullable
    Will will;

    /** By filter id; earlier ones of the same filter behind. */
    final Subscriptions subscriptions = new Subscriptions();

    /** Those that did not end. */
    int active;

    /** Those of them that end with a record that is on its way. */
    private int ending;

    long low;
    int nextId = 1;
    int sent;
    BitSet acked = NONE;

    /** Of those sent at QoS 2, the packet ids that the client has answered with PUBREC. */
    BitSet received = NONE;

    /** Packet ids of the client's own publishes of QoS 2 whose PUBREL has not come yet. */
    private BitSet taken = NONE;

    /**
     * Deliveries of records up to here may have been sent, if {@link #sent} says so too. After a
     * crash {@code sent} is without bound, for acknowledgements that let more be sent are stored
     * later: everything from before the crash goes out with DUP.
     */
    long sentThrough = Long.MAX_VALUE;

    /** Records up to here may have been sent; none behind was. */
    long reached;

    /** What does not come of what matches. */
    Skipped skipped = Skipped.NONE;

    /** It was a member of a group, or got retained messages as records: more may come for it alone. */
    boolean addressed;

    /** The log says already that messages for it are dropped, this time. */
    volatile boolean dropping;

    /** Retained messages of subscriptions up to this record are delivered and acknowledged. */
    long retainedThrough;

    /** Retained messages on their way; known to this process alone. To be added to by {@link #owed}. */
    RetainedDelivery retained = RetainedDelivery.NOTHING;

    /** Its list in the {@link Deadlines} and its neighbours there, which alone use these. */
    long dueSecond = Deadlines.NEVER;

    @Nullable
    StoredSession nextDue;

    @Nullable
    StoredSession previousDue;

    StoredSession(String clientId) {
        this.clientId = clientId;
    }

    /** The subscription to this filter that nobody has ended, committed or not. */
    @Nullable
    Subscription subscription(int filterId) {
        Subscription newest = subscriptions.get(filterId);
        return newest == null || newest.ended() || newest.ending ? null : newest;
    }

    /** Nobody is connected: it keeps no objects for what it has nothing of. */
    void rests() {
        acked = orNone(acked);
        received = orNone(received);
        taken = orNone(taken);
        if (retained.isDone() && retained.given.isEmpty()) {
            retained = RetainedDelivery.NOTHING;
        }
    }

    /** What it is owed of retained messages, which may be added to. */
    RetainedDelivery owed() {
        if (retained == RetainedDelivery.NOTHING) {
            retained = new RetainedDelivery();
        }
        return retained;
    }

    /** The client published at QoS 2 under this packet id. */
    void take(int packetId) {
        if (taken.size() == 0) {
            taken = new BitSet();
        }
        taken.set(packetId);
    }

    /** The client has said that it knows: the packet id may come again for another message. */
    void releaseTaken(int packetId) {
        if (hasTaken(packetId)) {
            taken.clear(packetId);
        }
    }

    boolean hasTaken(int packetId) {
        return taken.get(packetId);
    }

    void receive(int packetId) {
        if (received.size() == 0) {
            received = new BitSet();
        }
        received.set(packetId);
    }

    static BitSet orNone(BitSet set) {
        return set.isEmpty() ? NONE : set;
    }

    void writeTaken(ByteWriter out) {
        out.block(taken.toByteArray());
    }

    void readTaken(ByteReader in) {
        taken = orNone(BitSet.valueOf(in.block()));
    }

    /** Puts a subscription before the session's earlier ones of its filter. */
    void add(Subscription subscription) {
        subscription.older = subscriptions.get(subscription.filterId);
        subscriptions.put(subscription);
        active++;
    }

    /** The record that ends it is on its way. */
    void ends(Subscription subscription) {
        subscription.ending = true;
        ending++;
    }

    /** Subscriptions that nobody has ended, committed or not. */
    int kept() {
        return active - ending;
    }

    void end(Subscription subscription, long sequence) {
        if (!subscription.ended()) {
            subscription.until = sequence;
            active--;
            ending -= subscription.ending ? 1 : 0;
        }
    }

    /**
     * Lets go of what waits, up to this record; what may have been sent stays. The cursor itself
     * moves if nothing before it is open, so that the journal need not be kept for this session.
     */
    void skip(long through) {
        long place = Math.max(Math.max(low, reached), skipped.through());
        if (sent > 0 || !received.isEmpty() || isAddressed()) {
            skipped = skipped.and(place, through);
            return;
        }
        low = through;
        reached = through;
        skipped = Skipped.NONE;
        prune(low);
    }

    /** There may be records for it alone, which it has to come by. */
    private boolean isAddressed() {
        boolean found = addressed || !retained.isDone() || !retained.given.isEmpty();
        for (Subscription newest : all()) {
            for (Subscription s = newest; s != null; s = s.older) {
                found |= s.shared;
            }
        }
        return found;
    }

    /**
     * Forgets subscriptions that ended up to this record, which a durable cursor has passed: until
     * then a crash brings them back, and what they brought is needed.
     */
    void prune(long through) {
        if (subscriptions.size() == active && !subscriptions.hasOlder()) {
            return;
        }
        for (Subscription newest : all()) {
            Subscription kept = newest;
            while (kept.older != null) {
                if (kept.older.until <= through) {
                    kept.older = null;
                } else {
                    kept = kept.older;
                }
            }
            if (newest.until <= through && newest.older == null) {
                subscriptions.remove(newest.filterId);
            }
        }
    }

    /** The newest of each filter, ended or not. */
    List<Subscription> all() {
        List<Subscription> all = new ArrayList<>(subscriptions.size());
        subscriptions.forEach(all::add);
        return all;
    }

    /** Retained messages that a SUBSCRIBE brought and that this session did not get all of yet. */
    static final class RetainedDelivery {
        /** A retained message that a subscription to a filter brought. */
        record Given(int filterId, long sequence) {}

        /** That of every session that is owed nothing; it must not be added to. */
        static final RetainedDelivery NOTHING = new RetainedDelivery();

        /** To be sent again after a reconnect, before all else. */
        final ArrayDeque<RetainedJob.Sent> again = new ArrayDeque<>(0);

        /** Subscriptions whose messages cannot be looked up yet. */
        final List<Subscription> asked = new ArrayList<>();

        final ArrayDeque<RetainedJob> jobs = new ArrayDeque<>(0);

        /** After a restart: the records of those that are in the journal for it already. */
        final Set<Given> given = new HashSet<>();

        /** By packet id. */
        final IntMap<RetainedJob.Sent> open = new IntMap<>();

        /** The record of the last subscription whose messages were looked up to the end. */
        long finishedThrough;

        private int lastId = InFlight.ID_SPAN;

        /** What the subscription brings did not all come yet. */
        boolean isOwed(Subscription subscription) {
            return asked.contains(subscription)
                    || jobs.stream().anyMatch(job -> job.subscription() == subscription);
        }

        /** A subscription takes the place of another, and what that did not bring yet. */
        void handOn(Subscription from, Subscription to) {
            if (asked.remove(from)) {
                asked.add(to);
            }
            for (int left = jobs.size(); left > 0; left--) {
                RetainedJob job = jobs.remove();
                jobs.add(job.subscription() == from ? job.of(to) : job);
            }
            if (isDone()) {
                finishedThrough = to.since;
            }
        }

        /**
         * The subscription brings nothing more [MQTT-3.10.4-2]: no record that is addressed to the
         * session for its sake comes behind the one that ends it.
         */
        void drop(Subscription subscription) {
            asked.remove(subscription);
            jobs.removeIf(job -> job.subscription() == subscription);
        }

        /** A new subscription to this filter brings all, whatever came with an earlier one. */
        void forgetGiven(int filterId) {
            given.removeIf(each -> each.filterId() == filterId);
        }

        /** There is something to send. */
        boolean hasWork() {
            return !again.isEmpty() || !jobs.isEmpty();
        }

        boolean isDone() {
            return asked.isEmpty() && jobs.isEmpty() && open.size() == 0 && again.isEmpty();
        }

        /** A packet id from 32,768 to 65,535 that is not open. */
        int nextId() {
            do {
                lastId = lastId == 65_535 ? InFlight.ID_SPAN + 1 : lastId + 1;
            } while (open.get(lastId) != null);
            return lastId;
        }

        /** The connection is gone: what was sent and not acknowledged is to be sent again. */
        void disconnected() {
            if (open.size() == 0) {
                return;
            }
            ArrayDeque<RetainedJob.Sent> later = new ArrayDeque<>(again);
            again.clear();
            open.forEach(again::add);
            again.addAll(later);
            again.forEach(sent -> open.remove(sent.packetId()));
        }
    }
}
