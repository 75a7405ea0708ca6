package io.signalbox.bench.nab;

import io.signalbox.algorithm.Anomaly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores {@code anomaly} on the Numenta Anomaly Benchmark, all series with the one setting that the
 * hub has, after it has shown that the scorer gives the published results the published scores.
 */
final class Nab {
    /** Published scores are told with so many digits that this is equality. */
    private static final double SAME = 1e-6;

    private static final int MADE_UP = 360;

    /** Seeds of made-up series. */
    private static final long CHOSEN_ON = 1;

    private static final long HELD_BACK = 100_001;

    private Nab() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("--synthetic")) {
            System.out.println("made-up series on which the parameters were chosen");
            ours(Synthetic.corpus(CHOSEN_ON, MADE_UP));
            System.out.println("other made-up series");
            ours(Synthetic.corpus(HELD_BACK, MADE_UP));
            return;
        }
        Corpus corpus = new Corpus(Path.of(arguments[0]));
        List<Series> series = corpus.series();
        boolean scorerHolds = verify(corpus, series);
        System.out.println();
        if (!scorerHolds) {
            System.out.println("the scorer is not the published one: no score");
            System.exit(1);
        }
        ours(series);
    }

    private static boolean verify(Corpus corpus, List<Series> series) throws IOException {
        System.out.println("published results: score by this scorer with the published threshold,"
                + " published score (score with the best threshold)");
        Map<String, Map<String, Double>> thresholds = corpus.thresholds();
        Map<String, Map<String, Double>> all = corpus.published();
        boolean holds = true;
        for (String detector : all.keySet()) {
            List<double[]> scores = new ArrayList<>();
            for (Series one : series) {
                scores.add(corpus.result(detector, one));
            }
            StringBuilder line = new StringBuilder(String.format("%-18s", detector));
            for (Profile profile : Profile.values()) {
                Scorer scorer = scorer(profile, series, scores);
                double threshold = number(thresholds, detector, profile);
                double score = scorer.at(threshold).score();
                double published = number(all, detector, profile);
                boolean same = Math.abs(score - published) < SAME;
                holds &= same;
                line.append(String.format(
                        Locale.ROOT,
                        " |%10.6f %s %10.6f (%5.2f)",
                        score,
                        same ? "=" : "!",
                        published,
                        scorer.best().score()));
            }
            System.out.println(line);
        }
        return holds;
    }

    private static double number(
            Map<String, Map<String, Double>> numbers, String detector, Profile profile) {
        return numbers.getOrDefault(detector, Map.of()).getOrDefault(profile.id(), Double.NaN);
    }

    private static Scorer scorer(Profile profile, List<Series> series, List<double[]> scores) {
        Scorer scorer = new Scorer(profile);
        for (int i = 0; i < series.size(); i++) {
            scorer.add(series.get(i), scores.get(i));
        }
        return scorer;
    }

    private static void ours(List<Series> series) {
        List<double[]> scores = new ArrayList<>();
        long points = 0;
        for (Series one : series) {
            points += run(one).length;
        }
        long begin = System.nanoTime();
        for (Series one : series) {
            scores.add(run(one));
        }
        double micros = (System.nanoTime() - begin) / 1e3 / points;
        for (Profile profile : Profile.values()) {
            Scorer.Outcome outcome = scorer(profile, series, scores).best();
            System.out.printf(
                    Locale.ROOT,
                    "anomaly, %-20s %6.2f   threshold %.6f, %d of %d windows, %d false alarms%n",
                    profile.id() + ":",
                    outcome.score(),
                    outcome.threshold(),
                    outcome.windows(),
                    outcome.of(),
                    outcome.falseAlarms());
        }
        System.out.printf(Locale.ROOT, "%.2f us for each of %,d points%n", micros, points);
    }

    private static double[] run(Series series) {
        Anomaly anomaly = new Anomaly();
        double[] scores = new double[series.values().length];
        for (int i = 0; i < scores.length; i++) {
            anomaly.take(series.millis()[i], series.values()[i]);
            scores[i] = Double.isNaN(anomaly.value()) ? 0 : anomaly.value();
        }
        return scores;
    }
}
