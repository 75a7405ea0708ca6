package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * What a column keeps of the newest sample of each row. All of one row lies side by side: with a
 * million devices each look at another array would wait for the memory anew.
 */
final class Samples {
    private static final int VALUE = 0;
    private static final int SAMPLED = 1;
    private static final int HEARD = 2;
    private static final int CHANGED = 3;
    private static final int BEFORE = 4;
    private static final int TAKEN = 5;
    private static final int WIDTH = 6;

    private long[] cells = new long[0];

    void resize(int rows) {
        int old = cells.length / WIDTH;
        cells = Arrays.copyOf(cells, rows * WIDTH);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    void reset(int row) {
        set(row, VALUE, Double.doubleToRawLongBits(Double.NaN));
        set(row, SAMPLED, NEVER);
        set(row, HEARD, NEVER);
        set(row, CHANGED, NEVER);
        set(row, BEFORE, Double.doubleToRawLongBits(Double.NaN));
        set(row, TAKEN, 0);
    }

    void copy(int row, Samples from, int fromRow) {
        System.arraycopy(from.cells, fromRow * WIDTH, cells, row * WIDTH, WIDTH);
    }

    /** The code of the value; NaN for a sample that is not good. */
    double value(int row) {
        return Double.longBitsToDouble(get(row, VALUE));
    }

    /** The device's time of the sample. */
    long sampled(int row) {
        return get(row, SAMPLED);
    }

    /** The plant's time at which a sample last came, of whatever age or quality. */
    long heard(int row) {
        return get(row, HEARD);
    }

    /** The plant's time of the last change from a known value to another one. */
    long changed(int row) {
        return get(row, CHANGED);
    }

    /** The value before the first such change of that instant. */
    double before(int row) {
        return Double.longBitsToDouble(get(row, BEFORE));
    }

    /** How many good samples were taken; only its changes mean something. */
    int taken(int row) {
        return (int) get(row, TAKEN);
    }

    void heard(int row, long millis) {
        set(row, HEARD, millis);
    }

    /** The value at hand makes room for another one that is known, too. */
    void change(int row, long now) {
        if (changed(row) != now) {
            set(row, BEFORE, get(row, VALUE));
            set(row, CHANGED, now);
        }
    }

    void keep(int row, double told, long eventMillis) {
        set(row, VALUE, Double.doubleToRawLongBits(told));
        set(row, SAMPLED, eventMillis);
        set(row, TAKEN, get(row, TAKEN) + (Double.isNaN(told) ? 0 : 1));
    }

    private long get(int row, int cell) {
        return cells[row * WIDTH + cell];
    }

    private void set(int row, int cell, long bits) {
        cells[row * WIDTH + cell] = bits;
    }

    void snapshot(ByteWriter out, int row) {
        out.f64(value(row)).u64(sampled(row)).u64(heard(row));
        out.u64(changed(row)).f64(before(row)).u32(taken(row));
    }

    void restore(ByteReader in, int row) {
        keep(row, in.f64(), in.u64());
        heard(row, in.u64());
        set(row, CHANGED, in.u64());
        set(row, BEFORE, Double.doubleToRawLongBits(in.f64()));
        set(row, TAKEN, in.u32());
    }
}
