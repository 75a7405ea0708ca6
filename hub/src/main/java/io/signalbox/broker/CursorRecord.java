package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.BitSet;

/**
 * The body of a CURSOR record: {@code client-id low next-id sent sent-through acked received
 * retained-through reached skipped}, as {@link StoredSession} has them, {@code sent-through} 0 for an exact {@code
 * sent}, sets as a length and that many bytes, lowest bit first.
 */
final class CursorRecord {
    private CursorRecord() {}

    static void write(ByteWriter out, StoredSession session) {
        out.string(session.clientId);
        writeCursor(out, session);
    }

    static void writeCursor(ByteWriter out, StoredSession session) {
        out.varint(session.low).varint(session.nextId).varint(session.sent);
        out.varint(session.sentThrough == Long.MAX_VALUE ? 0 : session.sentThrough);
        out.block(session.acked.toByteArray()).block(session.received.toByteArray());
        out.varint(session.retainedThrough).varint(session.reached);
        session.skipped.write(out);
    }

    /** What {@link BrokerState} makes of a CURSOR record. */
    static void apply(ByteReader in, BrokerState state) {
        StoredSession session = state.session(in.string());
        long begun = session.low;
        readCursor(in, session);
        // A new session was perhaps left before its loop knew at which record it begins.
        session.low = Math.max(session.low, begun);
        state.leases.through(session.clientId, session.low);
    }

    static void readCursor(ByteReader in, StoredSession session) {
        session.low = in.varint();
        session.nextId = ExchangeRecord.packetId(in);
        session.sent = in.count();
        long through = in.varint();
        session.sentThrough = through == 0 ? Long.MAX_VALUE : through;
        session.acked = StoredSession.orNone(BitSet.valueOf(in.block()));
        session.received = StoredSession.orNone(BitSet.valueOf(in.block()));
        long retainedThrough = in.varint();
        if (retainedThrough > session.retainedThrough) {
            session.retainedThrough = retainedThrough;
            session.retained.given.clear();
        }
        session.reached = in.varint();
        session.skipped = Skipped.read(in);
        session.prune(session.low);
    }
}
