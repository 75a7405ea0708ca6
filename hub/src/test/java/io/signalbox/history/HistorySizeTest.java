package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class HistorySizeTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Duration NINETY_DAYS = Duration.ofDays(90);

    @Test
    void lastsForAsLongAsTheFreeBytesAtTheRateOfTheLastDay() {
        HistorySize size = new HistorySize(1_000_000, 4_000_000, 100_000, 10 * 24 * HOUR);

        assertThat(size.bytesPerRow()).isEqualTo(4);
        assertThat(size.daysLeft(15_300_000, NINETY_DAYS)).hasValue(38);
        assertThat(size.daysLeft(0, NINETY_DAYS)).hasValue(0);
    }

    @Test
    void thereIsNoEndIfTheRetentionComesBefore() {
        HistorySize size = new HistorySize(1_000_000, 4_000_000, 100_000, 10 * 24 * HOUR);

        assertThat(size.daysLeft(32_000_000, NINETY_DAYS)).isEmpty();
        assertThat(size.daysLeft(31_000_000, NINETY_DAYS)).hasValue(77);
        assertThat(new HistorySize(9, 99, 9, 91 * 24 * HOUR).daysLeft(0, NINETY_DAYS))
                .isEmpty();
    }

    @Test
    void aShortPastIsTakenForADayAndAVeryShortOneForNothing() {
        assertThat(new HistorySize(1000, 4000, 1000, 6 * HOUR).daysLeft(32_000, NINETY_DAYS))
                .hasValue(2);
        assertThat(new HistorySize(1000, 4000, 1000, HOUR - 1).daysLeft(1, NINETY_DAYS))
                .isEmpty();
        assertThat(new HistorySize(0, 0, 0, 0).daysLeft(1, NINETY_DAYS)).isEmpty();
    }

    @Test
    void aFileCountsWhatCameInWithinADay(@TempDir Path folder) throws Exception {
        HistoryConfig config = new HistoryConfig(folder, 64 << 20, NINETY_DAYS);
        long now = RecordedPlant.START;
        try (HistoryFile file = HistoryFile.open(config)) {
            assertThat(file.size(now).orElseThrow().ageMillis()).isZero();
            for (long hours : List.of(50L, 25L, 23L, 1L)) {
                long at = now - hours * HOUR;
                file.write(
                        List.of(new Reading(
                                "p", "a", new Value.Numeric(1), at, at, Quality.GOOD, hours)),
                        1);
            }
            HistorySize size = file.size(now).orElseThrow();
            assertThat(size.rows()).isEqualTo(4);
            assertThat(size.lastDayRows()).isEqualTo(2);
            assertThat(size.ageMillis()).isEqualTo(50 * HOUR);
            assertThat(size.bytes()).isPositive();
        }
    }
}
