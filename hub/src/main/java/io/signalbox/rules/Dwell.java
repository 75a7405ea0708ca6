package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * {@code c for d}: whether {@code c} held on all of [now - d, now].
 *
 * <p>"All of" in Kleene's logic: true if it was true throughout; false if it was false at any
 * moment; otherwise unknown. So a gap in the data starts the waiting anew, but it does not look
 * like an end: the dwell is unknown until {@code d} after the gap, not false.
 *
 * <p>Two instants are enough: since when {@code c} is true, and until when it was last false.
 * Evaluation must take place at each instant at which {@code c} changes; evaluating more often
 * changes nothing.
 */
final class Dwell implements Node, Memory {
    private final Node of;
    private final long millis;

    private byte[] last = new byte[0];
    private long[] trueSince = new long[0];
    private long[] falseUntil = new long[0];

    Dwell(Node of, long millis) {
        this.of = of;
        this.millis = millis;
    }

    @Override
    public int truth(int row, Moment moment) {
        int truth = of.truth(row, moment);
        long now = moment.now;
        if (truth != last[row]) {
            if (last[row] == Kleene.FALSE) {
                falseUntil[row] = now;
            }
            if (truth == Kleene.TRUE) {
                trueSince[row] = now;
            }
            last[row] = (byte) truth;
        }
        if (truth == Kleene.FALSE) {
            return Kleene.FALSE;
        }
        if (truth == Kleene.TRUE) {
            long end = trueSince[row] + millis;
            if (end <= now) {
                return Kleene.TRUE;
            }
            moment.wake(end);
        }
        long forgotten = falseUntil[row] + millis;
        moment.wake(forgotten);
        return now < forgotten ? Kleene.FALSE : Kleene.UNKNOWN;
    }

    /** How long the condition has held at {@code now}, in milliseconds; 0 if it does not. */
    long heldMillis(int row, long now) {
        return last[row] == Kleene.TRUE ? now - trueSince[row] : 0;
    }

    @Override
    public int rowBytes() {
        return Byte.BYTES + 2 * Long.BYTES;
    }

    @Override
    public void resize(int rows) {
        int old = last.length;
        last = Arrays.copyOf(last, rows);
        trueSince = Arrays.copyOf(trueSince, rows);
        falseUntil = Arrays.copyOf(falseUntil, rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        last[row] = Kleene.UNKNOWN;
        trueSince[row] = NEVER;
        falseUntil[row] = NEVER;
    }

    @Override
    public void copy(int row, Memory from) {
        Dwell older = (Dwell) from;
        last[row] = older.last[row];
        trueSince[row] = older.trueSince[row];
        falseUntil[row] = older.falseUntil[row];
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u8(last[row]).u64(trueSince[row]).u64(falseUntil[row]);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = (byte) in.u8();
        trueSince[row] = in.u64();
        falseUntil[row] = in.u64();
    }

    @Override
    public long reachMillis() {
        return millis;
    }
}
