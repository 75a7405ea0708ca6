package io.signalbox.broker;

import io.signalbox.broker.Backlogs.Span;
import io.signalbox.broker.Backlogs.Waiting;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what waits for one session within {@link Quotas}: when there is more, the oldest is dropped,
 * that is the session's cursor skips it. What the client may have been sent before is left alone,
 * so an exchange that has begun goes on to its end.
 *
 * <p>Nothing is counted per message or kept per session for this. Now and then a thread looks over
 * the cursors. As long as the journal behind each of them is within the quota as a whole, no session
 * can be over it; only when one may be is it counted what waits, by {@link Backlogs}.
 */
final class SessionQuotas {
    private static final Logger LOG = System.getLogger(SessionQuotas.class.getName());

    /** A session over its quota is brought this part of it below, so as not to be over it at once. */
    private static final int MARGIN = 16;

    /** Sessions named in the log each time; the others are counted. */
    private static final int NAMED = 20;

    private static final long SECOND = 1_000_000_000L;

    /** An attached session that is far behind, as its loop saw it. */
    private record Suspect(Session session, long place, List<Span> spans) {}

    /** A stretch to be skipped, with what is in it. */
    private record Cut(long through, long overQuota, long tooOld) {}

    private final Shared shared;
    private final Quotas quotas;
    private final Map<Session, Suspect> suspects = new ConcurrentHashMap<>();
    private @Nullable Backlogs backlogs;
    private @Nullable RecordBatch last;
    private int named;
    private long cut;

    /** Whoever is not behind this cannot be over a quota. */
    private volatile long suspicious;

    /** The journal does not know durably yet that records from here on are skipped. */
    private volatile long neededFrom = Long.MAX_VALUE;

    SessionQuotas(Shared shared) {
        this.shared = shared;
        this.quotas = shared.quotas();
    }

    /** On the session's loop, once a second. */
    void look(Session session) {
        long place = placeOf(session);
        if (session.late && !session.cutting && place < suspicious) {
            suspects.put(session, new Suspect(session, place, Span.of(session.stored)));
        }
    }

    private static long placeOf(Session session) {
        return Math.max(session.position, placeOf(session.stored));
    }

    /** What waits for a session lies behind this place; all before it was sent, or is skipped. */
    private static long placeOf(StoredSession stored) {
        return Math.max(Math.max(stored.low, stored.reached), stored.skipped.through());
    }

    long neededFrom() {
        return neededFrom;
    }

    /** Looks over all sessions; by one thread at a time, and not on a loop. */
    void enforce() {
        try {
            tryEnforce();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the quotas of sessions cannot be looked after", e);
            forget();
        }
    }

    private void tryEnforce() {
        RecordBatch before = last;
        if (before != null && before.firstSequence() == 0) {
            return; // The disk is slow, or full: what was skipped last is not durable yet.
        }
        last = null;
        neededFrom = Long.MAX_VALUE;
        suspicious = Math.max(
                shared.journal().committed() - quotas.sessionMessages(),
                shared.journal().firstOfLast(quotas.sessionBytes()) - 1);
        List<String> resting = new ArrayList<>();
        long[] lowest = {Long.MAX_VALUE};
        if (quotas.sessionAgeSeconds() > 0 || shared.directory().lowestCursor() < suspicious) {
            shared.directory().forEachResting(stored -> {
                long place = placeOf(stored);
                if (place < suspicious || isLongGone(stored)) {
                    resting.add(stored.clientId);
                    lowest[0] = Math.min(lowest[0], place);
                }
            });
        }
        List<Suspect> late = List.copyOf(suspects.values());
        suspects.clear();
        for (Suspect each : late) {
            lowest[0] = Math.min(lowest[0], each.place);
        }
        if (lowest[0] == Long.MAX_VALUE) {
            forget();
        } else {
            cut(countFrom(lowest[0]), resting, late);
        }
    }

    private boolean isLongGone(StoredSession stored) {
        long away = shared.clock().nanos() - stored.leftNanos;
        return quotas.sessionAgeSeconds() > 0 && away >= quotas.sessionAgeSeconds() * SECOND;
    }

    private void forget() {
        if (backlogs != null) {
            backlogs.close();
            backlogs = null;
        }
    }

    private Backlogs countFrom(long place) {
        Backlogs now = backlogs;
        if (now == null || now.from() > place) {
            forget();
            now = new Backlogs(shared.journal(), quotas, place);
            backlogs = now;
        }
        now.walk();
        if (now.filters() > 2 * shared.tree().size() + 1000) {
            now.keepOnly(shared.tree().ids());
        }
        return now;
    }

    private void cut(Backlogs counted, List<String> resting, List<Suspect> late) {
        named = 0;
        cut = 0;
        for (Suspect each : late) {
            Cut stretch = cut(counted, each.spans, each.place, false);
            if (stretch.through > each.place) {
                Session session = each.session;
                count(session.stored, stretch);
                BrokerLoop loop = session.attachment.loop;
                loop.execute(() -> loop.skip(session, stretch.through));
            }
        }
        for (String clientId : resting) {
            if (shared.journal().saturated()) {
                break;
            }
            shared.directory().look(clientId, stored -> cut(counted, stored));
        }
        if (cut > named) {
            LOG.log(Level.WARNING, "so did {0} other sessions", cut - named);
        }
    }

    private void cut(Backlogs counted, StoredSession stored) {
        long place = placeOf(stored);
        Cut stretch = cut(counted, Span.of(stored), place, isLongGone(stored));
        if (stretch.through <= place || place < counted.from()) {
            return;
        }
        neededFrom = Math.min(neededFrom, stored.low + 1);
        stored.skip(stretch.through);
        count(stored, stretch);
        RecordBatch batch = new RecordBatch();
        ByteWriter body = new ByteWriter();
        CursorRecord.write(body, stored);
        batch.add(RecordType.CURSOR, 0, shared.clock().millis(), body);
        shared.journal().submit(batch);
        last = batch;
    }

    private Cut cut(Backlogs counted, List<Span> spans, long place, boolean longGone) {
        Waiting all = counted.behind(spans, place);
        long through = place;
        if (all.exceeds(quotas.sessionMessages(), quotas.sessionBytes())) {
            through = counted.firstPlaceWith(
                    spans,
                    place,
                    quotas.sessionMessages() - quotas.sessionMessages() / MARGIN,
                    quotas.sessionBytes() - quotas.sessionBytes() / MARGIN);
        }
        Waiting left = counted.behind(spans, through);
        long overQuota = all.messages() - left.messages();
        long old = longGone ? counted.tooOld() : 0;
        long tooOld =
                old > through ? left.messages() - counted.behind(spans, old).messages() : 0;
        return new Cut(tooOld > 0 ? old : through, overQuota, tooOld);
    }

    private void count(StoredSession stored, Cut stretch) {
        shared.counters().dropped(DropReason.SESSION_QUOTA, stretch.overQuota);
        shared.counters().dropped(DropReason.SESSION_AGE, stretch.tooOld);
        if (stored.dropping) {
            return;
        }
        stored.dropping = true;
        cut++;
        if (named < NAMED) {
            named++;
            LOG.log(
                    Level.WARNING,
                    "session ''{0}'' loses about {1} messages: the oldest that wait for it, up to"
                            + " record {2}, are more than limits.session_messages or session_bytes"
                            + " allow, or older than session_age",
                    stored.clientId,
                    stretch.overQuota + stretch.tooOld,
                    stretch.through);
        }
    }
}
