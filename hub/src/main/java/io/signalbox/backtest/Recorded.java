package io.signalbox.backtest;

import io.signalbox.bytes.ByteReader;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Entry;
import io.signalbox.journal.RecordType;

/** A record that is kept after its reader has moved on. */
record Recorded(long sequence, RecordType type, int flags, long timeMillis, byte[] bytes)
        implements Entry {
    static Recorded copy(Entry entry) {
        ByteReader body = entry.body();
        return new Recorded(
                entry.sequence(),
                entry.type(),
                entry.flags(),
                entry.timeMillis(),
                body.bytes(body.remaining()));
    }

    @Override
    public ByteReader body() {
        return new ByteReader(bytes);
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
