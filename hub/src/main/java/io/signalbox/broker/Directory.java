package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final class Seat {
        long number;

        @Nullable
        BrokerLoop owner;

        @Nullable
        StoredSession resting;

        @Nullable
        Deadline deadline;
    }

    private record Deadline(long nanos, String clientId) {}

    private final ConcurrentHashMap<String, Seat> seats = new ConcurrentHashMap<>();

    /** Guarded by itself, taken under a seat. */
    private final TreeSet<Deadline> deadlines = new TreeSet<>(
            Comparator.comparingLong(Deadline::nanos).thenComparing(Deadline::clientId));

    Claimed claim(String clientId, BrokerLoop loop) {
        Claimed[] result = new Claimed[1];
        seats.compute(clientId, (id, found) -> {
            Seat seat = found == null ? new Seat() : found;
            seat.number++;
            result[0] = new Claimed(new Claim(id, seat.number), seat.owner, seat.resting);
            seat.owner = loop;
            seat.resting = null;
            dueAt(id, seat, Long.MAX_VALUE);
            return seat;
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
        seats.computeIfPresent(claim.clientId(), (id, seat) -> {
            if (seat.number != claim.number()) {
                return seat;
            }
            left[0] = true;
            seat.owner = null;
            seat.resting = stored;
            dueAt(id, seat, dueNanos);
            return stored == null ? null : seat;
        });
        return left[0];
    }

    /** A session found in the journal at the start. */
    void rest(StoredSession stored, long dueNanos) {
        Seat seat = new Seat();
        seat.resting = stored;
        seats.put(stored.clientId, seat);
        dueAt(stored.clientId, seat, dueNanos);
    }

    private void dueAt(String clientId, Seat seat, long nanos) {
        synchronized (deadlines) {
            if (seat.deadline != null) {
                deadlines.remove(seat.deadline);
                seat.deadline = null;
            }
            if (nanos != Long.MAX_VALUE) {
                seat.deadline = new Deadline(nanos, clientId);
                deadlines.add(seat.deadline);
            }
        }
    }

    /** Decides about a resting session whose time has come. */
    interface Due {
        /** When to look again; {@link Long#MAX_VALUE} for never, or -1 when the session ended. */
        long decide(StoredSession session);
    }

    /** Calls {@code due} for the resting sessions whose time has come; nobody claims them then. */
    void due(long nowNanos, Due due) {
        while (true) {
            Deadline next;
            synchronized (deadlines) {
                next = deadlines.isEmpty() ? null : deadlines.first();
            }
            if (next == null || next.nanos - nowNanos > 0) {
                return;
            }
            Deadline now = next;
            seats.computeIfPresent(now.clientId, (id, seat) -> {
                if (!now.equals(seat.deadline) || seat.resting == null) {
                    return seat;
                }
                long again = due.decide(seat.resting);
                dueAt(id, seat, again == -1 ? Long.MAX_VALUE : again);
                return again == -1 ? null : seat;
            });
        }
    }

    /** Looks at each session that rests, while nobody can claim it. */
    void forEachResting(Consumer<StoredSession> look) {
        for (String clientId : seats.keySet()) {
            seats.computeIfPresent(clientId, (id, seat) -> {
                if (seat.resting != null) {
                    look.accept(seat.resting);
                }
                return seat;
            });
        }
    }

    int resting() {
        return (int) seats.values().stream().filter(s -> s.resting != null).count();
    }
}
