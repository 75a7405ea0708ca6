package io.signalbox.history;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How large the history's file was at one moment, and how fast it grew.
 *
 * @param rows in it
 * @param bytes of the file
 * @param lastDayRows those of them that came in within a day before
 * @param ageMillis how long ago the oldest of them came in
 */
public record HistorySize(long rows, long bytes, long lastDayRows, long ageMillis) {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    /** With less than this to go by there is no forecast. */
    private static final long LEAST_AGE_MILLIS = Duration.ofHours(1).toMillis();

    public double bytesPerRow() {
        return rows == 0 ? 0 : (double) bytes / rows;
    }

    /**
     * For how many days {@code freeBytes} last if readings go on coming as in the last day; empty if
     * the file stops growing before, because by then the retention deletes as much as comes.
     */
    public OptionalLong daysLeft(long freeBytes, Duration retention) {
        long toldMillis = Math.min(ageMillis, DAY_MILLIS);
        if (toldMillis < LEAST_AGE_MILLIS) {
            return OptionalLong.empty();
        }
        double bytesADay = lastDayRows * bytesPerRow() * DAY_MILLIS / toldMillis;
        double growingDays = Math.max(0, retention.toMillis() - ageMillis) / (double) DAY_MILLIS;
        return bytesADay * growingDays <= freeBytes
                ? OptionalLong.empty()
                : OptionalLong.of((long) (freeBytes / bytesADay));
    }
}
