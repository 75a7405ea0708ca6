package io.signalbox.history;

import io.signalbox.bytes.ByteReader;
import io.signalbox.device.Arrival;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code records}: what a journal record had beside readings, so that everything
 * can be decided again when the journal has let go of it.
 *
 * @param kind the code of its type; {@link #BEGIN} for the place behind which nothing is left out
 * @param subject the device that it registers or removes; else empty
 * @param body as in the journal; empty for those of which it is enough to know that they were there
 */
record KeptRecord(
        long sequence, int kind, int flags, String subject, long timeMillis, byte[] body) {
    static final int BEGIN = 0;

    static final String COLUMNS = "seq, kind, flags, subject, ts, body";

    private static final byte[] NOTHING = {};

    /** The row that says that of every record behind one what has to be is kept; with its first. */
    static KeptRecord begin(long sequence, Entry entry) {
        return new KeptRecord(sequence, BEGIN, 0, "", entry.timeMillis(), NOTHING);
    }

    /** What is to be kept of a record beside its readings; null if nothing is. */
    static @Nullable KeptRecord of(Entry entry, Arrival arrival) {
        return switch (entry.type()) {
            case TICK, IMPORT -> row(entry, "", NOTHING);
            case DEVICE -> row(entry, subject(entry), body(entry));
            case DECLARATION, CLAIM, COMMAND, ALARM, TRACE -> row(entry, "", body(entry));
            case PUBLISH -> isMore(entry, arrival) ? row(entry, "", body(entry)) : null;
            case FILTER, SESSION, SUBSCRIPTION, CURSOR, EXCHANGE, GIVEN, LEASE, NOTICE, TELL, KEY ->
                null;
        };
    }

    /** An answer to a command, an event that a rule waits for; and readings that a rule published, who may not do so again. */
    private static boolean isMore(Entry entry, Arrival arrival) {
        return arrival instanceof Arrival.Answer
                || arrival instanceof Arrival.Happened
                || (arrival instanceof Arrival.Readings && (entry.flags() & Entry.CAUSED) != 0);
    }

    private static String subject(Entry entry) {
        return switch (DeviceChange.read(entry.body())) {
            case DeviceChange.Registered registered -> registered.id();
            case DeviceChange.Removed removed -> removed.id();
            case DeviceChange.Shielded _ -> "/shield";
            case DeviceChange.Paced _ -> "/pace";
        };
    }

    private static KeptRecord row(Entry entry, String subject, byte[] body) {
        return new KeptRecord(
                entry.sequence(),
                entry.type().code(),
                entry.flags(),
                subject,
                entry.timeMillis(),
                body);
    }

    private static byte[] body(Entry entry) {
        ByteReader body = entry.body();
        return body.bytes(body.remaining());
    }

    boolean isTick() {
        return kind == RecordType.TICK.code();
    }
}
