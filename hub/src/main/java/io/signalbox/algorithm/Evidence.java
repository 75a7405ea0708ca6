package io.signalbox.algorithm;

/** What the answer of an algorithm rests on. */
public sealed interface Evidence {
    /** So many samples were seen. */
    long points();

    /**
     * What was usual.
     *
     * @param seen the number that decided, in {@code measure}
     * @param expected what was expected of it; NaN before anything was
     * @param spread how far from it such a number mostly was
     * @param measure what the three numbers are
     * @param basis what was looked at, such as "same hour of the day"
     */
    record Usual(
            double seen, double expected, double spread, Measure measure, String basis, long points)
            implements Evidence {}

    /**
     * Two forecasts in the unit of the point. The one that was off by less is the answer.
     *
     * @param smoothed by exponential smoothing with a trend and seasons
     * @param error how far off such forecasts were of late, on average
     * @param plain the value of the same time of the week or the day before, or the last one
     * @param plainError the same for it
     * @param checks so many of both were held against what came
     */
    record Foretold(
            double smoothed,
            double error,
            double plain,
            double plainError,
            long checks,
            long points)
            implements Evidence {}

    /** What numbers of a {@link Usual} are. */
    enum Measure {
        /** Values of the point, in its unit. */
        VALUE,
        /** Differences of such values. */
        DIFFERENCE
    }
}
