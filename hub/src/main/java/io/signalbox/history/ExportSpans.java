package io.signalbox.history;

import io.signalbox.message.Reading;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The readings of an export, a span of journal records at a time, each by a short statement of its
 * own. Spans grow and shrink with what is found: each looks at whole files of closed days.
 */
final class ExportSpans {
    private static final long FIRST_SPAN = 4096;
    private static final long LONGEST_SPAN = 1L << 32;
    private static final int FEW_ROWS = 40_000;
    private static final int MANY_ROWS = 160_000;

    private final HistoryStore source;
    private final ExportRows rows;
    private final long last;
    private long next;
    private long records = FIRST_SPAN;

    ExportSpans(HistoryStore source, ExportRows rows, ExportRows.Span span) {
        this.source = source;
        this.rows = rows;
        this.next = span.first();
        this.last = span.last();
    }

    /** Those of the next span, perhaps none; nothing behind the last. */
    Optional<List<Reading>> next() throws SQLException {
        if (next > last) {
            return Optional.empty();
        }
        long end = Math.min(next + records - 1, last);
        List<Reading> found = rows.read(source, next, end);
        next = end + 1;
        records = found.size() < FEW_ROWS
                ? Math.min(records * 2, LONGEST_SPAN)
                : found.size() > MANY_ROWS ? Math.max(1, records / 2) : records;
        return Optional.of(found);
    }
}
