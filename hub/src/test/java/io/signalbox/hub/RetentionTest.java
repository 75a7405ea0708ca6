package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

class RetentionTest {
    private final Retention retention = new Retention(1000, 1);

    @Test
    void keepsTheLastBytesAlthoughNobodyNeedsThem() {
        assertThat(retention.keepFrom(10, 400, 11)).isEqualTo(1);
        assertThat(retention.keepFrom(20, 900, 21)).isEqualTo(1);
        assertThat(retention.keepFrom(30, 1400, 31)).isEqualTo(10);
        assertThat(retention.keepFrom(40, 2400, 41)).isEqualTo(30);
    }

    @Test
    void keepsWhatIsNeededHoweverLarge() {
        retention.keepFrom(10, 5000, 3);
        assertThat(retention.keepFrom(20, 50_000, 3)).isEqualTo(3);
    }

    @Test
    void marksAreNoCloserHoweverSlowlyTheJournalGrows() {
        Retention large = new Retention(25_600, 1);
        Set<Long> answers = new HashSet<>();
        for (int bytes = 1; bytes <= 51_200; bytes++) {
            long from = large.keepFrom(bytes, bytes, bytes + 1);
            assertThat(from).isBetween(bytes - 25_800L, Math.max(1L, bytes - 25_600L));
            answers.add(from);
        }
        assertThat(answers).hasSizeLessThanOrEqualTo(257);
    }
}
