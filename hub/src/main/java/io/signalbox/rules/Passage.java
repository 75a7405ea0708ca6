package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * Whether something turned from known to be false to known to be true in this instant, or the other
 * way round: from what it was before the first such change of the instant to what it is now.
 */
final class Passage implements Node, Memory {
    private final Node of;
    private final int wanted;

    /** What it was when last looked at. */
    private byte[] last = new byte[0];

    /** The instant of the last change from known to known, and what it was before. */
    private long[] changed = new long[0];

    private byte[] before = new byte[0];

    /** @param entering true for the change to true, else the one to false */
    Passage(Node of, boolean entering) {
        this.of = of;
        this.wanted = Kleene.of(entering);
    }

    @Override
    public int truth(int row, Moment moment) {
        int truth = of.truth(row, moment);
        long now = moment.now;
        boolean known = truth != Kleene.UNKNOWN && last[row] != Kleene.UNKNOWN;
        if (known && truth != last[row] && changed[row] != now) {
            changed[row] = now;
            before[row] = last[row];
        }
        last[row] = (byte) truth;
        if (changed[row] != now) {
            return Kleene.FALSE;
        }
        moment.wake(now + 1);
        return Kleene.of(truth == wanted && before[row] != truth);
    }

    @Override
    public void resize(int rows) {
        int old = last.length;
        last = Arrays.copyOf(last, rows);
        changed = Arrays.copyOf(changed, rows);
        before = Arrays.copyOf(before, rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        last[row] = Kleene.UNKNOWN;
        changed[row] = NEVER;
        before[row] = Kleene.UNKNOWN;
    }

    @Override
    public void copy(int row, Memory from) {
        Passage older = (Passage) from;
        last[row] = older.last[row];
        changed[row] = older.changed[row];
        before[row] = older.before[row];
    }

    @Override
    public long reachMillis() {
        return 0;
    }

    @Override
    public int rowBytes() {
        return Long.BYTES + 2 * Byte.BYTES;
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.u8(last[row]).u64(changed[row]).u8(before[row]);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = (byte) in.u8();
        changed[row] = in.u64();
        before[row] = (byte) in.u8();
    }
}
