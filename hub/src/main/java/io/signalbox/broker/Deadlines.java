package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When the sessions that rest are to be looked at: a calendar of seconds. A session hangs in the
 * list of its second by links of its own, so it comes and goes at the same cost however many there
 * are.
 *
 * <p>Who is due later than the quarter of an hour at hand hangs in the list of that quarter, and
 * moves to its own second when it begins: so there are never many lists. Used by all threads; the
 * caller sees to it that nobody else changes a session meanwhile.
 */
final class Deadlines {
    /** Not due at any time, and in no list. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long SECOND = 1_000_000_000L;

    /** Seconds of a far list. */
    private static final long FAR = 1024;

    private final TreeMap<Long, StoredSession> firsts = new TreeMap<>();

    /** Lists up to this second were asked for. */
    private long second = Long.MIN_VALUE;

    /** Puts a session where it belongs; it must be in no list. */
    synchronized void add(StoredSession session, long dueNanos) {
        if (dueNanos == NEVER) {
            return;
        }
        long due = -Math.floorDiv(-dueNanos, SECOND);
        long far = due - Math.floorMod(due, FAR);
        long list = far > second ? far : due;
        session.dueSecond = list;
        StoredSession next = firsts.put(list, session);
        session.nextDue = next;
        if (next != null) {
            next.previousDue = session;
        }
    }

    synchronized void remove(StoredSession session) {
        if (session.dueSecond == NEVER) {
            return;
        }
        StoredSession previous = session.previousDue;
        StoredSession next = session.nextDue;
        if (previous != null) {
            previous.nextDue = next;
        } else if (next != null) {
            firsts.put(session.dueSecond, next);
        } else {
            firsts.remove(session.dueSecond);
        }
        if (next != null) {
            next.previousDue = previous;
        }
        session.nextDue = null;
        session.previousDue = null;
        session.dueSecond = NEVER;
    }

    /** Some of those whose second has come, {@code most} of them; some are to be put elsewhere. */
    synchronized List<StoredSession> due(long nowNanos, int most) {
        second = Math.floorDiv(nowNanos, SECOND);
        List<StoredSession> due = new ArrayList<>();
        for (Map.Entry<Long, StoredSession> list : firsts.headMap(second, true).entrySet()) {
            @Nullable StoredSession session = list.getValue();
            while (session != null && due.size() < most) {
                due.add(session);
                session = session.nextDue;
            }
            if (due.size() == most) {
                break;
            }
        }
        return due;
    }
}
