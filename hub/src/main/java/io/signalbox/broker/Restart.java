package io.signalbox.broker;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What happens to sessions without a connection: at the start, and when their time comes.
 *
 * <p>Time on disk is counted in TICK records. What passed while the hub was off is not counted: a
 * restart, or a wall clock that jumped meanwhile, never shortens the life of a session or the delay
 * of a will.
 */
final class Restart {
    private static final long SECOND = 1_000_000_000L;

    /** Records that go to the journal at once; then it is waited for. */
    private static final int BATCH_BYTES = 256 << 10;

    private Restart() {}

    /** Puts everything in its place; returns the sessions whose client was cut off. */
    static List<StoredSession> restore(BrokerState state, Shared shared) {
        List<StoredSession> interrupted = new ArrayList<>();
        long now = shared.clock().nanos();
        shared.tree().numberAbove(state.lastFilterId);
        Iterator<StoredSession> sessions = state.sessions.values().iterator();
        while (sessions.hasNext()) {
            StoredSession session = sessions.next();
            sessions.remove();
            restore(session, shared);
            session.addressed =
                    state.leases.concern(session.clientId) || !session.retained.given.isEmpty();
            if (session.connected) {
                state.leases.reached(session.clientId, Long.MAX_VALUE);
                session.sent = Integer.MAX_VALUE;
                session.sentThrough = state.sequence;
                session.reached = state.sequence;
                session.leftNanos = now;
                session.connected = false;
                interrupted.add(session);
            } else {
                state.leases.reached(session.clientId, session.reached);
                session.leftNanos = now - (state.ticks - session.leftAtTick) * SECOND;
                shared.directory().rest(session, Wills.nextNanos(session));
            }
        }
        return interrupted;
    }

    private static void restore(StoredSession session, Shared shared) {
        session.subscriptions.forEach(newest -> {
            if (!newest.ended()) {
                shared.tree().restore(newest.filterId, newest.filter);
                if (newest.sendRetained() && newest.since > session.retainedThrough) {
                    session.owed().asked.add(newest);
                }
            }
        });
    }

    /** Clients were connected when the last run ended: that was their abnormal end. */
    static void leave(List<StoredSession> sessions, Shared shared) {
        RecordBatch batch = new RecordBatch();
        for (StoredSession session : sessions) {
            leave(session, batch, shared);
            if (batch.bytes() >= BATCH_BYTES) {
                shared.journal().append(batch);
                batch = new RecordBatch();
            }
        }
        if (batch.count() > 0) {
            shared.journal().submit(batch);
        }
    }

    private static void leave(StoredSession session, RecordBatch batch, Shared shared) {
        Will will = session.will;
        boolean ends = session.expirySeconds == 0;
        if (will != null && (ends || will.delaySeconds() == 0)) {
            addWill(batch, will, shared);
            session.will = null;
        }
        ByteWriter body = new ByteWriter();
        if (ends) {
            SessionRecord.ended(body, session);
            shared.release(session);
        } else {
            CursorRecord.write(body, session);
            batch.add(RecordType.CURSOR, 0, shared.clock().millis(), body);
            body.clear();
            SessionRecord.left(body, session.clientId, session.expirySeconds, session.will != null);
            shared.directory().rest(session, Wills.nextNanos(session));
        }
        batch.add(RecordType.SESSION, 0, shared.clock().millis(), body);
    }

    /** See {@link Directory.Due}: publishes a will, ends a session. */
    static long due(StoredSession session, Shared shared) {
        long now = shared.clock().nanos();
        boolean ends = Wills.endNanos(session) <= now;
        Will will = session.will;
        RecordBatch batch = new RecordBatch();
        ByteWriter body = new ByteWriter();
        if (will != null && (ends || Wills.dueNanos(session) <= now)) {
            addWill(batch, will, shared);
            session.will = null;
            if (!ends) {
                SessionRecord.willDone(body, session.clientId);
            }
        }
        if (ends) {
            SessionRecord.ended(body, session);
            shared.release(session);
            shared.needs().ends(session, batch);
        }
        if (body.size() > 0) {
            batch.add(RecordType.SESSION, 0, shared.clock().millis(), body);
            shared.journal().submit(batch);
        }
        return ends ? -1 : Wills.nextNanos(session);
    }

    private static void addWill(RecordBatch batch, Will will, Shared shared) {
        Message message = Wills.message(will, shared.clock().millis());
        Matches matches = shared.tree().match(message.topic());
        ByteWriter body = new ByteWriter(128 + message.payload().length);
        int flags = PublishRecord.write(body, null, matches.ids(), matches.ids().length, message);
        batch.add(RecordType.PUBLISH, flags, message.receivedMillis(), body);
    }
}
