package io.signalbox.bench.nab;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The benchmark's score of a detector over a corpus.
 *
 * <p>A sample counts as detected if its anomaly score reaches one threshold, the same for all
 * series. The earliest detection in a window earns up to 1, falling along a sigmoid towards the
 * window's end; a window without one costs a miss; a detection outside costs a false alarm, less of
 * it right behind a window. The first 15 % of a series, of at most 5,000 samples, do not count. The
 * threshold is the one with the best sum. The sum is brought to a scale on which a detector that
 * says nothing has 0 and a perfect one 100.
 */
final class Scorer {
    /**
     * The outcome.
     *
     * @param score 0 for saying nothing, 100 for perfection
     * @param windows so many were hit
     * @param falseAlarms so many samples outside of windows reached the threshold
     */
    record Outcome(double score, double threshold, int windows, int of, int falseAlarms) {}

    /** A sample that counts: what it is worth if it is detected, and its window or -1. */
    private record Row(double score, double worth, int window) {}

    /** The threshold of one who says nothing. */
    private static final double ABOVE_ALL = 1.1;

    private final Profile profile;
    private final List<Row> rows = new ArrayList<>();
    private int windows;

    Scorer(Profile profile) {
        this.profile = profile;
    }

    /** Adds what a detector said about a series. */
    void add(Series series, double[] scores) {
        int length = scores.length;
        int probation = (int) Math.ceil(Math.min(Math.floor(0.15 * length), 0.15 * 5_000));
        int next = 0;
        Series.@Nullable Window before = null;
        for (int i = 0; i < length; i++) {
            while (next < series.windows().size()
                    && i > series.windows().get(next).last()) {
                before = series.windows().get(next++);
            }
            boolean inside = next < series.windows().size()
                    && i >= series.windows().get(next).first();
            if (i >= probation) {
                double worth = inside
                        ? inside(series.windows().get(next), i) * profile.hit()
                        : outside(before, i) * profile.falseAlarm();
                rows.add(new Row(scores[i], worth, inside ? windows + next : -1));
            }
        }
        windows += series.windows().size();
    }

    private static double inside(Series.Window window, int at) {
        double position = -(window.last() - at + 1) / (double) window.length();
        return sigmoid(position) / sigmoid(-1);
    }

    private static double outside(Series.@Nullable Window before, int at) {
        if (before == null) {
            return -1;
        }
        double position = (at - before.last()) / (double) (before.length() - 1);
        return position > 3 ? -1 : sigmoid(position);
    }

    private static double sigmoid(double position) {
        return 2 / (1 + Math.exp(5 * position)) - 1;
    }

    /** The score with the best threshold. */
    Outcome best() {
        Sum sum = new Sum();
        Outcome best = sum.outcome(ABOVE_ALL);
        for (int i = 0; i < sum.falling.size(); i++) {
            sum.detect(sum.falling.get(i));
            if (sum.isWhole(i) && sum.score() > best.score()) {
                best = sum.outcome(sum.falling.get(i).score());
            }
        }
        return best;
    }

    /** The score with this threshold. */
    Outcome at(double threshold) {
        Sum sum = new Sum();
        for (Row row : sum.falling) {
            if (row.score() >= threshold) {
                sum.detect(row);
            }
        }
        return sum.outcome(threshold);
    }

    private final class Sum {
        private final double[] parts = new double[windows];
        private final boolean[] hit = new boolean[windows];
        private double alarms;
        private double inWindows;
        private int hits;
        private int falseAlarms;

        private final List<Row> falling = new ArrayList<>(rows);

        Sum() {
            falling.sort(Comparator.comparingDouble(Row::score).reversed());
            for (Row row : falling) {
                if (row.window() >= 0 && parts[row.window()] == 0) {
                    parts[row.window()] = -profile.miss();
                    inWindows -= profile.miss();
                }
            }
        }

        /** Whether all samples with the score of this one are counted when it is. */
        boolean isWhole(int at) {
            return at + 1 == falling.size()
                    || falling.get(at + 1).score() != falling.get(at).score();
        }

        double score() {
            double nothing = -windows * profile.miss();
            return 100 * (alarms + inWindows - nothing) / (windows * profile.hit() - nothing);
        }

        Outcome outcome(double threshold) {
            return new Outcome(score(), threshold, hits, windows, falseAlarms);
        }

        void detect(Row row) {
            if (row.window() < 0) {
                alarms += row.worth();
                falseAlarms++;
                return;
            }
            if (row.worth() > parts[row.window()]) {
                inWindows += row.worth() - parts[row.window()];
                parts[row.window()] = row.worth();
            }
            if (!hit[row.window()]) {
                hit[row.window()] = true;
                hits++;
            }
        }
    }
}
