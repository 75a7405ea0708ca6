package io.signalbox.history;

import io.signalbox.journal.RecordType;
import io.signalbox.message.Reading;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records of the history one by one, in the order of the journal. It reads a span of them at a time
 * and holds at most {@link #MOST_ROWS} readings; nothing stays open in the store meanwhile.
 */
public final class TapeRows {
    static final int MOST_ROWS = 200_000;

    /** Journal records of the first span; it grows and shrinks with what is found. */
    private static final long FIRST_SPAN = 4096;

    private static final long LONGEST_SPAN = 1L << 22;
    private static final int FEW_ROWS = MOST_ROWS / 4;

    static final String IMPORTS =
            "SELECT seq FROM records WHERE kind = " + RecordType.IMPORT.code();

    private static final byte[] NOTHING = {};

    private final HistoryStore store;
    private final ExportRows readings = new ExportRows(ExportQuestion.ALL);
    private final long before;
    private final ArrayDeque<PastRecord> ready = new ArrayDeque<>();
    private long next;
    private long span = FIRST_SPAN;

    TapeRows(HistoryStore store, long first, long before) {
        this.store = store;
        this.next = first;
        this.before = before;
    }

    /** The next record; null when there is no more. */
    public @Nullable PastRecord next() throws HistoryUnavailable {
        try {
            while (ready.isEmpty() && next < before) {
                read();
            }
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
        return ready.poll();
    }

    private void read() throws SQLException {
        long last = Math.min(next + span, before) - 1;
        List<Reading> told = readings.read(store, next, last, MOST_ROWS);
        if (told.size() == MOST_ROWS
                && told.getFirst().sequence() < told.getLast().sequence()) {
            // The last record may have more of them.
            last = told.getLast().sequence() - 1;
        }
        List<PastRecord> said;
        try (Connection reader = store.reader()) {
            said = records(
                    reader,
                    "kind <> " + KeptRecord.BEGIN + " AND seq >= " + next + " AND seq <= " + last);
        }
        merge(told, said, last);
        span = told.size() < FEW_ROWS
                ? Math.min(span * 4, LONGEST_SPAN)
                : told.size() == MOST_ROWS ? Math.max(1, span / 2) : span;
        next = last + 1;
    }

    /** Readings of what was imported, or is there as a whole, are left out. */
    private void merge(List<Reading> told, List<PastRecord> said, long last) {
        Set<Long> known = new HashSet<>();
        said.forEach(record -> known.add(record.sequence()));
        int i = 0;
        for (PastRecord record : said) {
            i = messages(told, i, record.sequence(), known);
            if (record.type() != RecordType.IMPORT) {
                ready.add(record);
            }
        }
        int _ = messages(told, i, last + 1, known);
    }

    /** Adds messages before a record; where the reading behind them is. */
    private int messages(List<Reading> told, int from, long end, Set<Long> known) {
        int i = from;
        while (i < told.size() && told.get(i).sequence() < end) {
            long sequence = told.get(i).sequence();
            int first = i;
            while (i < told.size() && told.get(i).sequence() == sequence) {
                i++;
            }
            if (!known.contains(sequence)) {
                ready.add(PastRecord.of(told.subList(first, i)));
            }
        }
        return i;
    }

    /** The kept records of which a condition is true. */
    static List<PastRecord> records(Connection reader, String condition) throws SQLException {
        List<PastRecord> records = new ArrayList<>();
        try (PreparedStatement statement = reader.prepareStatement(
                        "SELECT seq, kind, flags, epoch_ms(ts), body FROM records WHERE "
                                + condition + " ORDER BY seq");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                RecordType type = RecordType.of(rows.getInt(2));
                byte[] body = rows.getBytes(5);
                if (type != null) {
                    records.add(new PastRecord(
                            rows.getLong(1),
                            type,
                            rows.getInt(3),
                            rows.getLong(4),
                            body == null ? NOTHING : body,
                            List.of()));
                }
            }
        }
        return records;
    }
}
