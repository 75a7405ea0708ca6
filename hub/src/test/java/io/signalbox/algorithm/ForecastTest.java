package io.signalbox.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.LongToDoubleFunction;

class ForecastTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    /** The first hour of a Monday. */
    private static final long START = 1_789_948_800_000L;

    private final Random random = new Random(3);
    private final Forecast forecast = new Forecast(2 * HOUR);
    private long at = START;

    private void feed(long millis, LongToDoubleFunction values) {
        for (long end = at + millis; at < end; at += 300_000) {
            forecast.take(at, values.applyAsDouble(at));
        }
    }

    private static double daily(long millis) {
        return 50 + 20 * Math.sin(2 * Math.PI * (millis % DAY) / DAY);
    }

    @Test
    void saysNothingBeforeItWasHeldAgainstWhatCame() {
        feed(3 * HOUR, t -> 5);
        assertThat(forecast.value()).isNaN();
        feed(4 * HOUR, t -> 5);
        assertThat(forecast.value()).isEqualTo(5, within(0.01));
    }

    @Test
    void followsATankThatRunsEmpty() {
        LongToDoubleFunction tank = t -> 90 - 4.0 * (t - START) / HOUR;
        feed(12 * HOUR, tank);
        assertThat(forecast.value()).isEqualTo(tank.applyAsDouble(at + 2 * HOUR), within(2.5));
        assertThat(forecast.evidence().error()).isLessThan(forecast.evidence().plainError());
    }

    @Test
    void knowsTheDayAfterTwoOfThem() {
        feed(5 * DAY, t -> daily(t) + random.nextGaussian());
        for (int hour = 0; hour < 24; hour++) {
            feed(HOUR, t -> daily(t) + random.nextGaussian());
            assertThat(forecast.value()).isEqualTo(daily(at + 2 * HOUR), within(5.0));
        }
        Evidence.Foretold evidence = forecast.evidence();
        assertThat(evidence.error()).isLessThan(evidence.plainError());
    }

    @Test
    void knowsTheWeekendAfterTwoWeeks() {
        LongToDoubleFunction weekly = t -> Math.floorMod((t - START) / DAY, 7) >= 5 ? 10 : daily(t);
        feed(6 * 7 * DAY, weekly);
        feed(10 * HOUR, weekly);
        assertThat(forecast.value()).isEqualTo(weekly.applyAsDouble(at + 2 * HOUR), within(6.0));
        feed(5 * DAY, weekly);
        assertThat(forecast.value()).isEqualTo(10, within(6.0));
    }

    @Test
    void answersByTheWeekBeforeWhereThatIsNearer() {
        double[] week = random.doubles(672, 0, 100).toArray();
        feed(28 * DAY, t -> week[(int) (t / Grid.CELL_MILLIS % 672)]);
        Evidence.Foretold evidence = forecast.evidence();
        assertThat(evidence.plainError()).isLessThan(evidence.error());
        assertThat(forecast.value()).isEqualTo(evidence.plain());
        long target = (at - 300_000 + 2 * HOUR) / Grid.CELL_MILLIS;
        assertThat(forecast.value()).isEqualTo(week[(int) (target % 672)], within(1e-3));
    }

    @Test
    void outlivesAPauseAndBeginsAnewAfterAWeekOfSilence() {
        feed(4 * DAY, ForecastTest::daily);
        at += 6 * HOUR;
        feed(HOUR, ForecastTest::daily);
        assertThat(forecast.value()).isEqualTo(daily(at + 2 * HOUR), within(10.0));
        at += 20 * DAY;
        feed(HOUR, ForecastTest::daily);
        assertThat(forecast.value()).isNaN();
    }

    @Test
    void anyNumbersAtAnyTimesGiveANumberOrNone() {
        for (int i = 0; i < 3_000; i++) {
            at += random.nextInt(3) == 0 ? 0 : random.nextLong(HOUR);
            at += random.nextInt(500) == 0 ? 400 * DAY : 0;
            forecast.take(at, Math.scalb(random.nextDouble() - 0.5, random.nextInt(2_000) - 1_000));
            assertThat(Double.isInfinite(forecast.value())).isFalse();
        }
        feed(3 * DAY, t -> 5);
        assertThat(forecast.value()).isNotNaN();
    }

    @Test
    void goesOnBitForBitAfterItWasWrittenDown() {
        Forecast other = new Forecast(2 * HOUR);
        int known = 0;
        for (int i = 0; i < 10_000; i++) {
            at += random.nextInt(900_000);
            double value = daily(at) + random.nextGaussian();
            forecast.take(at, value);
            other.take(at, value);
            known += Double.isNaN(forecast.value()) ? 0 : 1;
            assertThat(Double.doubleToRawLongBits(other.value()))
                    .isEqualTo(Double.doubleToRawLongBits(forecast.value()));
            if (random.nextInt(100) == 0) {
                Forecast restored = new Forecast(2 * HOUR);
                restored.restore(new ByteReader(bytes(other)));
                assertThat(bytes(restored)).isEqualTo(bytes(forecast));
                other = restored;
            }
        }
        assertThat(known).isGreaterThan(9_000);
        assertThat(bytes(other)).hasSizeLessThan(Algorithm.FORECAST.bytes());
    }

    private static byte[] bytes(Learner learner) {
        ByteWriter out = new ByteWriter();
        learner.snapshot(out);
        return out.toByteArray();
    }
}
