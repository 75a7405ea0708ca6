package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Sums and numbers in order are the same in whatever order they came. */
class TotalsTest {
    private static double number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(2_001) - 1_000;
            case 1 -> (random.nextDouble() - 0.5) * 1e18;
            case 2 -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            case 3 -> random.nextDouble() * Double.MIN_NORMAL * (random.nextBoolean() ? 1 : -1);
            default -> (random.nextInt(2_001) - 1_000) / 10.0;
        };
    }

    private static double mean(List<Double> numbers, int over) {
        return numbers.stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(over), new MathContext(1_200))
                .doubleValue();
    }

    @Test
    void sumsAreTheNearestDoubleToWhatIsInThem() {
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            Totals totals = new Totals();
            totals.resize(3);
            List<Double> in = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                double number = number(random);
                totals.add(1, number);
                in.add(number);
                if (random.nextInt(3) == 0) {
                    totals.take(1, in.remove(random.nextInt(in.size())));
                }
            }
            assertThat(totals.over(1, 1)).as("%s", in).isEqualTo(mean(in, 1));
            int over = 1 + random.nextInt(100_000);
            double mean = mean(in, over);
            if (Math.abs(mean) >= Double.MIN_NORMAL) {
                assertThat(totals.over(1, over)).as("%s over %d", in, over).isEqualTo(mean);
            }
            in.forEach(number -> totals.take(1, number));
            assertThat(totals.over(1, 1)).isZero();
            assertThat(totals.over(0, 1) + totals.over(2, 1)).isZero();
        }
    }

    @Test
    void whatIsLostInDoublesIsNotLost() {
        Totals totals = new Totals();
        totals.resize(1);
        totals.add(0, 1e300);
        totals.add(0, 0.1);
        totals.take(0, 1e300);
        assertThat(totals.over(0, 1)).isEqualTo(0.1);
        totals.add(0, 0.1);
        totals.add(0, 0.1);
        assertThat(totals.over(0, 3)).isEqualTo(0.1);
        totals.add(0, Double.MAX_VALUE);
        totals.add(0, Double.MAX_VALUE);
        assertThat(totals.over(0, 1)).isInfinite();
        assertThat(totals.over(0, 2)).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void numbersAreKeptInOrder() {
        Random random = new Random(3);
        Ranking ranking = new Ranking();
        ranking.resize(2);
        List<Double> in = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            double number = random.nextInt(12);
            switch (in.isEmpty() ? 0 : random.nextInt(3)) {
                case 0 -> {
                    ranking.add(1, number);
                    in.add(number);
                }
                case 1 -> ranking.take(1, in.remove(random.nextInt(in.size())));
                default -> {
                    double before = in.set(random.nextInt(in.size()), number);
                    ranking.change(1, before, number);
                }
            }
            Collections.sort(in);
            for (int rank = 0; rank < in.size(); rank++) {
                assertThat(ranking.at(1, rank)).isEqualTo(in.get(rank));
            }
        }
    }
}
