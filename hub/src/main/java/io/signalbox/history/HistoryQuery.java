package io.signalbox.history;

import io.signalbox.time.Span;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * @param allVersions every reading of one point and time, oldest first; without, the last that came
 */
public record HistoryQuery(
        String device,
        String point,
        long fromMillis,
        long toMillis,
        int limit,
        long everyMillis,
        List<BucketFunction> functions,
        boolean allVersions) {

    public static final String ALL_POINTS = "*";
    public static final int DEFAULT_LIMIT = 1000;
    public static final int MAX_LIMIT = 100_000;

    /** Columns of the widest chart. */
    public static final int MAX_POINTS = 20_000;

    /** The end of time as the history knows it: 9999-12-31T23:59:59.999Z and one millisecond. */
    static final long END_MILLIS = 253_402_300_800_000L;

    public HistoryQuery {
        functions = List.copyOf(functions);
        if (limit < 1 || limit > MAX_LIMIT || everyMillis < 0) {
            throw new IllegalArgumentException(
                    "limit 1 to " + MAX_LIMIT + ", found " + limit + "; every " + everyMillis);
        }
    }

    /** The same for the newest versions. */
    public HistoryQuery(
            String device,
            String point,
            long fromMillis,
            long toMillis,
            int limit,
            long everyMillis,
            List<BucketFunction> functions) {
        this(device, point, fromMillis, toMillis, limit, everyMillis, functions, false);
    }

    /**
     * A question as people write it, by names:
     *
     * <ul>
     *   <li>{@code device}: required
     *   <li>{@code from}: {@code -1h}, {@code now} or an ISO 8601 date or time; required
     *   <li>{@code to}: the same; if it is not given, all that came after {@code from} is asked for,
     *       even what a device with a fast clock says of the next minutes
     *   <li>{@code limit}: 1 to {@link #MAX_LIMIT}
     *   <li>{@code every}: {@code 10s}, {@code 5m}, {@code 1h}
     *   <li>{@code fn}: {@code avg,min,max,sum,count,first,last}; needs {@code every}
     *   <li>{@code points}: least and greatest value of so many equal parts, for a chart that has so
     *       many columns; instead of {@code every} and {@code fn}
     *   <li>{@code versions}: {@code all} or {@code newest}
     * </ul>
     *
     * @param nowMillis what {@code now} means
     */
    public static HistoryQuery parse(Map<String, String> words, long nowMillis) throws BadQuery {
        String device = words.getOrDefault("device", "");
        if (device.isEmpty()) {
            throw new BadQuery("device", "the id of a device", "");
        }
        String from = words.get("from");
        if (from == null) {
            throw new BadQuery("from", "a time such as -1h or 2026-01-02T03:04:05Z", "");
        }
        long start = instant("from", from, nowMillis);
        String to = words.get("to");
        long end = to == null ? END_MILLIS : instant("to", to, nowMillis);
        if (end < start) {
            throw new BadQuery("to", "a time not before from", String.valueOf(to));
        }
        String points = words.get("points");
        Parts parts = points == null
                ? parts(words.get("every"), words.get("fn"))
                : columns(points, words, (to == null ? nowMillis : end) - start);
        return new HistoryQuery(
                device,
                words.getOrDefault("point", ALL_POINTS),
                start,
                end,
                limit(words.get("limit"), points == null ? DEFAULT_LIMIT : MAX_LIMIT),
                parts.everyMillis,
                parts.functions,
                allVersions(words.getOrDefault("versions", "newest")));
    }

    /** What to make of the readings; nothing for the readings themselves. */
    private record Parts(long everyMillis, List<BucketFunction> functions) {}

    private static Parts parts(@Nullable String every, @Nullable String functions) throws BadQuery {
        if (every == null) {
            if (functions != null) {
                throw new BadQuery("fn", "every beside it, such as every=5m", functions);
            }
            return new Parts(0, List.of());
        }
        return new Parts(span("every", every), functions(functions == null ? "avg" : functions));
    }

    /** A line through the least and the greatest of each column looks like one through all. */
    private static Parts columns(String points, Map<String, String> words, long spanMillis)
            throws BadQuery {
        if (words.containsKey("every") || words.containsKey("fn")) {
            throw new BadQuery("points", "neither every nor fn beside it", points);
        }
        int columns = points.matches("\\d{1,9}") ? Integer.parseInt(points) : 0;
        if (columns < 1 || columns > MAX_POINTS) {
            throw new BadQuery("points", "a whole number from 1 to " + MAX_POINTS, points);
        }
        long every = Math.max(1, Math.ceilDiv(Math.max(0, spanMillis), columns));
        return new Parts(every, List.of(BucketFunction.MIN, BucketFunction.MAX));
    }

    private static boolean allVersions(String word) throws BadQuery {
        if (!word.equals("all") && !word.equals("newest")) {
            throw new BadQuery("versions", "all or newest", word);
        }
        return word.equals("all");
    }

    private static int limit(@Nullable String text, int otherwise) throws BadQuery {
        if (text == null) {
            return otherwise;
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
