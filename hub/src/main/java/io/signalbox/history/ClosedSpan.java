package io.signalbox.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Readings whose event was from one time to before another, as far as they had come with a journal
 * record. What is closed is such a span, and the name of its file says which: so a list of files that
 * was lost can be made anew.
 *
 * @param fromMillis a whole minute
 * @param toMillis a whole minute
 * @param edition from 1 on; a later one has less, because some of it was old enough to be deleted
 */
record ClosedSpan(long fromMillis, long toMillis, long through, int edition) {
    private static final Pattern NAME = Pattern.compile(
            "(\\d{8}T\\d{4})-(\\d{8}T\\d{4})-(\\d{1,18})(?:-(\\d{1,9}))?\\.parquet");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm").withZone(ZoneOffset.UTC);

    /** The first edition. */
    ClosedSpan(long fromMillis, long toMillis, long through) {
        this(fromMillis, toMillis, through, 1);
    }

    /** Such as {@code 20261125T0000-20261126T0000-815.parquet}. */
    String name() {
        return MINUTE.format(Instant.ofEpochMilli(fromMillis)) + "-"
                + MINUTE.format(Instant.ofEpochMilli(toMillis)) + "-" + through
                + (edition == 1 ? "" : "-" + edition) + ".parquet";
    }

    ClosedSpan nextEdition() {
        return new ClosedSpan(fromMillis, toMillis, through, edition + 1);
    }

    /** Of a file's name; nothing if it is none of these. */
    static Optional<ClosedSpan> parse(String name) {
        Matcher parts = NAME.matcher(name);
        try {
            return parts.matches()
                    ? Optional.of(new ClosedSpan(
                            millis(parts.group(1)),
                            millis(parts.group(2)),
                            Long.parseLong(parts.group(3)),
                            parts.group(4) == null ? 1 : Integer.parseInt(parts.group(4))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static long millis(String minute) {
        return LocalDateTime.parse(minute, MINUTE).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    boolean contains(long eventMillis, long sequence) {
        return eventMillis >= fromMillis && eventMillis < toMillis && sequence <= through;
    }

    /** The same for the engine. */
    String where() {
        return " WHERE ts >= make_timestamp_ms(" + fromMillis + ") AND ts < make_timestamp_ms("
                + toMillis + ") AND seq <= " + through;
    }
}
