package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * How rare a deviation is on this very series: a histogram for each signal and direction.
 *
 * <p>Deviations are counted in bins, four to each doubling. Down to three in two hundred the share of
 * greater ones is what was counted. Beyond that it falls as a power of the deviation; the exponent is
 * estimated from the deviations counted there (Hill's estimator, drawn towards {@link #PRIOR}), so
 * that a series with wild peaks makes less of a peak than a calm one.
 */
final class Tails {
    private static final int PER_DOUBLING = 4;
    private static final int LOWEST = -2;
    private static final int BINS = 8 * PER_DOUBLING;
    private static final int MOST = 16_384;
    /** Nothing is thought to be rarer than this. */
    private static final double LEAST = 1e-12;

    private static final double RARE = 0.015;
    private static final double PRIOR = 2.5;
    private static final double PRIOR_COUNT = 2;

    /** Natural logarithm of the middle of each bin. */
    private static final double[] MIDDLE = new double[BINS];

    /** Where each bin begins. */
    private static final double[] BEGIN = new double[BINS];

    static {
        for (int bin = 0; bin < BINS; bin++) {
            double doubling = Math.scalb(1.0, LOWEST + bin / PER_DOUBLING);
            BEGIN[bin] = doubling * (1 + (bin % PER_DOUBLING) / (double) PER_DOUBLING);
            double middle = BEGIN[bin] + doubling / PER_DOUBLING / 2;
            MIDDLE[bin] = StrictMath.log(middle);
        }
    }

    private final short[] counts;
    private final short[] totals;

    Tails(int signals) {
        counts = new short[signals * 2 * BINS];
        totals = new short[signals];
    }

    static int bytes(int signals) {
        return signals * (2 * BINS * 2 + 2) + 64;
    }

    /** The share of samples that deviate at least so far in this direction. */
    double share(int signal, double deviation) {
        double far = Math.abs(deviation);
        if (far < BEGIN[0]) {
            return 1;
        }
        int first = first(signal, deviation);
        int total = totals[signal];
        double enough = Math.max(4, RARE * total);
        int bin = bin(far);
        int above = 0;
        int at = BINS - 1;
        double excess = 0;
        while (at > 0 && above + counts[first + at] < enough) {
            above += counts[first + at];
            excess += counts[first + at] * MIDDLE[at];
            at--;
        }
        if (bin <= at) {
            for (int b = at; b > bin; b--) {
                above += counts[first + b];
            }
            return (above + 0.5 * counts[first + bin] + 1) / (total + 2.0);
        }
        double edge = BEGIN[at + 1];
        double lnEdge = StrictMath.log(edge);
        double power = (above + PRIOR_COUNT)
                / (Math.max(0, excess - above * lnEdge) + PRIOR_COUNT / PRIOR);
        double share = (above + 1) / (total + 2.0);
        double beyond = StrictMath.log(Math.min(far, 1e6)) - lnEdge;
        return Math.max(LEAST, share * StrictMath.exp(-power * Math.max(0, beyond)));
    }

    /** Counts a deviation. */
    void take(int signal, double deviation) {
        double far = Math.abs(deviation);
        if (far >= BEGIN[0]) {
            counts[first(signal, deviation) + bin(far)]++;
        }
        if (++totals[signal] == MOST) {
            totals[signal] = MOST / 2;
            int from = signal * 2 * BINS;
            for (int i = from; i < from + 2 * BINS; i++) {
                counts[i] = (short) (counts[i] / 2);
            }
        }
    }

    private static int first(int signal, double deviation) {
        return (2 * signal + (deviation < 0 ? 1 : 0)) * BINS;
    }

    /** The bin of a number that is not below the first one; by its exponent and first two bits. */
    private static int bin(double far) {
        long bits = Double.doubleToRawLongBits(far);
        int doubling = (int) (bits >>> 52) - 1023 - LOWEST;
        int bin = doubling * PER_DOUBLING + (int) (bits >>> 50 & 3);
        return Math.min(bin, BINS - 1);
    }

    void snapshot(ByteWriter out) {
        for (short count : counts) {
            out.varint(count);
        }
        for (short total : totals) {
            out.u16(total);
        }
    }

    void restore(ByteReader in) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (short) in.varint();
        }
        for (int i = 0; i < totals.length; i++) {
            totals[i] = (short) in.u16();
        }
    }
}
