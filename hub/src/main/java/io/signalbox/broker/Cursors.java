package io.signalbox.broker;

import io.signalbox.journal.RecordType;
import io.signalbox.time.Clock;

/**
 * Writes down how far the sessions and groups of one loop are, some time after they got there: a
 * crash in between costs a repetition, and no more. Belongs to the loop's thread.
 */
final class Cursors {
    /** A cursor that fell behind by this many records is stored even if nothing was acknowledged. */
    private static final long IDLE_CURSOR_RECORDS = 10_000;

    private final LoopBatches batches;
    private final Exchanges exchanges;
    private final Outlet outlet;
    private final Clock clock;

    Cursors(LoopBatches batches, Exchanges exchanges, Outlet outlet, Clock clock) {
        this.batches = batches;
        this.exchanges = exchanges;
        this.outlet = outlet;
        this.clock = clock;
    }

    /** Saves what has changed before that moment, in monotonic nanoseconds. */
    void saveBefore(long nanos) {
        Session due;
        while ((due = exchanges.unsavedBefore(nanos)) != null) {
            save(due);
        }
    }

    /** Sessions that get nothing are as far as the loop is, all the same. */
    void bringUpToDate(Session session) {
        boolean idle = !session.unsaved && session.cursorsOnTheirWay == 0;
        if (idle && outlet.position - session.savedLow > IDLE_CURSOR_RECORDS) {
            exchanges.noteProgress(session);
        }
        if (!session.stored.recorded) {
            session.updateCursor(outlet.position);
        }
    }

    void bringUpToDate(Group group) {
        long at = group.unsaved(IDLE_CURSOR_RECORDS);
        if (at > 0) {
            group.saves(at);
            ExchangeRecord.writeGroup(batches.body(), group.filterId, at);
            batches.add(RecordType.EXCHANGE, clock.millis());
        }
    }

    /** Of what waits for a late session it skips the oldest, once that is durable. */
    void skip(Session session, long through) {
        StoredSession stored = session.stored;
        long place = Math.max(session.position, Math.max(stored.reached, stored.skipped.through()));
        long end = Math.min(through, outlet.position);
        if (!session.attached || !session.late || session.cutting || end <= place) {
            return;
        }
        stored.skipped = stored.skipped.and(place, end);
        session.lateThrough = Math.max(session.lateThrough, end);
        if (stored.recorded) {
            session.cutting = true;
            save(session);
            batches.then(sequence -> {
                session.cutting = false;
                outlet.wake(session);
            });
        }
    }

    void save(Session session) {
        session.updateCursor(outlet.position);
        session.unsaved = false;
        session.unsavedAcks = 0;
        session.cursorsOnTheirWay++;
        long low = session.stored.low;
        batches.then(sequence -> {
            session.cursorsOnTheirWay--;
            session.savedLow = Math.max(session.savedLow, low);
            session.stored.prune(session.savedLow);
        });
        CursorRecord.write(batches.body(), session.stored);
        batches.add(RecordType.CURSOR, clock.millis());
    }
}
