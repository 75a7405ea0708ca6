package io.signalbox.history;

import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.sql.SQLException;
import java.util.List;

/** The tables of the DuckDB file, and their rows as its appender wants them. */
final class FileRows {
    static final String RECENT = "CREATE TABLE IF NOT EXISTS " + ClosedTables.RECENT
            + "(device VARCHAR NOT NULL, point VARCHAR NOT NULL, ts TIMESTAMP_MS NOT NULL,"
            + " value DOUBLE, text VARCHAR, quality VARCHAR NOT NULL, seq BIGINT NOT NULL,"
            + " received TIMESTAMP_MS NOT NULL)";

    static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS parts(device VARCHAR NOT NULL, point VARCHAR"
                    + " NOT NULL, ts TIMESTAMP_MS NOT NULL, low DOUBLE, high DOUBLE, total DOUBLE,"
                    + " numbers BIGINT NOT NULL, count BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS commands(id VARCHAR NOT NULL, device VARCHAR NOT NULL,"
                    + " point VARCHAR NOT NULL, value DOUBLE, text VARCHAR, origin VARCHAR,"
                    + " state VARCHAR NOT NULL, attempt INTEGER NOT NULL, reason VARCHAR,"
                    + " ts TIMESTAMP_MS NOT NULL, seq BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS alarms(rule VARCHAR NOT NULL, device VARCHAR NOT NULL,"
                    + " action INTEGER NOT NULL, event VARCHAR NOT NULL, severity VARCHAR,"
                    + " text VARCHAR, person VARCHAR, note VARCHAR, ts TIMESTAMP_MS NOT NULL,"
                    + " seq BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS decisions(rule VARCHAR NOT NULL, device VARCHAR NOT NULL,"
                    + " version VARCHAR NOT NULL, activation BIGINT NOT NULL,"
                    + " change VARCHAR NOT NULL, because VARCHAR, actions VARCHAR,"
                    + " ts TIMESTAMP_MS NOT NULL, seq BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS records(seq BIGINT NOT NULL, kind INTEGER NOT NULL,"
                    + " flags INTEGER NOT NULL, subject VARCHAR, ts TIMESTAMP_MS NOT NULL,"
                    + " body BLOB)");

    private interface Row<T> {
        void append(DuckDBAppender appender, T row) throws SQLException;
    }

    private final DuckDBConnection writer;

    FileRows(DuckDBConnection writer) {
        this.writer = writer;
    }

    void append(Batch batch) throws SQLException {
        append("main", ClosedTables.RECENT, batch.readings(), FileRows::reading);
        append("main", "commands", batch.commands(), FileRows::command);
        append("main", "alarms", batch.alarms(), FileRows::alarm);
        append("main", "decisions", batch.decisions(), FileRows::decision);
        append("main", "records", batch.records(), FileRows::record);
    }

    void appendIncoming(List<Reading> readings) throws SQLException {
        append("temp", "incoming", readings, FileRows::reading);
    }

    private <T> void append(String catalog, String table, List<T> rows, Row<T> row)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (DuckDBAppender appender = catalog.equals("temp")
                ? writer.createAppender(catalog, "main", table)
                : writer.createAppender(catalog, table)) {
            for (T one : rows) {
                appender.beginRow();
                row.append(appender, one);
                appender.endRow();
            }
            appender.flush();
        }
    }

    private static void reading(DuckDBAppender row, Reading reading) throws SQLException {
        row.append(reading.device()).append(reading.point());
        row.appendEpochMillis(reading.eventMillis());
        value(row, reading.value());
        row.append(HistoryFile.word(reading.quality())).append(reading.sequence());
        row.appendEpochMillis(reading.receivedMillis());
    }

    private static void command(DuckDBAppender row, CommandStep step) throws SQLException {
        row.append(step.id()).append(step.device()).append(step.point());
        value(row, step.value());
        words(row, step.origin());
        row.append(step.state().id()).append(step.attempt());
        words(row, step.reason());
        row.appendEpochMillis(step.timeMillis()).append(step.sequence());
    }

    private static void alarm(DuckDBAppender row, AlarmEvent alarm) throws SQLException {
        row.append(alarm.key().rule())
                .append(alarm.key().device())
                .append(alarm.key().action())
                .append(alarm.event());
        words(row, alarm.severity(), alarm.text(), alarm.person(), alarm.note());
        row.appendEpochMillis(alarm.timeMillis()).append(alarm.sequence());
    }

    private static void decision(DuckDBAppender row, DecisionEvent decision) throws SQLException {
        row.append(decision.rule())
                .append(decision.device())
                .append(decision.version())
                .append(decision.activation())
                .append(decision.change());
        words(row, decision.because(), decision.actions());
        row.appendEpochMillis(decision.timeMillis()).append(decision.sequence());
    }

    private static void record(DuckDBAppender row, KeptRecord record) throws SQLException {
        row.append(record.sequence()).append(record.kind()).append(record.flags());
        words(row, record.subject());
        row.appendEpochMillis(record.timeMillis());
        if (record.body().length == 0) {
            row.appendNull();
        } else {
            row.append(record.body());
        }
    }

    private static void value(DuckDBAppender row, Value told) throws SQLException {
        switch (told) {
            case Value.Numeric number -> row.append(number.value()).appendNull();
            case Value.Whole whole -> row.append((double) whole.value()).append(whole.toString());
            case Value.Position place -> row.appendNull().append(place.toString());
            case Value.Text text -> row.appendNull().append(text.value());
            case Value.Bool bool ->
                row.append(bool.value() ? 1.0 : 0.0).append(Boolean.toString(bool.value()));
        }
    }

    private static void words(DuckDBAppender row, String... words) throws SQLException {
        for (String word : words) {
            if (word.isEmpty()) {
                row.appendNull();
            } else {
                row.append(word);
            }
        }
    }
}
