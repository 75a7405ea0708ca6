package io.signalbox.broker;

import io.signalbox.journal.KeyedReader;
import io.signalbox.message.Qos;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A session while a connection is attached to it. Belongs to the loop's thread.
 *
 * <p>It is either <em>live</em>: the loop hands it each message as it is committed; or <em>late</em>:
 * it reads the journal itself from {@link #position} on, until it has caught up with its loop. It
 * begins late, at its cursor, and gets late when its client takes no more or has its window full.
 * So what it is behind by costs a position, not memory.
 */
final class Session {
    private static final BitSet NONE = new BitSet(0);
    private static final int[] NO_IDENTIFIERS = {};

    final StoredSession stored;
    final Attachment attachment;
    final InFlight inFlight = new InFlight();

    /** What the client takes before it acknowledges. */
    final int window;

    /** Messages reach it: its CONNECT is answered and its connection not gone. */
    boolean attached;

    boolean late = true;

    /** The last record before it was {@link #attached}: with its CONNECT, if that was recorded. */
    long since;

    /** Its connection takes deliveries; groups on other loops look at it too. */
    volatile boolean writable = true;

    /**
     * Deliveries that take up its window and are not those of groups, while it is a member of any;
     * groups on other loops look at it too.
     */
    volatile int others;

    /** A record that some of what waits is skipped is on its way; until then it does not read on. */
    boolean cutting;

    /** Groups that may not know yet that it is back; until they do, it does not read on. */
    int joining;

    /** The next record is {@linkplain Groups.Fate#LEAVING leaving}; it does not read on either. */
    boolean waiting;

    /** Waits for its turn to read on. */
    boolean queued;

    /** It is late up to here at least: subscriptions ended there that only it knows about. */
    long lateThrough;

    /** The last record it has dealt with, while late. */
    long position;

    @Nullable
    KeyedReader reader;

    /** The reader was used since the last tick. */
    boolean readLately;

    /** The first deliveries after the cursor may have been sent before: how many, and which done. */
    private int sentBefore;

    private final BitSet ackedBefore;

    /** Packet ids of deliveries that the client had before, and that are not come to yet. */
    private final BitSet receivedBefore;

    private final long sentThrough;
    private int ordinal;

    /** There is progress that the journal does not know of, since that time. */
    boolean unsaved;

    long unsavedSinceNanos;
    int unsavedAcks;

    /** The cursor that the journal knows durably, and whether a newer one is on its way. */
    long savedLow;

    int cursorsOnTheirWay;

    /** Retained messages that go through the journal to this session and did not come by yet. */
    int givenOnTheirWay;

    /** What it got as a member of groups and is not done with, by LEASE record. */
    Map<Long, Group> leases = Map.of();

    /** Those that it became a member of. */
    Set<Group> groups = Set.of();

    /** The message at hand matches; the fields below say how. */
    boolean matched;

    Qos matchedQos = Qos.AT_MOST_ONCE;
    boolean matchedRetain;
    int[] identifiers = NO_IDENTIFIERS;
    int identifierCount;

    Session(StoredSession stored, Attachment attachment, int mostInFlight) {
        this.stored = stored;
        this.attachment = attachment;
        this.window = Math.min(mostInFlight, attachment.request.receiveMaximum());
        this.position = stored.low;
        this.savedLow = stored.low;
        this.sentBefore = stored.sent;
        this.ackedBefore = stored.acked;
        this.receivedBefore = stored.received.isEmpty() ? NONE : (BitSet) stored.received.clone();
        this.sentThrough = stored.sentThrough;
        stored.dropping = false;
        inFlight.restart(stored.nextId);
    }

    /** It is new, from this record on: nothing before is for it. */
    void begunAt(long sequence) {
        stored.low = sequence;
        position = sequence;
        savedLow = sequence;
    }

    Connection connection() {
        return attachment.connection;
    }

    /** No delivery of QoS 1 or 2 may begin now. */
    boolean windowFull(int unackedSpan) {
        return inFlight.open() + stored.retained.open.size() >= window
                || inFlight.span() >= unackedSpan;
    }

    /** Those that go through the journal fill what is left of the window. */
    boolean givenEnough() {
        return givenOnTheirWay > 0
                && inFlight.open() + stored.retained.open.size() + givenOnTheirWay >= window;
    }

    /** Notes one more subscription that the message matches; true for the first. */
    boolean match(Subscription subscription) {
        boolean first = !matched;
        if (first) {
            matched = true;
            matchedQos = Qos.AT_MOST_ONCE;
            matchedRetain = false;
            identifierCount = 0;
        }
        if (subscription.maximumQos().ordinal() > matchedQos.ordinal()) {
            matchedQos = subscription.maximumQos();
        }
        matchedRetain |= subscription.retainAsPublished();
        addIdentifier(subscription.identifier);
        return first;
    }

    private void addIdentifier(int identifier) {
        if (identifier == 0) {
            return;
        }
        if (identifierCount == identifiers.length) {
            identifiers = Arrays.copyOf(identifiers, Math.max(2, identifierCount * 2));
        }
        identifiers[identifierCount++] = identifier;
    }

    /** A message that is addressed to this session; its subscription may have ended since. */
    void matchAddressed(@Nullable Subscription subscription, boolean retain) {
        identifierCount = 0;
        matchedQos = Qos.EXACTLY_ONCE;
        matchedRetain = retain;
        if (subscription != null) {
            addIdentifier(subscription.identifier);
        }
    }

    /**
     * What became of the next delivery of QoS 1 or 2 after the cursor before this connection.
     *
     * @param packetId its packet id
     */
    Before before(long sequence, int packetId) {
        int at = ordinal++;
        if (receivedBefore.get(packetId)) {
            receivedBefore.clear(packetId);
            return Before.RECEIVED;
        }
        if (at >= sentBefore) {
            return Before.UNSENT;
        }
        if (sequence > sentThrough) {
            sentBefore = at;
            return Before.UNSENT;
        }
        return ackedBefore.get(at) ? Before.DONE : Before.SENT;
    }

    /** The state of a delivery when its session was attached. */
    enum Before {
        UNSENT,
        /** Or perhaps not: see {@link Session#sentIsExact}. */
        SENT,
        /** At QoS 2: the client has it, and was perhaps told that it may forget its id. */
        RECEIVED,
        DONE
    }

    /** True if the cursor said exactly what was sent; after a crash it says what may have been. */
    boolean sentIsExact() {
        return sentThrough == Long.MAX_VALUE;
    }

    /** Brings the cursor up to date; {@code livePosition} is how far the loop is. */
    void updateCursor(long livePosition) {
        stored.low = Math.max(stored.low, lowest(livePosition));
        stored.nextId = inFlight.firstId();
        int known = inFlight.span();
        stored.sent = known;
        stored.acked = inFlight.done();
        stored.received = (BitSet) receivedBefore.clone();
        inFlight.addReceived(stored.received);
        stored.sentThrough = Long.MAX_VALUE;
        stored.reached = Math.max(stored.reached, late ? position : livePosition);
        stored.skipped = stored.skipped.behind(stored.low);
        keepUnread(known);
        stored.acked = StoredSession.orNone(stored.acked);
        stored.received = StoredSession.orNone(stored.received);
        if (stored.retained.isDone()) {
            long finished = Math.max(stored.low, stored.retained.finishedThrough);
            stored.retainedThrough = Math.max(stored.retainedThrough, finished);
        }
        if (!stored.recorded) {
            stored.prune(stored.low);
        }
    }

    /** What was sent before this connection and not come to yet is still as it was. */
    private void keepUnread(int known) {
        if (ordinal >= sentBefore) {
            return;
        }
        for (int at = ackedBefore.nextSetBit(ordinal);
                at >= 0;
                at = ackedBefore.nextSetBit(at + 1)) {
            stored.acked.set(known + at - ordinal);
        }
        stored.sent = (int) Math.min(Integer.MAX_VALUE, (long) known + sentBefore - ordinal);
        stored.sentThrough = sentThrough;
    }

    private long lowest(long livePosition) {
        return inFlight.span() > 0 ? inFlight.oldest() - 1 : cameBy(livePosition);
    }

    /** The last record that was sent if it is for this session; its loop may be before its begin. */
    long cameBy(long livePosition) {
        return Math.max(stored.low, late ? position : livePosition);
    }

    /**
     * True if a record is for the client's session before this one: if that was a member of a group,
     * this gives the message to another.
     */
    boolean isBefore(long sequence) {
        return sequence <= stored.low;
    }

    /** It got a message as a member of a group. */
    void lease(long sequence, Group group) {
        if (leases.isEmpty()) {
            leases = new HashMap<>(2);
        }
        leases.put(sequence, group);
    }

    void becomeMember(Group group) {
        if (groups.isEmpty()) {
            groups = new HashSet<>(2);
        }
        groups.add(group);
    }

    /** A delivery is done: its group may give this session another. */
    void finished(long sequence) {
        if (leases.isEmpty()) {
            return;
        }
        Group group = leases.remove(sequence);
        if (group != null) {
            group.loop.execute(() -> group.done(stored.clientId, sequence));
        }
    }

    /** A delivery began or is done: groups may have more to give to this session, or less. */
    void countOthers() {
        if (groups.isEmpty()) {
            return;
        }
        int before = others;
        others = Math.max(0, inFlight.open() + stored.retained.open.size() - leases.size());
        if (others < before) {
            wakeGroups();
        }
    }

    void wakeGroups() {
        groups.forEach(group -> group.loop.execute(group::wake));
    }

    /** True if this message is not for it, though it matches: see {@link Skipped}. */
    boolean skips(long sequence) {
        return stored.skipped.holds(sequence);
    }

    /** No record before this is needed for it; {@code livePosition} is how far the loop is. */
    long neededFrom(long livePosition) {
        if (!stored.recorded) {
            // Nobody resumes it: what is in flight is not sent again.
            return cameBy(livePosition) + 1;
        }
        boolean saved = attached && !unsaved && cursorsOnTheirWay == 0 && inFlight.span() == 0;
        return (saved ? Math.max(savedLow, cameBy(livePosition)) : savedLow) + 1;
    }
}
