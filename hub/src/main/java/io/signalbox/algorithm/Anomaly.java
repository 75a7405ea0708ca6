package io.signalbox.algorithm;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * How unusual the samples of a point are, from 0 to 1, by an ensemble that learns from sample to
 * sample.
 *
 * <p>Each {@link Signal} says how far a sample is off in one respect, in multiples of what is usual
 * there. How rare so much is on this very series tell its {@link Tails}; the rarest signal is the
 * answer: 0.9 is about one sample in a thousand, 0.99 one in a million, estimated beyond what was seen
 * from how the tail falls.
 *
 * <p>After a surprise lesser ones count a quarter until it is forgotten (the refractory time), so
 * that one event is told once. A pause, however long, is no surprise; the step over it is not looked at.
 */
public final class Anomaly implements Learner {
    /** Samples before which nothing is said. */
    public static final int WARM_UP = 60;

    /** Samples that a mean has to rest on before deviations from it are counted. */
    private static final int FIRST = 20;

    static final int DAY_SLOTS = 48;
    static final int WEEK_SLOTS = 168;
    static final int BYTES = 6 * Moving.BYTES
            + Tails.bytes(Signal.COUNT)
            + Profile.bytes(DAY_SLOTS)
            + Profile.bytes(WEEK_SLOTS)
            + 256;

    private static final long DAY_MILLIS = 86_400_000;
    private static final double FAST = 0.1;
    private static final double USUAL = 0.01;
    private static final double SLOW = 0.002;

    /** Part of the range by which highest and lowest value draw together with each sample. */
    private static final double FORGET_RANGE = 2e-5;

    /** How often a time of the day, and an hour of the week, has to come before it is known. */
    private static final int DAYS = 5;

    private static final int WEEKS = 3;

    /** Part of the usual distance from a profile that is the least that is usual at any time. */
    private static final double PROFILE_LEAST = 1.2;

    /** A lesser surprise after a greater one counts for this part of it. */
    private static final double LESSER = 0.25;

    /** Samples in which a surprise is forgotten. */
    private static final double REFRACTORY = 500;

    /** A step over so many usual intervals is none. */
    private static final int PAUSE = 8;

    /** So many ways of being unusual, as a power of ten: each is a chance for a rare sample. */
    private static final double CHANCES = 1;

    /** Powers of ten for each nine of the answer. */
    private static final double NINE = 3;

    private final Moving level = new Moving(USUAL);
    private final Moving step = new Moving(USUAL);
    private final Moving slow = new Moving(SLOW);
    private final Moving offDay = new Moving(USUAL);
    private final Moving offWeek = new Moving(USUAL);
    private final Moving restless = new Moving(SLOW);
    private final Profile day = new Profile(DAY_MILLIS, DAY_SLOTS, DAYS);
    private final Profile week = new Profile(7 * DAY_MILLIS, WEEK_SLOTS, WEEKS);

    private final Tails tails = new Tails(Signal.COUNT);

    private long points;
    private long lastMillis;
    private double last;
    private double interval;
    private double fast;
    private double fastOff;
    private double fastStep;
    private double lowest;
    private double highest;
    private double spent;
    private double score = Double.NaN;
    private double seen;
    private double expected = Double.NaN;
    private double spread;
    private Signal decided = Signal.LEVEL;

    @Override
    public void take(long millis, double value) {
        if (points == 0) {
            fast = value;
            lowest = value;
            highest = value;
            last = value;
            lastMillis = millis;
        }
        boolean follows = points > 0 && millis - lastMillis <= PAUSE * interval;
        if (points >= FIRST) {
            double[] signals = new double[Signal.COUNT];
            look(millis, value, follows, signals);
            judge(millis, value, signals);
        }
        learn(millis, value, follows);
    }

    /** What each signal says before it learns from the sample; NaN for one that has nothing to say. */
    private void look(long millis, double value, boolean follows, double[] signals) {
        double range = highest - lowest;
        double least = Math.max(0.002 * range, 1e-12 * Math.abs(level.mean()));
        double off = off(millis, value);
        double movedFast = fast + FAST * (value - fast);
        double movedOff = fastOff + FAST * (off - fastOff);
        double movedStep = fastStep + FAST * (Math.abs(value - last) - fastStep);
        signals[Signal.LEVEL.ordinal()] = ratio(value - level.mean(), level.distance(), least);
        signals[Signal.STEP.ordinal()] =
                follows ? ratio(value - last, step.distance(), least) : Double.NaN;
        signals[Signal.DAY.ordinal()] = day.knows(millis) && offDay.count() > FIRST
                ? ratio(
                        value - day.mean(millis) - offDay.mean(),
                        Math.max(day.distance(millis), PROFILE_LEAST * offDay.distance()),
                        least)
                : Double.NaN;
        signals[Signal.WEEK.ordinal()] = week.knows(millis) && offWeek.count() > FIRST
                ? ratio(
                        value - week.mean(millis) - offWeek.mean(),
                        Math.max(week.distance(millis), PROFILE_LEAST * offWeek.distance()),
                        least)
                : Double.NaN;
        signals[Signal.SLOW.ordinal()] = ratio(movedFast - slow.mean(), slow.distance(), least);
        signals[Signal.LASTING.ordinal()] = day.knows(millis) && offDay.count() > FIRST
                ? 2 * ratio(movedOff, offDay.distance(), least)
                : Double.NaN;
        signals[Signal.RESTLESS.ordinal()] = follows
                ? ratio(
                        StrictMath.log(movedStep + least + Double.MIN_NORMAL) - restless.mean(),
                        restless.distance(),
                        0.05)
                : Double.NaN;
        double beyond = Math.max(0, value - highest) + Math.min(0, value - lowest);
        signals[Signal.RANGE.ordinal()] = 8 * ratio(beyond, range, least);
    }

    private static double ratio(double off, double usual, double least) {
        return off == 0 ? 0 : off / Math.max(usual, Math.max(least, Double.MIN_NORMAL));
    }

    /** How far the value is off what its time of the day, or better of the week, lets expect. */
    private double off(long millis, double value) {
        if (isWeekly(millis)) {
            return value - week.mean(millis) - offWeek.mean();
        }
        return day.knows(millis) ? value - day.mean(millis) - offDay.mean() : 0;
    }

    private boolean isWeekly(long millis) {
        return week.knows(millis) && offWeek.distance() < offDay.distance();
    }

    private void judge(long millis, double value, double[] signals) {
        double least = 1;
        for (int i = 0; i < Signal.COUNT; i++) {
            double signal = signals[i];
            if (Double.isNaN(signal)) {
                continue;
            }
            double share = tails.share(i, signal);
            tails.take(i, signal);
            if (share < least) {
                least = share;
                decided = Signal.values()[i];
            }
        }
        answer(-StrictMath.log10(least));
        explain(millis, value);
    }

    private void answer(double rare) {
        double counts = rare >= spent ? rare : rare * LESSER;
        spent = Math.max(rare, spent - spent / REFRACTORY);
        score = points < WARM_UP
                ? Double.NaN
                : 1 - StrictMath.pow(10, -Math.max(0, counts - CHANCES) / NINE);
    }

    private void explain(long millis, double value) {
        seen = value;
        switch (decided) {
            case LEVEL -> expect(level.mean(), level.distance());
            case STEP -> {
                seen = value - last;
                expect(0, step.distance());
            }
            case DAY -> expect(day.mean(millis) + offDay.mean(), day.distance(millis));
            case WEEK -> expect(week.mean(millis) + offWeek.mean(), week.distance(millis));
            case SLOW -> {
                seen = fast + FAST * (value - fast);
                expect(slow.mean(), slow.distance());
            }
            case LASTING -> {
                seen = fastOff + FAST * (off(millis, value) - fastOff);
                expect(0, offDay.distance());
            }
            case RESTLESS -> {
                seen = fastStep + FAST * (Math.abs(value - last) - fastStep);
                double usual = StrictMath.exp(restless.mean());
                expect(usual, usual * Math.min(1, restless.distance()));
            }
            case RANGE -> expect((lowest + highest) / 2, (highest - lowest) / 2);
        }
    }

    private void expect(double mean, double distance) {
        expected = mean;
        spread = distance;
    }

    private void learn(long millis, double value, boolean follows) {
        double range = highest - lowest;
        double off = off(millis, value);
        if (points > 0) {
            double gap = millis - lastMillis;
            double most = points < 8 || interval == 0 ? gap : Math.min(gap, PAUSE * interval);
            interval += Math.max(0.02, 1.0 / points) * (most - interval);
        }
        if (day.knows(millis)) {
            offDay.take(value - day.mean(millis));
        }
        if (week.knows(millis)) {
            offWeek.take(value - week.mean(millis));
        }
        fastOff += FAST * (off - fastOff);
        if (follows) {
            step.take(value - last);
            fastStep += FAST * (Math.abs(value - last) - fastStep);
            double least = Math.max(0.002 * range, 1e-12 * Math.abs(level.mean()));
            restless.take(StrictMath.log(fastStep + least + Double.MIN_NORMAL));
        }
        level.take(value);
        fast += FAST * (value - fast);
        slow.take(fast);
        day.take(millis, value);
        week.take(millis, value);
        highest = Math.max(value, highest - FORGET_RANGE * range);
        lowest = Math.min(value, lowest + FORGET_RANGE * range);
        last = value;
        lastMillis = millis;
        points++;
    }

    @Override
    public double value() {
        return score;
    }

    @Override
    public Evidence.Usual evidence() {
        return new Evidence.Usual(
                seen, expected, spread, decided.measure(), decided.basis(), points);
    }

    @Override
    public void snapshot(ByteWriter out) {
        out.varint(points).u64(lastMillis).f64(last).f64(interval).f64(fast).f64(fastOff);
        out.f64(fastStep).f64(lowest).f64(highest).f64(spent).f64(score);
        out.f64(seen).f64(expected).f64(spread).u8(decided.ordinal());
        for (Moving moving : movings()) {
            moving.snapshot(out);
        }
        day.snapshot(out);
        week.snapshot(out);
        tails.snapshot(out);
    }

    @Override
    public void restore(ByteReader in) {
        points = in.varint();
        lastMillis = in.u64();
        last = in.f64();
        interval = in.f64();
        fast = in.f64();
        fastOff = in.f64();
        fastStep = in.f64();
        lowest = in.f64();
        highest = in.f64();
        spent = in.f64();
        score = in.f64();
        seen = in.f64();
        expected = in.f64();
        spread = in.f64();
        decided = Signal.values()[in.u8()];
        for (Moving moving : movings()) {
            moving.restore(in);
        }
        day.restore(in);
        week.restore(in);
        tails.restore(in);
    }

    private Moving[] movings() {
        return new Moving[] {level, step, slow, offDay, offWeek, restless};
    }
}
