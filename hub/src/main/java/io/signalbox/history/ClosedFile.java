package io.signalbox.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A Parquet file with the readings of a span of time that is over, in the order of device, point,
 * time and arrival; a row of the table {@code closed}. Spans of several files may overlap: what comes
 * late is in a later one.
 *
 * @param name in the folder of such files
 * @param ts first and last time of an event
 * @param seq first and last journal record
 * @param received first and last time of arrival
 * @param checks {@link Checks} of its bytes
 * @param pruned {@link Deletion#mark} of the last deletion that was looked at for it; empty for none
 */
record ClosedFile(
        String name,
        Bounds ts,
        Bounds seq,
        Bounds received,
        long rows,
        long bytes,
        String checks,
        String pruned) {
    static final String TABLE = "CREATE TABLE IF NOT EXISTS closed(file VARCHAR NOT NULL,"
            + " first_ts TIMESTAMP_MS NOT NULL, last_ts TIMESTAMP_MS NOT NULL,"
            + " first_seq BIGINT NOT NULL, last_seq BIGINT NOT NULL,"
            + " first_received TIMESTAMP_MS NOT NULL, last_received TIMESTAMP_MS NOT NULL,"
            + " rows BIGINT NOT NULL, bytes BIGINT NOT NULL, checks VARCHAR NOT NULL,"
            + " pruned VARCHAR NOT NULL)";

    static final String SELECT = "SELECT file, epoch_ms(first_ts), epoch_ms(last_ts), first_seq,"
            + " last_seq, epoch_ms(first_received), epoch_ms(last_received), rows, bytes, checks, pruned"
            + " FROM closed";

    static final String INSERT = "INSERT INTO closed VALUES (?, make_timestamp_ms(?),"
            + " make_timestamp_ms(?), ?, ?, make_timestamp_ms(?), make_timestamp_ms(?), ?, ?, ?, ?)";

    /** From one number to another, both included. */
    record Bounds(long first, long last) {
        /** All there are, with times of which the engine can make its own. */
        static final Bounds ALL = new Bounds(0, HistoryQuery.END_MILLIS);

        boolean meets(Bounds other) {
            return first <= other.last && other.first <= last;
        }
    }

    /** From the columns of {@link #SELECT}. */
    static ClosedFile read(ResultSet row) throws SQLException {
        return new ClosedFile(
                row.getString(1),
                new Bounds(row.getLong(2), row.getLong(3)),
                new Bounds(row.getLong(4), row.getLong(5)),
                new Bounds(row.getLong(6), row.getLong(7)),
                row.getLong(8),
                row.getLong(9),
                row.getString(10),
                row.getString(11));
    }

    /** Into the places of {@link #INSERT}. */
    void write(PreparedStatement row) throws SQLException {
        row.setString(1, name);
        row.setLong(2, ts.first);
        row.setLong(3, ts.last);
        row.setLong(4, seq.first);
        row.setLong(5, seq.last);
        row.setLong(6, received.first);
        row.setLong(7, received.last);
        row.setLong(8, rows);
        row.setLong(9, bytes);
        row.setString(10, checks);
        row.setString(11, pruned);
    }

    ClosedFile prunedBy(String mark) {
        return new ClosedFile(name, ts, seq, received, rows, bytes, checks, mark);
    }

    /** What is in it, for people. */
    @Override
    public String toString() {
        return rows + " readings from " + Instant.ofEpochMilli(ts.first) + " to "
                + Instant.ofEpochMilli(ts.last) + " (" + name + ")";
    }
}
