package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Who has which session: a loop, or nobody, then it rests here.
 *
 * <p>A client may connect on any loop while its session is on another one, and several times in a
 * row. Each connect makes a {@link Claim}, numbered per client; the one before is told, gives the
 * session on when it has it and can, and nobody waits or locks. So the session wanders along the
 * chain of claims, and is with one loop at any time.
 */
final class Directory {
    /** One loop's turn at a session. */
    record Claim(String clientId, long number) {}

    /**
     * What a loop finds that claims a session.
     *
     * @param previous the loop whose turn it was, null when it was nobody's
     * @param resting the session, when it rested here
     */
    record Claimed(
            Claim claim,
            @Nullable BrokerLoop previous,
            @Nullable StoredSession resting) {
        Claim previousClaim() {
            return new Claim(claim.clientId, claim.number - 1);
        }
    }

    /** Where a session is: {@linkplain Seat with a loop}, or here, as itself. */
    sealed interface Place permits Seat, StoredSession {}

    private static final class Seat implements Place {
        final BrokerLoop owner;
        final long number;

        Seat(BrokerLoop owner, long number) {
            this.owner = owner;
            this.number = number;
        }
    }

    private final ConcurrentHashMap<String, Place> places = new ConcurrentHashMap<>();
    private final LongAdder resting = new LongAdder();

    /** Of the sessions that rest, and changed while nobody else can reach the session. */
    private final Deadlines deadlines = new Deadlines();

    /** No session that rests has its cursor before this: found by each walk, and kept between. */
    private final AtomicLong lowestCursor = new AtomicLong(Long.MAX_VALUE);

    /** There is a session of this client, with a loop or at rest. */
    boolean knows(String clientId) {
        return places.containsKey(clientId);
    }

    /** There is a client: a loop has the session. */
    boolean isAttached(String clientId) {
        return places.get(clientId) instanceof Seat;
    }

    /** Sessions, at rest or with a loop. */
    int size() {
        return places.size();
    }

    Claimed claim(String clientId, BrokerLoop loop) {
        Claimed[] result = new Claimed[1];
        places.compute(clientId, (id, found) -> {
            Seat before = found instanceof Seat seat ? seat : null;
            StoredSession stored = found instanceof StoredSession rests ? rests : null;
            long number = before == null ? 1 : before.number + 1;
            result[0] = new Claimed(
                    new Claim(id, number), before == null ? null : before.owner, stored);
            if (stored != null) {
                goes(stored);
            }
            return new Seat(loop, number);
        });
        return result[0];
    }

    /**
     * Ends a turn; {@code stored} rests from now on, or the session has ended when it is null.
     * False when there is a later claim already: then the session has to be given there.
     *
     * @param dueNanos when {@link #due} is to look at it
     */
    boolean leave(Claim claim, @Nullable StoredSession stored, long dueNanos) {
        boolean[] left = new boolean[1];
        places.computeIfPresent(claim.clientId(), (id, found) -> {
            if (!(found instanceof Seat seat) || seat.number != claim.number()) {
                return found;
            }
            left[0] = true;
            if (stored != null) {
                comes(stored, dueNanos);
            }
            return stored;
        });
        return left[0];
    }

    /** A session found in the journal at the start. */
    void rest(StoredSession stored, long dueNanos) {
        comes(stored, dueNanos);
        places.put(stored.clientId, stored);
    }

    private void comes(StoredSession stored, long dueNanos) {
        stored.rests();
        resting.increment();
        lowestCursor.accumulateAndGet(stored.low, Math::min);
        deadlines.add(stored, dueNanos);
    }

    private void goes(StoredSession stored) {
        resting.decrement();
        deadlines.remove(stored);
    }

    /** Decides about a resting session whose time has come, or nearly. */
    interface Due {
        /** When to look again; {@link Deadlines#NEVER}, or -1 when the session ended. */
        long decide(StoredSession session);
    }

    /**
     * Calls {@code due} for resting sessions whose time has come, {@code most} of them; nobody
     * claims them meanwhile.
     */
    void due(long nowNanos, int most, Due due) {
        for (StoredSession session : deadlines.due(nowNanos, most)) {
            places.computeIfPresent(session.clientId, (id, found) -> {
                if (found != session) {
                    return found;
                }
                deadlines.remove(session);
                long again = due.decide(session);
                if (again == -1) {
                    goes(session);
                    return null;
                }
                deadlines.add(session, again);
                return session;
            });
        }
    }

    /** Looks at each session that rests, while nobody can claim it; others do not wait for that. */
    void forEachResting(Consumer<StoredSession> look) {
        lowestCursor.set(Long.MAX_VALUE);
        for (String clientId : places.keySet()) {
            look(clientId, stored -> {
                look.accept(stored);
                lowestCursor.accumulateAndGet(stored.low, Math::min);
            });
        }
    }

    /** Looks at one session if it rests, and may move its cursor, while nobody can claim it. */
    void look(String clientId, Consumer<StoredSession> look) {
        places.computeIfPresent(clientId, (id, found) -> {
            if (found instanceof StoredSession stored) {
                look.accept(stored);
            }
            return found;
        });
    }

    /** A cursor before which none of a resting session is. */
    long lowestCursor() {
        return lowestCursor.get();
    }

    int resting() {
        return resting.intValue();
    }
}
