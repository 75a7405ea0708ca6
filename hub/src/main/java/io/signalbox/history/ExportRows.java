package io.signalbox.history;

import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.message.Reading;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The readings that an {@link ExportQuestion} wants, a span of journal records at a time. */
final class ExportRows {
    private static final String WANTED = " WHERE ts >= CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)"
            + " AND ts < CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)"
            + " AND seq >= ? AND seq <= ?";

    private final ExportQuestion question;
    private final String sql;

    ExportRows(ExportQuestion question) {
        this.question = question;
        this.sql = WANTED
                + (question.device() == null ? "" : " AND device = ?")
                + (question.point() == null ? "" : " AND point = ?");
    }

    /** Journal records with readings that are wanted, and the number of these. */
    record Span(long first, long last, long rows) {}

    /** Where the readings are, up to a record. */
    Span span(HistoryStore store, long through) throws SQLException {
        try (Connection reader = store.reader();
                PreparedStatement statement = prepare(
                        store, reader, "SELECT min(seq), max(seq), count(*)", "", 0, through);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long rows = row.getLong(3);
            return rows == 0 ? new Span(1, 0, 0) : new Span(row.getLong(1), row.getLong(2), rows);
        }
    }

    /** Those of these records, in their order. */
    List<Reading> read(HistoryStore store, long first, long last) throws SQLException {
        return read(store, first, last, Integer.MAX_VALUE);
    }

    /** The same, but not more than so many. */
    List<Reading> read(HistoryStore store, long first, long last, int most) throws SQLException {
        List<Reading> readings = new ArrayList<>();
        try (Connection reader = store.reader();
                PreparedStatement statement = prepare(
                        store,
                        reader,
                        "SELECT point, epoch_ms(ts), value, text, quality, seq,"
                                + " epoch_ms(received), device",
                        " ORDER BY seq, place LIMIT " + most,
                        first,
                        last);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                readings.add(Question.reading(rows, rows.getString(8)));
            }
        }
        return readings;
    }

    private PreparedStatement prepare(
            HistoryStore store,
            Connection reader,
            String select,
            String order,
            long first,
            long last)
            throws SQLException {
        String source = store.source(
                reader,
                new Bounds(question.fromMillis(), question.toMillis()),
                new Bounds(first, last));
        PreparedStatement statement =
                reader.prepareStatement(select + " FROM " + source + " s" + sql + order);
        EngineThreads.runs(statement);
        statement.setLong(1, question.fromMillis());
        statement.setLong(2, question.toMillis());
        statement.setLong(3, first);
        statement.setLong(4, last);
        int next = 5;
        if (question.device() != null) {
            statement.setString(next++, question.device());
        }
        if (question.point() != null) {
            statement.setString(next, question.point());
        }
        return statement;
    }

    /** The whole as one statement with the columns of the table, for the engine itself. */
    String statement(long through) {
        return "SELECT " + ClosedTables.COLUMNS + " FROM readings"
                + WANTED.replaceFirst("\\?", "" + question.fromMillis())
                        .replaceFirst("\\?", "" + question.toMillis())
                        .replaceFirst("\\?", "0")
                        .replaceFirst("\\?", "" + through)
                + (question.device() == null
                        ? ""
                        : " AND device = " + SqlWords.text(question.device()))
                + (question.point() == null
                        ? ""
                        : " AND point = " + SqlWords.text(question.point()));
    }
}
