package io.signalbox.backtest;

import io.signalbox.history.HistoryTape;
import io.signalbox.history.HistoryTape.Knowledge;
import io.signalbox.history.HistoryUnavailable;
import io.signalbox.history.PastRecord;
import io.signalbox.history.TapeRows;
import io.signalbox.journal.RecordType;

import org.jspecify.annotations.Nullable;

/**
 * The past before the journal, as the history has it. Where that has readings alone, a second is
 * taken to have passed after each second.
 */
final class OlderPast implements Past {
    private static final long SECOND = 1_000;
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final TapeRows rows;
    private final Knowledge known;
    private @Nullable Recorded held;
    private long tickMillis = UNKNOWN;
    private long sequence;

    OlderPast(HistoryTape tape, long first) {
        this.rows = tape.play(first);
        this.known = tape.knowledge();
    }

    @Override
    public @Nullable Recorded next() {
        Recorded next = held;
        if (next == null) {
            next = read();
        }
        held = null;
        if (next == null || next.sequence() >= known.wholeFrom()) {
            return next;
        }
        if (tickMillis == UNKNOWN || next.type() == RecordType.TICK) {
            tickMillis = Math.max(tickMillis, next.timeMillis());
        } else if (next.timeMillis() - tickMillis >= SECOND) {
            held = next;
            tickMillis += SECOND;
            return new Recorded(sequence, RecordType.TICK, 0, tickMillis, new byte[0]);
        }
        sequence = next.sequence();
        return next;
    }

    private @Nullable Recorded read() {
        try {
            PastRecord record = rows.next();
            return record == null ? null : Recorded.of(record);
        } catch (HistoryUnavailable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
