package io.signalbox.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.LongToDoubleFunction;

class AnomalyTest {
    private static final long START = 1_790_000_000_000L;
    private static final long STEP = 300_000;
    private static final long DAY = 86_400_000;

    private final Random random = new Random(11);
    private final Anomaly anomaly = new Anomaly();
    private long at = START;

    /** Feeds samples five minutes apart; gives how many of them were above 0.9. */
    private int feed(int count, LongToDoubleFunction values) {
        int surprises = 0;
        for (int i = 0; i < count; i++) {
            at += STEP;
            anomaly.take(at, values.applyAsDouble(at));
            surprises += anomaly.value() > 0.9 ? 1 : 0;
        }
        return surprises;
    }

    private double noise() {
        return 20 + random.nextGaussian();
    }

    private double daily(long millis) {
        return noise() + 10 * Math.sin(2 * Math.PI * (millis % DAY) / DAY);
    }

    @Test
    void saysNothingBeforeItHasSeenEnough() {
        feed(Anomaly.WARM_UP, t -> noise());
        assertThat(anomaly.value()).isNaN();
        feed(1, t -> noise());
        assertThat(anomaly.value()).isBetween(0.0, 1.0);
    }

    @Test
    void noiseIsNoSurpriseAndAPeakIs() {
        assertThat(feed(20_000, t -> noise())).isLessThan(40);
        feed(1, t -> 40);
        assertThat(anomaly.value()).isGreaterThan(0.99);
        Evidence.Usual evidence = anomaly.evidence();
        assertThat(evidence.seen()).isEqualTo(40);
        assertThat(evidence.expected()).isBetween(15.0, 25.0);
        assertThat(evidence.points()).isEqualTo(20_001);
    }

    @Test
    void knowsWhatTheTimeOfTheDayLetsExpect() {
        feed(288 * 20, this::daily);
        assertThat(feed(270, this::daily)).isLessThan(3);
        assertThat(feed(24, t -> daily(t + DAY / 2))).isPositive();
    }

    @Test
    void aShiftThatLastsIsToldAtItsBeginning() {
        feed(5_000, t -> noise());
        assertThat(feed(20, t -> 8 + noise())).isPositive();
        assertThat(feed(200, t -> 8 + noise())).isLessThan(10);
        assertThat(feed(2_000, t -> 8 + noise())).isLessThan(5);
    }

    @Test
    void aValueThatNeverChangedAndDoesIsASurprise() {
        assertThat(feed(500, t -> 7)).isZero();
        assertThat(feed(1, t -> 7.5)).isOne();
    }

    @Test
    void aPauseIsNoSurprise() {
        feed(2_000, t -> noise());
        at += 3 * DAY;
        assertThat(feed(50, t -> noise())).isZero();
    }

    @Test
    void anyNumbersAtAnyTimesGiveANumberFromZeroToOne() {
        for (int i = 0; i < 3_000; i++) {
            at += random.nextInt(4) == 0 ? 0 : random.nextLong(DAY);
            double value = Math.scalb(random.nextDouble() - 0.5, random.nextInt(2_000) - 1_000);
            anomaly.take(at, random.nextInt(3) == 0 ? 0 : value);
            if (i >= Anomaly.WARM_UP) {
                assertThat(anomaly.value()).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void goesOnBitForBitAfterItWasWrittenDown() {
        Anomaly other = new Anomaly();
        for (int i = 0; i < 4_000; i++) {
            at += STEP;
            double value = random.nextInt(50) == 0 ? 3 * noise() : daily(at);
            anomaly.take(at, value);
            other.take(at, value);
            assertThat(Double.doubleToRawLongBits(other.value()))
                    .isEqualTo(Double.doubleToRawLongBits(anomaly.value()));
            if (random.nextInt(100) == 0) {
                Anomaly restored = new Anomaly();
                restored.restore(new ByteReader(bytes(other)));
                assertThat(bytes(restored)).isEqualTo(bytes(anomaly));
                other = restored;
            }
        }
    }

    @Test
    void takesNoMoreMemoryThanItIsRegisteredWith() {
        feed(20_000, this::daily);
        assertThat(bytes(anomaly)).hasSizeLessThan(Algorithm.ANOMALY.bytes());
    }

    private static byte[] bytes(Learner learner) {
        ByteWriter out = new ByteWriter();
        learner.snapshot(out);
        return out.toByteArray();
    }
}
