package io.signalbox.algorithm;

import io.signalbox.algorithm.HoltWinters.Gains;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import java.util.Arrays;

/**
 * What a point will be so long after its last sample: by damped {@link HoltWinters} with the seasons
 * of a day and a week, on the means of quarters of an hour.
 *
 * <p>The plain forecast beside it is the value a week before the instant that is foretold; of the
 * day before while no week is known, and the last one while no day is. Both are held against what
 * came, and the one that was off by less lately is the answer; the other one is told beside it.
 *
 * <p>The seasons begin with what two days and then two weeks showed. A quarter of an hour without a
 * sample goes on as was foretold; after a week of them everything begins anew. One far-off error
 * counts as {@link #CLIP} usual ones.
 */
public final class Forecast implements Learner {
    /** Shortest and longest time ahead. */
    public static final long LEAST_MILLIS = Grid.CELL_MILLIS;

    public static final long MOST_MILLIS = 6 * Grid.DAY * Grid.CELL_MILLIS;

    static final int BYTES = 4 * (2 * Grid.WEEK + Grid.DAY + 2 * 33) + 600;

    private static final Gains GAINS = new Gains(0.3, 0.03, 0.99, 0.1, 0.1);
    private static final int PENDING = 33;
    private static final int FIRST = 8;
    private static final int CHECKS = 4;
    private static final double CHECK_GAIN = 0.05;
    private static final double CLIP = 6;

    /** Numbers beyond are left out. */
    private static final double HUGE = 1e30;

    /** Part of a cell's deviation that is taken for a habit of the week when a second one has passed. */
    private static final double WEEKLY = 0.5;

    private final long aheadMillis;
    private final long steps;
    private final long stride;
    private final HoltWinters smooth = new HoltWinters(GAINS, Grid.DAY, Grid.WEEK);
    private final Grid grid = new Grid();

    /** What was foretold and is not known yet, by the number of the cell at which it was. */
    private final float[] pending = new float[PENDING];

    private final float[] pendingPlain = new float[PENDING];
    private long points;
    private double last;
    private long lastMillis;
    private double usualError;
    private double error;
    private double plainError;
    private int checks;

    /** @param aheadMillis from {@link #LEAST_MILLIS} to {@link #MOST_MILLIS} */
    Forecast(long aheadMillis) {
        this.aheadMillis = aheadMillis;
        this.steps = aheadMillis / Grid.CELL_MILLIS + 1;
        this.stride = (steps + PENDING - 2) / (PENDING - 1);
        Arrays.fill(pending, Float.NaN);
        Arrays.fill(pendingPlain, Float.NaN);
    }

    @Override
    public void take(long millis, double value) {
        if (Math.abs(value) > HUGE) {
            return;
        }
        long cell = Grid.cell(millis);
        if (points == 0 || cell - grid.present() > Grid.WEEK) {
            begin(cell, value);
        }
        while (grid.present() < cell) {
            close();
        }
        grid.add(value);
        points++;
        last = value;
        lastMillis = millis;
    }

    private void begin(long cell, double value) {
        grid.begin(cell);
        smooth.forget();
        smooth.begin(value, 0);
        Arrays.fill(pending, Float.NaN);
        Arrays.fill(pendingPlain, Float.NaN);
        usualError = 0;
        error = 0;
        plainError = 0;
        checks = 0;
    }

    private void close() {
        long cell = grid.present();
        double mean = grid.close();
        double off = Double.isNaN(mean) ? 0 : clipped(mean - smooth.ahead(cell, 1));
        smooth.learn(cell, off);
        if (!Double.isNaN(mean)) {
            double weight = Math.max(0.02, 1.0 / grid.closed());
            usualError += weight * (Math.abs(off) - usualError);
            check(cell, mean);
        }
        if (grid.closed() == 2 * Grid.DAY) {
            days(cell);
        } else if (grid.closed() == 2 * Grid.WEEK) {
            weeks(cell);
        }
        if (cell % stride == 0) {
            int at = slot(cell);
            pending[at] = (float) smooth.ahead(cell + steps, steps);
            pendingPlain[at] = (float) plain(cell + steps, mean);
        }
    }

    private double clipped(double off) {
        double most = CLIP * usualError;
        return grid.closed() < 2 * FIRST || usualError == 0
                ? off
                : Math.max(-most, Math.min(most, off));
    }

    /** Holds what was foretold for this cell against what came. */
    private void check(long cell, double mean) {
        long made = cell - steps;
        if (made % stride != 0) {
            return;
        }
        int at = slot(made);
        if (!Float.isNaN(pending[at]) && !Float.isNaN(pendingPlain[at])) {
            checks++;
            double weight = Math.max(CHECK_GAIN, 1.0 / checks);
            error += weight * (Math.abs(mean - pending[at]) - error);
            plainError += weight * (Math.abs(mean - pendingPlain[at]) - plainError);
        }
        pending[at] = Float.NaN;
    }

    private int slot(long cell) {
        return (int) Math.floorMod(Math.floorDiv(cell, stride), (long) PENDING);
    }

    /** The same time of the week before; of the day before; the value of the last cell. */
    private double plain(long cell, double recent) {
        long known = grid.closed();
        long ago = grid.present() - cell + Grid.WEEK;
        if (known >= Grid.WEEK && ago > 0 && !Double.isNaN(grid.mean(cell))) {
            return grid.mean(cell);
        }
        long day = cell;
        while (day >= grid.present()) {
            day -= Grid.DAY;
        }
        boolean isKnown = known >= Grid.DAY && !Double.isNaN(grid.mean(day));
        return isKnown ? grid.mean(day) : recent;
    }

    /** Two days are known: what their times of the day have in common is the season of a day. */
    private void days(long cell) {
        double all = mean(cell, 1, 2 * Grid.DAY);
        for (int i = 0; i < Grid.DAY; i++) {
            double usual = mean(cell - i, Grid.DAY, 2);
            smooth.shortSeason(
                    (int) Math.floorMod(cell - i, (long) Grid.DAY),
                    Double.isNaN(usual) ? 0 : usual - all);
        }
        double recent = mean(cell, 1, 4);
        double season = 0;
        for (int i = 0; i < 4; i++) {
            season += smooth.shortSeason((int) Math.floorMod(cell - i, (long) Grid.DAY)) / 4;
        }
        smooth.begin((Double.isNaN(recent) ? all : recent) - season, 0);
    }

    /** Two weeks are known: a part of what the last one was off its days is the season of a week. */
    private void weeks(long cell) {
        double all = mean(cell, 1, Grid.WEEK);
        for (int i = 0; i < Grid.WEEK; i++) {
            double mean = grid.mean(cell - i);
            double usual = smooth.shortSeason((int) Math.floorMod(cell - i, (long) Grid.DAY));
            smooth.longSeason(
                    (int) Math.floorMod(cell - i, (long) Grid.WEEK),
                    Double.isNaN(mean) ? 0 : WEEKLY * (mean - all - usual));
        }
        double recent = mean(cell, 1, 4);
        double foretold = 0;
        for (int i = 0; i < 4; i++) {
            foretold += (smooth.ahead(cell - i, 0) - smooth.level()) / 4;
        }
        smooth.begin((Double.isNaN(recent) ? all : recent) - foretold, 0);
    }

    /** Mean of cells, so far apart, back from one; NaN if all are empty. */
    private double mean(long cell, int apart, int count) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < count; i++) {
            double mean = grid.mean(cell - (long) i * apart);
            if (!Double.isNaN(mean)) {
                sum += mean;
                known++;
            }
        }
        return known == 0 ? Double.NaN : sum / known;
    }

    @Override
    public double value() {
        if (checks < CHECKS || grid.closed() < FIRST) {
            return Double.NaN;
        }
        return error <= plainError ? smoothed() : plain();
    }

    private long target() {
        return Grid.cell(lastMillis + aheadMillis);
    }

    private double smoothed() {
        return smooth.ahead(target(), target() - grid.present() + 1);
    }

    private double plain() {
        return plain(target(), last);
    }

    @Override
    public Evidence.Foretold evidence() {
        return new Evidence.Foretold(smoothed(), error, plain(), plainError, checks, points);
    }

    @Override
    public void snapshot(ByteWriter out) {
        out.varint(points).f64(last).u64(lastMillis).f64(usualError).f64(error).f64(plainError);
        out.u32(checks);
        smooth.snapshot(out);
        grid.snapshot(out);
        Floats.write(out, pending);
        Floats.write(out, pendingPlain);
    }

    @Override
    public void restore(ByteReader in) {
        points = in.varint();
        last = in.f64();
        lastMillis = in.u64();
        usualError = in.f64();
        error = in.f64();
        plainError = in.f64();
        checks = in.u32();
        smooth.restore(in);
        grid.restore(in);
        Floats.read(in, pending);
        Floats.read(in, pendingPlain);
    }
}
