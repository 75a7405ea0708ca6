package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * A mean and a mean distance from it that follow their numbers: exponentially weighted, the first
 * ones with equal weight. What is far off counts as {@link #CLIP} distances only.
 */
final class Moving {
    static final int BYTES = 40;

    private static final double CLIP = 5;

    private final double gain;
    private double mean;
    private double distance;
    private int count;

    /** @param gain weight of the newest number, once there were enough */
    Moving(double gain) {
        this.gain = gain;
    }

    void take(double number) {
        count = Math.min(count + 1, 1 << 20);
        double weight = Math.max(gain, 1.0 / count);
        double off = number - mean;
        if (count > 8) {
            double most = CLIP * Math.max(distance, 1e-9 * Math.abs(mean));
            off = distance == 0 ? off : Math.max(-most, Math.min(most, off));
        }
        mean += weight * off;
        if (count > 1) {
            distance += weight * (Math.abs(off) - distance);
        }
    }

    double mean() {
        return mean;
    }

    /** The mean distance from the mean. */
    double distance() {
        return distance;
    }

    int count() {
        return count;
    }

    void snapshot(ByteWriter out) {
        out.f64(mean).f64(distance).u32(count);
    }

    void restore(ByteReader in) {
        mean = in.f64();
        distance = in.f64();
        count = in.u32();
    }
}
