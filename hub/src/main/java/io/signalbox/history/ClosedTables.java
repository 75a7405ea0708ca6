package io.signalbox.history;

import io.signalbox.history.ClosedFile.Bounds;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is where in the DuckDB file: {@code recent} has the readings of days that may still go on,
 * {@code closed} the list of {@link ClosedFile}s with the others, and the view {@code readings} is
 * all of them.
 */
final class ClosedTables {
    static final String RECENT = "recent";
    static final String COLUMNS = "device, point, ts, value, text, quality, seq, received";

    /** Of a row that goes into a file: how long it was under way takes less than when it came. */
    static final String STORED = "device, point, ts, value, text, quality, seq,"
            + " epoch_ms(received) - epoch_ms(ts) AS lag";

    private final ClosedFolder folder;

    ClosedTables(ClosedFolder folder) {
        this.folder = folder;
    }

    static List<ClosedFile> list(Connection connection) throws SQLException {
        List<ClosedFile> files = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(ClosedFile.SELECT + " ORDER BY first_ts, file")) {
            while (rows.next()) {
                files.add(ClosedFile.read(rows));
            }
        }
        return files;
    }

    /**
     * Readings within these bounds, and others, as a table that has their order among themselves as
     * {@code place}; within a transaction, so that files and rows are those of one moment. Files
     * that are damaged are left out.
     */
    String source(Connection reader, Bounds ts, Bounds seq) throws SQLException {
        List<String> names = new ArrayList<>();
        for (ClosedFile file : list(reader)) {
            if (file.ts().meets(ts)
                    && file.seq().meets(seq)
                    && folder.trouble(file).isEmpty()) {
                names.add(file.name());
            }
        }
        return "(SELECT " + COLUMNS + ", rowid AS place FROM " + RECENT
                + (names.isEmpty() ? "" : " UNION ALL " + closed(names, ", file_row_number"))
                + ")";
    }

    private String closed(List<String> names, String more) {
        return "SELECT device, point, CAST(ts AS TIMESTAMP_MS) AS ts, value, text, quality, seq,"
                + " CAST(make_timestamp_ms(epoch_ms(ts) + lag) AS TIMESTAMP_MS) AS received" + more
                + " FROM "
                + folder.table(names);
    }

    /** Files as a table. */
    String table(List<String> names) {
        return "(" + closed(names, "") + ")";
    }

    /** Makes the view of all readings, by what {@code closed} has now. */
    void see(Connection writer) throws SQLException {
        List<String> names = list(writer).stream().map(ClosedFile::name).toList();
        try (Statement sql = writer.createStatement()) {
            sql.execute("CREATE OR REPLACE VIEW readings AS SELECT " + COLUMNS + " FROM " + RECENT
                    + (names.isEmpty() ? "" : " UNION ALL " + closed(names, "")));
        }
    }

    void add(Connection writer, ClosedFile file) throws SQLException {
        try (PreparedStatement row = writer.prepareStatement(ClosedFile.INSERT)) {
            file.write(row);
            row.executeUpdate();
        }
    }

    void remove(Connection writer, List<String> names) throws SQLException {
        try (Statement sql = writer.createStatement()) {
            sql.execute("DELETE FROM closed WHERE file IN ("
                    + names.stream().map(SqlWords::text).collect(Collectors.joining(", "))
                    + ")");
        }
    }

    /**
     * Refuses while a file is damaged: until it is moved aside, a statement that names no time cannot
     * be answered.
     */
    void requireSound(Connection reader) throws SQLException {
        for (ClosedFile file : list(reader)) {
            String trouble = folder.trouble(file).orElse("");
            if (!trouble.isEmpty()) {
                throw new SQLException(trouble + "; it is moved aside, ask again in a second");
            }
        }
    }

    /** What is in a file that is in the folder. */
    ClosedFile describe(Statement sql, String name) throws SQLException, IOException {
        try (ResultSet row = sql.executeQuery("SELECT epoch_ms(min(ts)), epoch_ms(max(ts)),"
                + " min(seq), max(seq), epoch_ms(min(received)), epoch_ms(max(received)), count(*)"
                + " FROM " + table(List.of(name)))) {
            row.next();
            return new ClosedFile(
                    name,
                    new Bounds(row.getLong(1), row.getLong(2)),
                    new Bounds(row.getLong(3), row.getLong(4)),
                    new Bounds(row.getLong(5), row.getLong(6)),
                    row.getLong(7),
                    Files.size(folder.path(name)),
                    Checks.of(folder.path(name)),
                    "");
        }
    }
}
