package io.signalbox.history;

import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The DuckDB file: one table of readings, and how far in the journal they reach.
 *
 * <p>Rows and their high-water mark are one transaction, so that after any crash the fold goes on
 * with the first record whose readings are not in the file: none is lost, none is there twice. One
 * thread writes at a time; each query has a connection of its own and sees what was committed when
 * it began.
 *
 * <p>{@code readings(device, point, ts, value, text, quality, seq, received)} is a stable schema:
 * {@code ts} is the time of the event and {@code received} that of arrival, both UTC; a number
 * stands in {@code value} alone, a whole one beyond 2^53 in both, with all its digits in
 * {@code text}, a word in {@code text} alone, so does a position as {@code geo:52.5,13.4}, and yes and no in both, as 1 and
 * {@code true} or 0 and {@code false}; {@code quality} is good, uncertain, bad or stale;
 * {@code seq} is the journal record that the reading came in.
 */
final class HistoryFile implements AutoCloseable {
    static final String NAME = "readings.duckdb";
    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 3 * 4096;
    private static final Logger LOG = System.getLogger(HistoryFile.class.getName());

    private final DuckDBConnection writer;
    private volatile long through;

    private HistoryFile(DuckDBConnection writer) {
        this.writer = writer;
    }

    /**
     * Opens the file or makes a new one.
     *
     * @throws SQLException when it cannot be used; {@link #isDamage} tells whether ever again
     */
    static HistoryFile open(HistoryConfig config) throws SQLException, IOException {
        Files.createDirectories(config.folder());
        Path file = config.folder().resolve(NAME);
        Properties settings = new Properties();
        settings.setProperty("memory_limit", (config.memoryBytes() >> 10) + "KiB");
        settings.setProperty("threads", "1");
        settings.setProperty("temp_directory", config.folder().resolve("tmp").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        DuckDBConnection connection = new DuckDBDriver()
                .connect("jdbc:duckdb:" + file, settings)
                .unwrap(DuckDBConnection.class);
        NativeLibrary.forgetUnpackedFile();
        try {
            HistoryFile opened = new HistoryFile(connection);
            opened.prepare(file);
            return opened;
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Path file) throws SQLException, IOException {
        try (Statement sql = writer.createStatement()) {
            sql.execute("BEGIN");
            sql.execute("CREATE TABLE IF NOT EXISTS readings(device VARCHAR NOT NULL,"
                    + " point VARCHAR NOT NULL, ts TIMESTAMP_MS NOT NULL, value DOUBLE,"
                    + " text VARCHAR, quality VARCHAR NOT NULL, seq BIGINT NOT NULL,"
                    + " received TIMESTAMP_MS NOT NULL)");
            sql.execute("CREATE TABLE IF NOT EXISTS progress"
                    + "(format INTEGER NOT NULL, applied_through BIGINT NOT NULL)");
            sql.execute("INSERT INTO progress SELECT " + FORMAT
                    + ", 0 WHERE NOT EXISTS (SELECT 1 FROM progress)");
            sql.execute("COMMIT");
            try (ResultSet row = sql.executeQuery("SELECT format, applied_through FROM progress")) {
                if (!row.next() || row.getInt(1) != FORMAT) {
                    throw new SQLException("expected history format " + FORMAT + " in " + file);
                }
                through = row.getLong(2);
            }
        }
        checkLength(file);
    }

    /**
     * A file that was cut is found here and not by some query later. The blocks in use, not all that
     * the header counts: the engine cuts free ones off the end without counting them down.
     */
    private void checkLength(Path file) throws SQLException, IOException {
        try (Statement sql = writer.createStatement();
                ResultSet row = sql.executeQuery("SELECT " + HEADER_BYTES
                        + " + block_size * used_blocks FROM pragma_database_size()")) {
            row.next();
            if (Files.size(file) < row.getLong(1)) {
                throw new SQLException("expected at least " + row.getLong(1) + " bytes in " + file
                        + ", found " + Files.size(file));
            }
        }
    }

    /**
     * True for what will not get better by itself: this is no history, or it is broken. False for a
     * full disk, a lock, missing rights.
     */
    static boolean isDamage(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return List.of(
                        "lock on file",
                        "No space left",
                        "Permission denied",
                        "Cannot open",
                        "Could not open",
                        "Too many open",
                        "Out of Memory",
                        "Input/output error")
                .stream()
                .noneMatch(message::contains);
    }

    /** Gives the file, and what belongs to it, a name under which it is kept. Returns that name. */
    static Path moveAside(Path folder) throws IOException {
        int number = 1;
        while (Files.exists(folder.resolve("readings.damaged-" + number + ".duckdb"))) {
            number++;
        }
        Path aside = folder.resolve("readings.damaged-" + number + ".duckdb");
        Path log = folder.resolve(NAME + ".wal");
        if (Files.exists(log)) {
            Files.move(log, folder.resolve(aside.getFileName() + ".wal"));
        }
        return Files.move(folder.resolve(NAME), aside);
    }

    /** The last journal record whose readings are in the file. */
    long through() {
        return through;
    }

    /**
     * Adds the readings and moves the high-water mark: both or, after a crash, neither.
     *
     * <p>The transaction begins with a statement of its own. The driver's {@code setAutoCommit}
     * begins one with the next statement only, and an appender is none: its rows would be committed
     * chunk by chunk, before the mark.
     */
    void write(List<Reading> readings, long appliedThrough) throws SQLException {
        try (Statement sql = writer.createStatement()) {
            sql.execute("BEGIN");
            try {
                if (!readings.isEmpty()) {
                    append(readings);
                }
                mark(appliedThrough);
                sql.execute("COMMIT");
            } catch (SQLException | RuntimeException e) {
                sql.execute("ROLLBACK");
                throw e;
            }
        }
        through = appliedThrough;
    }

    private void append(List<Reading> readings) throws SQLException {
        try (DuckDBAppender appender = writer.createAppender("main", "readings")) {
            for (Reading reading : readings) {
                append(appender, reading);
            }
            appender.flush();
        }
    }

    private void mark(long appliedThrough) throws SQLException {
        try (PreparedStatement sql =
                writer.prepareStatement("UPDATE progress SET applied_through = ?")) {
            sql.setLong(1, appliedThrough);
            sql.executeUpdate();
        }
    }

    private static void append(DuckDBAppender appender, Reading reading) throws SQLException {
        appender.beginRow().append(reading.device()).append(reading.point());
        appender.appendEpochMillis(reading.eventMillis());
        switch (reading.value()) {
            case Value.Numeric number -> appender.append(number.value()).appendNull();
            case Value.Whole whole ->
                appender.append((double) whole.value()).append(whole.toString());
            case Value.Position place -> appender.appendNull().append(place.toString());
            case Value.Text text -> appender.appendNull().append(text.value());
            case Value.Bool bool ->
                appender.append(bool.value() ? 1.0 : 0.0).append(Boolean.toString(bool.value()));
        }
        appender.append(word(reading.quality())).append(reading.sequence());
        appender.appendEpochMillis(reading.receivedMillis()).endRow();
    }

    private static String word(Quality quality) {
        return switch (quality) {
            case GOOD -> "good";
            case UNCERTAIN -> "uncertain";
            case BAD -> "bad";
            case STALE -> "stale";
        };
    }

    static Quality quality(String word) {
        return Quality.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Deletes what came in before; returns how many rows. */
    long deleteBefore(long receivedMillis) throws SQLException {
        try (PreparedStatement sql = writer.prepareStatement(
                "DELETE FROM readings WHERE received < CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)")) {
            sql.setLong(1, receivedMillis);
            return sql.executeUpdate();
        }
    }

    /** A connection that reads; whoever asked closes it. */
    DuckDBConnection reader() throws SQLException {
        return writer.duplicate();
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the history did not close in order", e);
        }
    }
}
