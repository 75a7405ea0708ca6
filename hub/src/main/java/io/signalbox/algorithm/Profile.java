package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * What a point is like at each time of a day or a week: a mean and a mean distance for each slot.
 * A visit of a slot counts once, however many samples it brings. Times are UTC.
 */
final class Profile {
    private static final double GAIN = 0.15;
    private static final double DISTANCE_GAIN = 0.05;

    private final long period;
    private final long slot;
    private final int enough;
    private final float[] means;
    private final float[] distances;
    private final byte[] visits;

    /** The slot that is being visited, counted from the epoch; the sum and the number of its samples. */
    private long present = Long.MIN_VALUE;

    private double sum;
    private int samples;

    /**
     * @param slots how many the period is divided into
     * @param enough so many visits make a slot's mean worth something
     */
    Profile(long periodMillis, int slots, int enough) {
        this.enough = enough;
        period = periodMillis;
        slot = periodMillis / slots;
        means = new float[slots];
        distances = new float[slots];
        visits = new byte[slots];
    }

    static int bytes(int slots) {
        return slots * 9 + 128;
    }

    private int at(long millis) {
        return (int) (Math.floorMod(millis, period) / slot);
    }

    /** Whether there is something to expect at this time. */
    boolean knows(long millis) {
        return visits[at(millis)] >= enough;
    }

    /** What is expected at this time. */
    double mean(long millis) {
        return means[at(millis)];
    }

    /** How far from the mean the samples of this time mostly are. */
    double distance(long millis) {
        return distances[at(millis)];
    }

    void take(long millis, double value) {
        long visited = Math.floorDiv(millis, slot);
        if (visited != present) {
            leave();
            present = visited;
            sum = 0;
            samples = 0;
        }
        int at = at(millis);
        sum += value;
        samples++;
        if (visits[at] > 0) {
            double most = 5 * Math.max(distances[at], 1e-6 * Math.abs(means[at]));
            double off = Math.abs(value - means[at]);
            off = visits[at] > enough && distances[at] > 0 ? Math.min(off, most) : off;
            double weight = distances[at] == 0 ? 1 : DISTANCE_GAIN;
            distances[at] += (float) (weight * (off - distances[at]));
        }
    }

    private void leave() {
        if (samples > 0) {
            int at = at(present * slot);
            double mean = sum / samples;
            double weight = Math.max(GAIN, 1.0 / (visits[at] + 1));
            means[at] += (float) (weight * (mean - means[at]));
            visits[at] = (byte) Math.min(visits[at] + 1, 100);
        }
    }

    void snapshot(ByteWriter out) {
        for (int i = 0; i < means.length; i++) {
            out.u32(Float.floatToRawIntBits(means[i]));
            out.u32(Float.floatToRawIntBits(distances[i]));
            out.u8(visits[i]);
        }
        out.u64(present).f64(sum).u32(samples);
    }

    void restore(ByteReader in) {
        for (int i = 0; i < means.length; i++) {
            means[i] = Float.intBitsToFloat(in.u32());
            distances[i] = Float.intBitsToFloat(in.u32());
            visits[i] = (byte) in.u8();
        }
        present = in.u64();
        sum = in.f64();
        samples = in.u32();
    }
}
