package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * Additive exponential smoothing with a damped trend and two seasons, one of which is a part of the
 * other's length, in its error-correction form (J. W. Taylor 2003, with the damping of E. S. Gardner
 * and E. McKenzie 1985). With a second season of zeros that never learns it is the ordinary damped
 * Holt-Winters method.
 */
final class HoltWinters {
    /**
     * How fast it learns.
     *
     * @param level part of an error that moves the level
     * @param trend part of an error that moves the trend
     * @param damping what is left of the trend after a step
     * @param shortSeason part of an error that moves the short season
     * @param longSeason part of an error that moves the long one
     */
    record Gains(
            double level, double trend, double damping, double shortSeason, double longSeason) {}

    private final Gains gains;
    private final float[] shorter;
    private final float[] longer;
    private double level;
    private double trend;

    HoltWinters(Gains gains, int shortSeason, int longSeason) {
        this.gains = gains;
        this.shorter = new float[shortSeason];
        this.longer = new float[longSeason];
    }

    /** Sets where it stands; {@code season} is called for the short season and is 0 for no season. */
    void begin(double level, double trend) {
        this.level = level;
        this.trend = trend;
    }

    double level() {
        return level;
    }

    void shortSeason(int at, double value) {
        shorter[at] = (float) value;
    }

    double shortSeason(int at) {
        return shorter[at];
    }

    void longSeason(int at, double value) {
        longer[at] = (float) value;
    }

    /**
     * What comes so many steps after the last one.
     *
     * @param step number of the step that is foretold
     */
    double ahead(long step, long steps) {
        double damping = gains.damping();
        double sum = damping == 1
                ? steps
                : damping * (1 - StrictMath.pow(damping, (double) steps)) / (1 - damping);
        return level + sum * trend + season(step);
    }

    private double season(long step) {
        return shorter[at(step, shorter)] + longer[at(step, longer)];
    }

    private static int at(long step, float[] season) {
        return (int) Math.floorMod(step, (long) season.length);
    }

    /** Takes the error of the forecast for this step, the next one; 0 for a step without a value. */
    void learn(long step, double error) {
        level += gains.damping() * trend + gains.level() * error;
        trend = gains.damping() * trend + gains.trend() * error;
        shorter[at(step, shorter)] += (float) (gains.shortSeason() * error);
        longer[at(step, longer)] += (float) (gains.longSeason() * error);
    }

    void forget() {
        level = 0;
        trend = 0;
        Arrays.fill(shorter, 0);
        Arrays.fill(longer, 0);
    }

    void snapshot(ByteWriter out) {
        out.f64(level).f64(trend);
        Floats.write(out, shorter);
        Floats.write(out, longer);
    }

    void restore(ByteReader in) {
        level = in.f64();
        trend = in.f64();
        Floats.read(in, shorter);
        Floats.read(in, longer);
    }
}
