package io.signalbox.broker;

import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How sessions come to the connections of one loop and go from them: new, resumed, taken over from
 * another connection here or on another loop, left to rest, ended. Belongs to the loop's thread.
 *
 * <p>Whatever happens to a session is in the journal before the session goes anywhere else, so its
 * records stand there in the order of its life. What groups gave to it, too: nothing that is for
 * one session of a client comes after the begin of its next.
 */
final class Attaching {
    private final BrokerLoop loop;
    private final Shared shared;
    private final LoopBatches batches;
    private final Outlet outlet;
    private final Tail tail;
    private final Map<Directory.Claim, Turn> turns = new HashMap<>();

    /** Sessions of which it is not durable yet that they ended, with the first record they need. */
    private final Map<StoredSession, Long> ending = new HashMap<>();

    Attaching(BrokerLoop loop, Shared shared, LoopBatches batches, Outlet outlet, Tail tail) {
        this.loop = loop;
        this.shared = shared;
        this.batches = batches;
        this.outlet = outlet;
        this.tail = tail;
    }

    boolean hasNobody() {
        return turns.isEmpty();
    }

    /** The sessions that are attached now. */
    List<Session> sessions() {
        List<Session> sessions = new ArrayList<>(turns.size());
        for (Turn turn : turns.values()) {
            Session session = turn.attachment.session;
            if (session != null && session.attached) {
                sessions.add(session);
            }
        }
        return sessions;
    }

    /** What the sessions that are here need, attached or not. */
    void need(long beforeSequence, Needs needs) {
        for (Turn turn : turns.values()) {
            StoredSession stored = turn.stored;
            if (stored != null) {
                SessionNeeds.need(stored, neededFrom(turn, stored), beforeSequence, needs);
            }
        }
        ending.forEach((stored, from) -> SessionNeeds.need(stored, from, beforeSequence, needs));
    }

    private long neededFrom(Turn turn, StoredSession stored) {
        Session session = turn.attachment.session;
        return session == null ? stored.low + 1 : session.neededFrom(outlet.position);
    }

    void connect(Attachment attachment) {
        Directory.Claimed claimed = shared.directory().claim(attachment.clientId(), loop);
        Turn turn = new Turn(claimed.claim(), attachment);
        attachment.turn = turn;
        turns.put(turn.claim, turn);
        BrokerLoop previous = claimed.previous();
        if (previous == null) {
            arrive(turn, claimed.resting());
        } else if (previous == loop) {
            handOver(claimed.previousClaim(), loop, turn.claim);
        } else {
            previous.execute(
                    () -> previous.attaching().handOver(claimed.previousClaim(), loop, turn.claim));
        }
    }

    /** Another connect has claimed the session: it gets it as soon as it is here and settled. */
    private void handOver(Directory.Claim claim, BrokerLoop nextLoop, Directory.Claim next) {
        Turn turn = turnOf(claim);
        turn.next = next;
        turn.nextLoop = nextLoop;
        if (turn.left) {
            pass(turn);
        } else if (!turn.leaving) {
            Attachment attachment = turn.attachment;
            if (!attachment.closed) {
                attachment.closed = true;
                Refusal taken = Refusal.TAKEN_OVER;
                attachment.connection.close(taken.reason(), taken.words());
            }
            if (turn.arrived) {
                detach(turn);
                saveCursor(turn.stored);
                leave(turn, turn.stored);
            }
        }
    }

    /** Who has the session next takes its cursor for one that the journal knows. */
    private void saveCursor(@Nullable StoredSession stored) {
        if (stored != null && stored.recorded) {
            CursorRecord.write(batches.body(), stored);
            batches.add(RecordType.CURSOR, shared.clock().millis());
        }
    }

    private void pass(Turn turn) {
        turns.remove(turn.claim);
        BrokerLoop to = turn.nextLoop;
        Directory.Claim claim = turn.next;
        if (to == null || claim == null) {
            throw new IllegalStateException("nobody claimed " + turn.claim);
        }
        StoredSession stored = turn.stored;
        shared.needs().moves(stored);
        if (to == loop) {
            arrive(turnOf(claim), stored);
        } else {
            to.execute(() -> {
                Attaching there = to.attaching();
                there.arrive(there.turnOf(claim), stored);
            });
        }
    }

    private Turn turnOf(Directory.Claim claim) {
        Turn turn = turns.get(claim);
        if (turn == null) {
            throw new IllegalStateException(claim + " is not of this loop");
        }
        return turn;
    }

    private void arrive(Turn turn, @Nullable StoredSession stored) {
        turn.arrived = true;
        turn.stored = stored;
        shared.needs().moves(stored);
        if (turn.next != null) {
            pass(turn);
        } else if (turn.attachment.closed) {
            abandon(turn, stored);
        } else {
            begin(turn);
        }
    }

    /**
     * The connection dropped before its CONNECT was accepted: the session is as the one before left
     * it, but for what it is still owed if that was closed only to make room for this one.
     */
    private void abandon(Turn turn, @Nullable StoredSession stored) {
        if (stored != null && stored.connected) {
            end(turn, true, BrokerLoop.SAME_EXPIRY);
        } else {
            turn.leaving = true;
            left(turn);
        }
    }

    /** The session is here: it is resumed or replaced as the CONNECT says [MQTT-3.1.2-4]. */
    private void begin(Turn turn) {
        Attachment attachment = turn.attachment;
        ConnectRequest request = attachment.request;
        StoredSession old = turn.stored;
        boolean resumed = old != null && old.expirySeconds > 0 && !request.cleanStart();
        if (old != null) {
            Will will = old.will;
            old.will = null;
            if (will != null && (will.delaySeconds() == 0 || !resumed)) {
                publish(will);
            }
            if (!resumed) {
                discard(old, old.low + 1);
            }
        }
        StoredSession stored = resumed && old != null ? old : begun(request.clientId());
        stored.expirySeconds = request.sessionExpirySeconds();
        stored.will = request.will();
        stored.connected = true;
        turn.stored = stored;
        Session session = new Session(stored, attachment, shared.limits().inFlight());
        attachment.session = session;
        if (stored.recorded || stored.expirySeconds > 0 || stored.will != null) {
            if (!resumed) {
                batches.then(session::begunAt);
            }
            stored.recorded = true;
            SessionRecord.connected(
                    batches.body(), stored.clientId, resumed, stored.expirySeconds, stored.will);
            batches.add(RecordType.SESSION, shared.clock().millis());
        }
        batches.then(next -> {
            session.since = next - 1;
            established(session, resumed);
        });
        loop.submit();
    }

    /** What was for the client's session before is in the journal by now, if there was one. */
    private StoredSession begun(String clientId) {
        StoredSession stored = new StoredSession(clientId);
        stored.low = shared.journal().committed();
        return stored;
    }

    private void established(Session session, boolean resumed) {
        Attachment attachment = session.attachment;
        if (attachment.closed) {
            return;
        }
        session.attached = true;
        shared.counters().attached.increment();
        if (session.stored.addressed) {
            // Also of groups that it left: what comes takes its packet ids, after a crash too.
            outlet.await(session);
        }
        session.late = session.stored.addressed
                || session.stored.subscriptions.size() > 0
                || session.stored.sent > 0
                || session.stored.retained.hasWork();
        for (Subscription subscription : session.stored.all()) {
            session.lateThrough = Math.max(session.lateThrough, subscription.lastEnd());
            Filter filter = shared.tree().find(subscription.filter);
            if (!subscription.ended() && filter != null) {
                loop.subscribing().attach(session, subscription, filter);
            }
        }
        loop.touch(attachment);
        attachment.connection.connected(resumed);
        loop.subscribing().resume(session);
        outlet.wake(session);
    }

    /** The connection ended; the session goes its way as the CONNECT or DISCONNECT said. */
    void disconnected(Attachment attachment, DisconnectReason reason, long expirySeconds) {
        Turn turn = attachment.turn;
        if (attachment.closed || turn == null) {
            return;
        }
        attachment.closed = true;
        if (turn.arrived) {
            end(turn, reason.firesWill(), expirySeconds);
        }
    }

    private void end(Turn turn, boolean firesWill, long expirySeconds) {
        detach(turn);
        StoredSession stored = turn.stored;
        if (stored == null) {
            leave(turn, null);
            return;
        }
        if (expirySeconds != BrokerLoop.SAME_EXPIRY && stored.expirySeconds != 0) {
            stored.expirySeconds = expirySeconds;
        }
        boolean ends = stored.expirySeconds == 0;
        Will will = firesWill ? stored.will : null;
        if (will != null && (ends || will.delaySeconds() == 0)) {
            publish(will);
            will = null;
        }
        stored.will = will;
        stored.connected = false;
        if (ends) {
            discard(stored, neededFrom(turn, stored));
            leave(turn, null);
        } else {
            saveCursor(stored);
            SessionRecord.left(batches.body(), stored.clientId, stored.expirySeconds, will != null);
            batches.add(RecordType.SESSION, shared.clock().millis());
            leave(turn, stored);
        }
    }

    /** The session's messages do not go to this connection any more. */
    private void detach(Turn turn) {
        Session session = turn.attachment.session;
        if (session == null || !session.attached) {
            return;
        }
        session.updateCursor(outlet.position);
        session.attached = false;
        shared.counters().attached.decrement();
        outlet.forget(session);
        turn.awaits += session.groups.size();
        loop.subscribing().detach(session, () -> durable(turn));
        session.stored.retained.disconnected();
        for (Subscription newest : session.stored.all()) {
            for (Subscription s = newest; s != null; s = s.older) {
                if (s.live != null) {
                    s.live = null;
                    tail.remove(s);
                }
            }
        }
    }

    /**
     * The session is no more, but for what the journal still has to say about that; until then it
     * needs the records from this one on.
     */
    private void discard(StoredSession stored, long from) {
        if (stored.recorded) {
            ending.put(stored, from);
            batches.then(sequence -> ending.remove(stored));
            SessionRecord.ended(batches.body(), stored);
            batches.add(RecordType.SESSION, shared.clock().millis());
        }
        shared.release(stored);
    }

    private void publish(Will will) {
        batches.addPublish(
                Wills.message(will, shared.clock().millis()),
                shared.tree().match(will.message().topic()),
                0);
    }

    private void leave(Turn turn, @Nullable StoredSession stored) {
        turn.leaving = true;
        turn.stored = stored;
        boolean accepted = turn.attachment.session != null;
        if (stored != null && accepted) {
            stored.leftNanos = shared.clock().nanos();
        }
        turn.awaits++;
        batches.then(sequence -> durable(turn));
        loop.submit();
    }

    /** One of the things that it awaits. */
    private void durable(Turn turn) {
        if (--turn.awaits == 0) {
            left(turn);
        }
    }

    private void left(Turn turn) {
        turn.left = true;
        StoredSession stored = turn.stored;
        if (stored != null) {
            stored.prune(stored.low);
        }
        shared.needs().moves(stored);
        long due = stored == null ? Long.MAX_VALUE : Wills.nextNanos(stored);
        if (turn.next != null) {
            pass(turn);
        } else if (shared.directory().leave(turn.claim, stored, due)) {
            turns.remove(turn.claim);
        }
    }

    /** Ends all connections of this loop, as the hub stops. */
    void closeAll() {
        for (Turn turn : List.copyOf(turns.values())) {
            if (!turn.attachment.closed) {
                loop.drop(turn.attachment, Refusal.STOPPING);
            }
        }
    }
}
