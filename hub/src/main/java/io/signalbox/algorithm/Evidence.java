package io.signalbox.algorithm;

/**
 * What the answer of an algorithm rests on.
 *
 * @param seen the number that decided, in {@code measure}
 * @param expected what was expected of it; NaN before anything was
 * @param spread how far from it such a number mostly was
 * @param measure what the three numbers are
 * @param basis what was looked at, such as "same hour of the day"
 * @param points so many samples were seen
 */
public record Evidence(
        double seen, double expected, double spread, Measure measure, String basis, long points) {
    /** What numbers of an {@link Evidence} are. */
    public enum Measure {
        /** Values of the point, in its unit. */
        VALUE,
        /** Differences of such values. */
        DIFFERENCE
    }
}
