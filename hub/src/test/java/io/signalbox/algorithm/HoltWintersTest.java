package io.signalbox.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalbox.algorithm.HoltWinters.Gains;

import org.junit.jupiter.api.Test;

import java.util.Random;

class HoltWintersTest {
    private static final double[] VALUES = {
        30, 21, 29, 31, 40, 48, 53, 47, 37, 39, 31, 29, 17, 9, 20, 24, 27, 35, 41, 38, 27, 31, 27,
        26
    };

    /**
     * What ExponentialSmoothing of statsmodels 0.15.0 foretells for {@link #VALUES} step by step, and
     * at the end for steps 1, 2, 3, 5 and 6 (for the fourth, a whole season ahead, it takes the
     * season as it was before the last value): additive damped trend, additive season of 4, smoothing_level 0.3,
     * smoothing_trend 0.1, smoothing_seasonal 0.2, damping_trend 0.9, initial level 28, trend 0.5
     * and seasonal 2, -6, 1, 3.
     */
    private static final double[] PUBLISHED = {
        30.45, 22.70785, 29.502948, 31.615192, 30.560839, 25.59406, 40.56952, 47.523267, 49.395375,
        40.68127, 45.973832, 40.96014, 35.678113, 25.838587, 22.271115, 20.525057, 17.91538,
        16.96905, 27.894235, 33.3321, 33.513937, 30.436668, 35.348331, 32.273753
    };

    private static final double[] PUBLISHED_AHEAD = {
        26.291526, 26.179088, 28.759884, Double.NaN, 25.708028, 25.653939
    };

    @Test
    void foretellsWithOneSeasonWhatStatsmodelsForetells() {
        HoltWinters smooth = new HoltWinters(new Gains(0.3, 0.3 * 0.1, 0.9, 0.2, 0), 4, 8);
        smooth.begin(28, 0.5);
        double[] season = {2, -6, 1, 3};
        for (int i = 0; i < 4; i++) {
            smooth.shortSeason(i, season[i]);
        }
        for (int step = 0; step < VALUES.length; step++) {
            double foretold = smooth.ahead(step, 1);
            assertThat(foretold).isEqualTo(PUBLISHED[step], within(2e-5));
            smooth.learn(step, VALUES[step] - foretold);
        }
        for (int ahead = 1; ahead <= 6; ahead++) {
            int step = VALUES.length - 1 + ahead;
            if (ahead != 4) {
                assertThat(smooth.ahead(step, ahead))
                        .isEqualTo(PUBLISHED_AHEAD[ahead - 1], within(2e-5));
            }
        }
    }

    /** With the equations as published, for each part by itself instead of by the error. */
    @Test
    void foretellsWithTwoSeasonsWhatTaylorsEquationsForetell() {
        double alpha = 0.2;
        double beta = 0.1;
        double damping = 0.95;
        double gamma = 0.15;
        double delta = 0.25;
        HoltWinters smooth = new HoltWinters(
                new Gains(alpha, alpha * beta, damping, gamma * (1 - alpha), delta * (1 - alpha)),
                4,
                12);
        Random random = new Random(5);
        double level = 10;
        double trend = 0.3;
        double[] day = new double[4];
        double[] week = new double[12];
        smooth.begin(level, trend);
        for (int t = 0; t < 300; t++) {
            double before = level + damping * trend;
            double foretold = before + day[t % 4] + week[t % 12];
            assertThat(smooth.ahead(t, 1)).isEqualTo(foretold, within(1e-4));
            double value = 10 + 3 * Math.sin(t * Math.PI / 2) + t % 12 + random.nextGaussian();
            double next = alpha * (value - day[t % 4] - week[t % 12]) + (1 - alpha) * before;
            trend = beta * (next - level) + (1 - beta) * damping * trend;
            double d = gamma * (value - next - week[t % 12]) + (1 - gamma) * day[t % 4];
            week[t % 12] = delta * (value - next - day[t % 4]) + (1 - delta) * week[t % 12];
            day[t % 4] = d;
            level = next;
            smooth.learn(t, value - foretold);
        }
    }
}
