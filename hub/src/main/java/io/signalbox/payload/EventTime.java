package io.signalbox.payload;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as devices write them, to milliseconds since 1970. */
final class EventTime {
    /** No time: there was none, or what stood there is none. */
    static final long NONE = Long.MIN_VALUE;

    /** 9999-12-31T23:59:59.999Z, the last time that is one. */
    static final long LAST_MILLIS = 253_402_300_799_999L;

    private static final long SECONDS_BELOW = 100_000_000_000L;
    private static final long MILLIS_BELOW = 100_000_000_000_000L;
    private static final long MICROS_BELOW = 100_000_000_000_000_000L;

    private EventTime() {}

    /**
     * An epoch time whose unit its magnitude tells: below 10^11 seconds (until the year 5138),
     * below 10^14 milliseconds (from 1973 on), below 10^17 microseconds, else nanoseconds.
     */
    static long ofEpoch(long number) {
        if (number < 0) {
            return NONE;
        }
        if (number < SECONDS_BELOW) {
            return number * 1000;
        }
        if (number < MILLIS_BELOW) {
            return number;
        }
        return number < MICROS_BELOW ? number / 1000 : number / 1_000_000;
    }

    /** The same for a number with a fraction. */
    static long ofEpoch(double number) {
        if (!(number >= 0 && number < 0x1p63)) {
            return NONE;
        }
        return number < SECONDS_BELOW ? Math.round(number * 1000) : ofEpoch((long) number);
    }

    /** ISO 8601 with a date and a time; without an offset it is UTC. Or an epoch in digits. */
    static long ofText(String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return ofEpoch(Long.parseLong(text));
            }
            Object parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = parsed instanceof LocalDateTime local
                    ? local.toInstant(ZoneOffset.UTC)
                    : ((OffsetDateTime) parsed).toInstant();
            long millis = instant.toEpochMilli();
            return millis < 0 || millis > LAST_MILLIS ? NONE : millis;
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return NONE;
        }
    }
}
