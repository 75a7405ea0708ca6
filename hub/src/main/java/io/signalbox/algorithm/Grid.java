package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/** The means of a point over quarters of an hour, of the last week; NaN for one without a sample. */
final class Grid {
    static final long CELL_MILLIS = 900_000;
    static final int DAY = 96;
    static final int WEEK = 7 * DAY;

    private final float[] means = new float[WEEK];

    /** The cell that is being filled. */
    private long present;

    private double sum;
    private int samples;

    /** So many cells in a row were closed, empty ones too. */
    private long closed;

    Grid() {
        Arrays.fill(means, Float.NaN);
    }

    static long cell(long millis) {
        return Math.floorDiv(millis, CELL_MILLIS);
    }

    long present() {
        return present;
    }

    long closed() {
        return closed;
    }

    /** The mean of a closed cell of the last week. */
    double mean(long cell) {
        return means[(int) Math.floorMod(cell, (long) WEEK)];
    }

    void begin(long cell) {
        present = cell;
        closed = 0;
        sum = 0;
        samples = 0;
        Arrays.fill(means, Float.NaN);
    }

    void add(double value) {
        sum += value;
        samples++;
    }

    /** Closes the present cell and turns to the next; gives its mean. */
    double close() {
        double mean = samples == 0 ? Double.NaN : sum / samples;
        means[(int) Math.floorMod(present, (long) WEEK)] = (float) mean;
        present++;
        closed++;
        sum = 0;
        samples = 0;
        return mean;
    }

    void snapshot(ByteWriter out) {
        out.u64(present).f64(sum).u32(samples).u64(closed);
        Floats.write(out, means);
    }

    void restore(ByteReader in) {
        present = in.u64();
        sum = in.f64();
        samples = in.u32();
        closed = in.u64();
        Floats.read(in, means);
    }
}
