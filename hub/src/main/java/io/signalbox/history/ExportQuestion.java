package io.signalbox.history;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Which readings to hand out, and how.
 *
 * @param device only of this one, or null for all
 * @param point only of these, or null for all
 * @param fromMillis the first instant
 * @param toMillis the first instant that is not asked for any more
 */
public record ExportQuestion(
        Format format,
        @Nullable String device,
        @Nullable String point,
        long fromMillis,
        long toMillis) {

    /** What a file of readings is. */
    public enum Format {
        /** Lines of values with commas between, the first with names. */
        CSV("text/csv; charset=utf-8"),
        /** One object a line. */
        JSON("application/x-ndjson"),
        PARQUET("application/vnd.apache.parquet");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        /** As people write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final ExportQuestion ALL =
            new ExportQuestion(Format.CSV, null, null, 0, HistoryQuery.END_MILLIS);

    /** A question as people write it; null for a part that is not given. */
    public static ExportQuestion parse(
            @Nullable String format,
            @Nullable String device,
            @Nullable String point,
            @Nullable String from,
            @Nullable String to,
            long nowMillis)
            throws BadQuery {
        long start = from == null ? 0 : HistoryQuery.instant("from", from, nowMillis);
        long end = to == null ? HistoryQuery.END_MILLIS : HistoryQuery.instant("to", to, nowMillis);
        if (end < start) {
            throw new BadQuery("to", "a time not before from", String.valueOf(to));
        }
        return new ExportQuestion(format(format), device, point, start, end);
    }

    private static Format format(@Nullable String word) throws BadQuery {
        for (Format format : Format.values()) {
            if (format.word().equals(word == null ? "csv" : word)) {
                return format;
            }
        }
        throw new BadQuery("format", "csv, json or parquet", String.valueOf(word));
    }
}
