package io.signalbox.history;

import io.signalbox.time.Span;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * A question to the history: the readings of one device in a span of time, or what is made of them
 * in equal parts of it.
 *
 * @param point a point, or {@link #ALL_POINTS}
 * @param fromMillis the first instant
 * @param toMillis the first instant that is not asked for any more
 * @param limit most rows in the answer
 * @param everyMillis length of a part, or 0 for the readings themselves
 * @param functions what to make of each part; empty for the readings themselves
 */
public record HistoryQuery(
        String device,
        String point,
        long fromMillis,
        long toMillis,
        int limit,
        long everyMillis,
        List<BucketFunction> functions) {

    public static final String ALL_POINTS = "*";
    public static final int DEFAULT_LIMIT = 1000;
    public static final int MAX_LIMIT = 100_000;

    /** The end of time as the history knows it: 9999-12-31T23:59:59.999Z and one millisecond. */
    static final long END_MILLIS = 253_402_300_800_000L;

    public HistoryQuery {
        functions = List.copyOf(functions);
        if (limit < 1 || limit > MAX_LIMIT || everyMillis < 0) {
            throw new IllegalArgumentException(
                    "limit 1 to " + MAX_LIMIT + ", found " + limit + "; every " + everyMillis);
        }
    }

    /**
     * A question as people write it; null for a part that is not given.
     *
     * @param from {@code -1h}, {@code now} or an ISO 8601 date or time; required
     * @param to the same; if it is not given, all that came after {@code from} is asked for, even
     *     what a device with a fast clock says of the next minutes
     * @param limit 1 to {@link #MAX_LIMIT}
     * @param every {@code 10s}, {@code 5m}, {@code 1h}
     * @param functions {@code avg,min,max,sum,count,first,last}; needs {@code every}
     * @param nowMillis what {@code now} means
     */
    public static HistoryQuery parse(
            @Nullable String device,
            @Nullable String point,
            @Nullable String from,
            @Nullable String to,
            @Nullable String limit,
            @Nullable String every,
            @Nullable String functions,
            long nowMillis)
            throws BadQuery {
        if (device == null || device.isEmpty()) {
            throw new BadQuery("device", "the id of a device", "");
        }
        if (from == null) {
            throw new BadQuery("from", "a time such as -1h or 2026-01-02T03:04:05Z", "");
        }
        if (functions != null && every == null) {
            throw new BadQuery("fn", "every beside it, such as every=5m", functions);
        }
        long start = instant("from", from, nowMillis);
        long end = to == null ? END_MILLIS : instant("to", to, nowMillis);
        if (end < start) {
            throw new BadQuery("to", "a time not before from", String.valueOf(to));
        }
        return new HistoryQuery(
                device,
                point == null || point.isEmpty() ? ALL_POINTS : point,
                start,
                end,
                limit(limit),
                every == null ? 0 : span("every", every),
                every == null ? List.of() : functions(functions == null ? "avg" : functions));
    }

    private static int limit(@Nullable String text) throws BadQuery {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadQuery("limit", "a whole number from 1 to " + MAX_LIMIT, text);
        }
        return limit;
    }

    private static List<BucketFunction> functions(String text) throws BadQuery {
        TreeSet<BucketFunction> functions = new TreeSet<>();
        for (String word : text.split(",", -1)) {
            try {
                functions.add(BucketFunction.valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new BadQuery("fn", "some of avg,min,max,sum,count,first,last", word);
            }
        }
        return List.copyOf(functions);
    }

    private static long span(String what, String text) throws BadQuery {
        OptionalLong span = Span.parse(text);
        if (span.isEmpty()) {
            throw new BadQuery(what, "a duration such as 10s, 5m, 1h or 1d", text);
        }
        return span.getAsLong();
    }

    static long instant(String what, String text, long nowMillis) throws BadQuery {
        if (text.equals("now")) {
            return nowMillis;
        }
        if (text.startsWith("-")) {
            return Math.max(0, nowMillis - span(what, text.substring(1)));
        }
        try {
            String full = text.length() == "2026-01-02".length() ? text + "T00:00:00Z" : text;
            Instant instant = full.endsWith("Z")
                    ? Instant.parse(full)
                    : OffsetDateTime.parse(full).toInstant();
            return Math.clamp(instant.toEpochMilli(), 0, END_MILLIS);
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadQuery(
                    what, "now, -15m, -1h, -7d, 2026-01-02 or 2026-01-02T03:04:05Z", text);
        }
    }
}
