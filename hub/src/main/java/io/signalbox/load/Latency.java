package io.signalbox.load;

import org.HdrHistogram.Histogram;

/** How long messages took, to three digits, from a microsecond to a minute. */
public final class Latency {
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Histogram histogram = new Histogram(1_000, LONGEST_NANOS, 3);

    void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** In milliseconds: so many percent took at most this long. */
    public double percentile(double percent) {
        return histogram.getValueAtPercentile(percent) / 1e6;
    }

    /** In milliseconds. */
    public double max() {
        return histogram.getMaxValue() / 1e6;
    }
}
