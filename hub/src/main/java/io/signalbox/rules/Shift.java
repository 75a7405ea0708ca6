package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/** Whether a calculation turned in this instant from one known number to another, and is known. */
final class Shift implements Node, Memory {
    private final Reckoning of;

    /** What it was when last looked at; NaN if it was unknown. */
    private double[] last = new double[0];

    /** The instant of its last change from known to known. */
    private long[] changed = new long[0];

    Shift(Reckoning of) {
        this.of = of;
    }

    @Override
    public int truth(int row, Moment moment) {
        double value = of.at(row, moment);
        // false if one of both is unknown
        if (value < last[row] || value > last[row]) {
            changed[row] = moment.now;
        }
        last[row] = value;
        if (changed[row] != moment.now) {
            return Kleene.FALSE;
        }
        moment.wake(moment.now + 1);
        return Kleene.of(!Double.isNaN(value));
    }

    @Override
    public void resize(int rows) {
        int old = last.length;
        last = Arrays.copyOf(last, rows);
        changed = Arrays.copyOf(changed, rows);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    @Override
    public void reset(int row) {
        last[row] = Double.NaN;
        changed[row] = NEVER;
    }

    @Override
    public void copy(int row, Memory from) {
        Shift older = (Shift) from;
        last[row] = older.last[row];
        changed[row] = older.changed[row];
    }

    @Override
    public long reachMillis() {
        return 0;
    }

    @Override
    public int rowBytes() {
        return Double.BYTES + Long.BYTES;
    }

    @Override
    public void snapshot(ByteWriter out, int row) {
        out.f64(last[row]).u64(changed[row]);
    }

    @Override
    public void restore(ByteReader in, int row) {
        last[row] = in.f64();
        changed[row] = in.u64();
    }
}
