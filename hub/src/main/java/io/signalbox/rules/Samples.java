package io.signalbox.rules;

import static io.signalbox.rules.PlantTime.NEVER;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * What a column keeps of the newest sample of each row. All of one row lies side by side, in half a
 * line of the processor's cache: with a million devices each look at another line would wait for
 * the memory anew.
 */
final class Samples {
    private static final int VALUE = 0;
    private static final int SAMPLED = 1;
    private static final int HEARD = 2;
    private static final int BEFORE = 3;
    private static final int WIDTH = 4;

    private long[] cells = new long[0];

    void resize(int rows) {
        int old = cells.length / WIDTH;
        cells = Arrays.copyOf(cells, rows * WIDTH);
        for (int row = old; row < rows; row++) {
            reset(row);
        }
    }

    void reset(int row) {
        keep(row, Double.NaN, NEVER);
        hear(row, NEVER);
        before(row, Double.NaN);
    }

    void copy(int row, Samples from, int fromRow) {
        System.arraycopy(from.cells, fromRow * WIDTH, cells, row * WIDTH, WIDTH);
    }

    /** The code of the value; NaN for a sample that is not good. */
    double value(int row) {
        return Double.longBitsToDouble(cells[row * WIDTH + VALUE]);
    }

    /** The device's time of the sample. */
    long sampled(int row) {
        return cells[row * WIDTH + SAMPLED];
    }

    /** The plant's time at which a sample last came, of whatever age or quality. */
    long heard(int row) {
        return cells[row * WIDTH + HEARD];
    }

    /**
     * The value before the first change from a known one to another in the instant in which a sample
     * last came; NaN if there was none. What changed in other instants nobody asks.
     */
    double before(int row) {
        return Double.longBitsToDouble(cells[row * WIDTH + BEFORE]);
    }

    private void before(int row, double value) {
        cells[row * WIDTH + BEFORE] = Double.doubleToRawLongBits(value);
    }

    /** A sample comes. */
    void hear(int row, long now) {
        if (heard(row) != now) {
            heardAt(row, now);
            before(row, Double.NaN);
        }
    }

    /** Corrects when a sample last came. */
    void heardAt(int row, long millis) {
        cells[row * WIDTH + HEARD] = millis;
    }

    /** The value at hand makes room for another one that is known, too. */
    void change(int row) {
        if (Double.isNaN(before(row))) {
            before(row, value(row));
        }
    }

    void keep(int row, double told, long eventMillis) {
        cells[row * WIDTH + VALUE] = Double.doubleToRawLongBits(told);
        cells[row * WIDTH + SAMPLED] = eventMillis;
    }

    /** When the value changed stands there beside the value before, as it once was kept. */
    void snapshot(ByteWriter out, int row) {
        out.f64(value(row)).u64(sampled(row)).u64(heard(row));
        out.u64(Double.isNaN(before(row)) ? NEVER : heard(row)).f64(before(row));
    }

    void restore(ByteReader in, int row) {
        keep(row, in.f64(), in.u64());
        heardAt(row, in.u64());
        boolean changed = in.u64() == heard(row);
        double before = in.f64();
        before(row, changed ? before : Double.NaN);
    }
}
