package io.signalbox.backtest;

import io.signalbox.bytes.ByteReader;
import io.signalbox.effect.Cause;
import io.signalbox.history.PastRecord;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Reading;

import java.util.List;

/**
 * A record that is kept after its reader has moved on.
 *
 * @param readings in place of the body of a message, if the history has it and not the journal
 */
record Recorded(
        long sequence,
        RecordType type,
        int flags,
        int concerns,
        long timeMillis,
        byte[] bytes,
        List<Reading> readings)
        implements Entry {
    /** What a reading takes, about, in bytes. */
    private static final int READING_BYTES = 100;

    /** One that concerns everybody. */
    Recorded(long sequence, RecordType type, int flags, long timeMillis, byte[] bytes) {
        this(sequence, type, flags, Concern.ALL, timeMillis, bytes, List.of());
    }

    static Recorded copy(Entry entry) {
        ByteReader body = entry.body();
        return new Recorded(
                entry.sequence(),
                entry.type(),
                entry.flags(),
                entry.concerns(),
                entry.timeMillis(),
                body.bytes(body.remaining()),
                List.of());
    }

    static Recorded of(PastRecord record) {
        return new Recorded(
                record.sequence(),
                record.type(),
                record.flags(),
                Concern.ALL,
                record.timeMillis(),
                record.body(),
                record.readings());
    }

    @Override
    public ByteReader body() {
        return new ByteReader(bytes);
    }

    /** How much room it takes. */
    int size() {
        return bytes.length + readings.size() * READING_BYTES;
    }

    /** True if the decisions made it, and not the world. */
    boolean caused() {
        return (flags & CAUSED) != 0;
    }

    /** What made it, if it is {@link #caused}. */
    Cause cause() {
        return Cause.read(body());
    }
}
