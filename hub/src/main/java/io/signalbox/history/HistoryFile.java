package io.signalbox.history;

import io.signalbox.history.ClosedDays.Step;
import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.journal.BackgroundThreads;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The DuckDB file: the tables, and how far in the journal they reach.
 *
 * <p>Rows and their high-water mark are one transaction, so that after any crash the fold goes on
 * with the first record whose rows are not in the file: none is lost, none is there twice. One
 * thread writes at a time; each query has a connection of its own and sees what was committed when
 * it began.
 */
final class HistoryFile implements HistoryStore {
    static final String NAME = "readings.duckdb";
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int FORMAT = 2;

    /** Of versions that had all readings in one table. */
    private static final int OLDER_FORMAT = 1;

    private static final int HEADER_BYTES = 3 * 4096;

    /** What statements may put aside on disk when they have more than fits into memory. */
    private static final String MOST_SPILLED = "1GiB";

    private static final Logger LOG = System.getLogger(HistoryFile.class.getName());

    private final DuckDBConnection writer;
    private final FileRows rows;
    private final Path folder;
    private final ParquetFolder parquet;
    private final long memoryBytes;
    private final Guests guests = new Guests();
    private final ClosedDays days;
    private volatile long through;
    private boolean recorded;

    private HistoryFile(
            DuckDBConnection writer,
            HistoryConfig config,
            ParquetFolder parquet,
            ClosedFolder closed,
            Opening opening) {
        this.writer = writer;
        this.rows = new FileRows(writer);
        this.folder = config.folder();
        this.memoryBytes = config.memoryBytes();
        this.parquet = parquet;
        this.days = new ClosedDays(this, closed, opening);
    }

    /**
     * What else is to be known of a file that is opened.
     *
     * @param terms when days are closed
     * @param threads where they are
     * @param tells is told what people should know
     */
    record Opening(Closer.Terms terms, Executor threads, Consumer<String> tells) {
        Opening(Consumer<String> tells) {
            this(Closer.Terms.DEFAULT, BackgroundThreads.named("history-close")::start, tells);
        }
    }

    static HistoryFile open(HistoryConfig config) throws SQLException, IOException {
        return open(config, new Opening(told -> {}));
    }

    /**
     * Opens the file or makes a new one.
     *
     * @throws SQLException when it cannot be used; {@link StoreOpening#isDamage} tells whether ever again
     */
    static HistoryFile open(HistoryConfig config, Opening opening)
            throws SQLException, IOException {
        Files.createDirectories(config.folder());
        Path file = config.folder().resolve(NAME);
        Properties settings = EngineSettings.closed((config.memoryBytes() >> 10) + "KiB");
        settings.setProperty("temp_directory", config.folder().resolve("tmp").toString());
        ParquetFolder parquet = new ParquetFolder(config.folder());
        ClosedFolder closed = new ClosedFolder(config.folder());
        settings.setProperty(
                "allowed_directories", "[" + parquet.setting() + ", " + closed.setting() + "]");
        settings.setProperty("max_temp_directory_size", MOST_SPILLED);
        DuckDBConnection connection = new DuckDBDriver()
                .connect("jdbc:duckdb:" + file, settings)
                .unwrap(DuckDBConnection.class);
        NativeLibrary.forgetUnpackedFile();
        try {
            HistoryFile opened = new HistoryFile(connection, config, parquet, closed, opening);
            opened.prepare(file);
            return opened;
        } catch (SQLException | IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Path file) throws SQLException, IOException {
        try (Statement sql = writer.createStatement()) {
            sql.execute("SET GLOBAL parquet_metadata_cache = true");
            sql.execute("BEGIN");
            for (String table : FileRows.TABLES) {
                sql.execute(table);
            }
            sql.execute("CREATE TABLE IF NOT EXISTS progress"
                    + "(format INTEGER NOT NULL, applied_through BIGINT NOT NULL)");
            sql.execute("INSERT INTO progress SELECT " + FORMAT
                    + ", 0 WHERE NOT EXISTS (SELECT 1 FROM progress)");
            int format;
            try (ResultSet row = sql.executeQuery(HistoryStore.PROGRESS)) {
                row.next();
                format = row.getInt(1);
                through = row.getLong(2);
                recorded = row.getBoolean(3);
            }
            if (format != FORMAT && format != OLDER_FORMAT) {
                throw new SQLException(
                        "expected history format " + FORMAT + " in " + file + ", found " + format);
            }
            days.prepare(writer, format == OLDER_FORMAT);
            sql.execute("UPDATE progress SET format = " + FORMAT);
            sql.execute("COMMIT");
        }
        List<ClosedFile> found = through == 0 ? days.found(writer) : List.of();
        if (!found.isEmpty()) {
            transact(sql -> days.adopt(writer, found), 0);
        }
        days.open(writer, through);
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

    @Override
    public long through() {
        return through;
    }

    @Override
    public boolean recorded() {
        return recorded;
    }

    /**
     * Adds the rows and moves the high-water mark: both or, after a crash, neither.
     *
     * <p>The transaction begins with a statement of its own. The driver's {@code setAutoCommit}
     * begins one with the next statement only, and an appender is none: its rows would be committed
     * chunk by chunk, before the mark.
     */
    @Override
    public void write(Batch batch, long appliedThrough) throws SQLException {
        transact(sql -> rows.append(days.withoutClosed(batch)), appliedThrough);
    }

    @Override
    public void merge(List<Reading> readings, long appliedThrough) throws SQLException {
        transact(
                sql -> {
                    sql.execute("CREATE TEMP TABLE IF NOT EXISTS incoming AS FROM "
                            + ClosedTables.RECENT + " LIMIT 0");
                    sql.execute("DELETE FROM temp.incoming");
                    rows.appendIncoming(days.withoutClosed(readings));
                    String all = days.source(writer, times(readings), Bounds.ALL);
                    sql.execute(HistoryStore.merge("temp.incoming", ClosedTables.RECENT, all));
                    sql.execute("DELETE FROM temp.incoming");
                },
                appliedThrough);
    }

    private static Bounds times(List<Reading> readings) {
        LongSummaryStatistics times =
                readings.stream().mapToLong(Reading::eventMillis).summaryStatistics();
        return new Bounds(times.getMin(), times.getMax());
    }

    @Override
    public String source(Connection reader, Bounds ts, Bounds seq) throws SQLException {
        try (Statement sql = reader.createStatement()) {
            sql.execute("BEGIN TRANSACTION READ ONLY");
        }
        return days.source(reader, ts, seq);
    }

    /** As {@link ClosedTables#requireSound}. */
    void requireSound(Connection reader) throws SQLException {
        days.requireSound(reader);
    }

    @Override
    public void tidy(long nowMillis) throws SQLException {
        days.tidy(writer, nowMillis, through, step -> transact(step, through));
    }

    /**
     * Others that use the engine give way if the change lacks memory; before it is undone, which
     * takes some, too. A commit is never tried again: it may have come to pass before it failed. Then
     * the file is opened anew, and its mark tells.
     */
    private void transact(Step change, long appliedThrough) throws SQLException {
        try {
            begin(change, appliedThrough);
        } catch (SQLException | RuntimeException e) {
            boolean again = lacksMemory(e) && guests.evict();
            undo(e);
            if (!again) {
                throw e;
            }
            beginAgain(change, appliedThrough);
        }
        try (Statement sql = writer.createStatement()) {
            sql.execute("COMMIT");
        }
        through = appliedThrough;
    }

    private void beginAgain(Step change, long appliedThrough) throws SQLException {
        try {
            begin(change, appliedThrough);
        } catch (SQLException | RuntimeException e) {
            undo(e);
            throw e;
        } finally {
            guests.admit();
        }
    }

    private void begin(Step change, long appliedThrough) throws SQLException {
        try (Statement sql = writer.createStatement()) {
            sql.execute("BEGIN");
            change.change(sql);
            mark(appliedThrough);
        }
    }

    /** With a statement of its own: the one that failed is closed. */
    private void undo(Exception cause) {
        try (Statement sql = writer.createStatement()) {
            sql.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** In the words that the engine has for it, and in those of its appender and its commit. */
    private static boolean lacksMemory(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Out of Memory")
                || message.contains("failed to allocate")
                || message.contains("failed to pin");
    }

    private void mark(long appliedThrough) throws SQLException {
        try (PreparedStatement sql =
                writer.prepareStatement("UPDATE progress SET applied_through = ?")) {
            sql.setLong(1, appliedThrough);
            sql.executeUpdate();
        }
    }

    static String word(Quality quality) {
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

    @Override
    public void delete(Deletion deletion) throws SQLException {
        List<String> gone = new ArrayList<>();
        transact(
                sql -> {
                    gone.clear();
                    deletion.prepare(writer);
                    gone.addAll(days.drop(writer, sql, deletion));
                    for (String step : deletion.statements(ClosedTables.RECENT)) {
                        sql.execute(step);
                    }
                },
                through);
        days.given(gone);
    }

    @Override
    public Optional<HistorySize> size(long nowMillis) throws SQLException {
        try {
            return Optional.of(days.size(
                    writer, Files.size(folder.resolve(NAME)), nowMillis, nowMillis - DAY_MILLIS));
        } catch (IOException e) {
            throw new SQLException("cannot look at the file: " + e.getMessage(), e);
        }
    }

    /** Lets the engine have more for as long as there are guests, or no more than it is given. */
    void allow(long moreBytes) throws SQLException {
        try (DuckDBConnection others = reader();
                Statement sql = others.createStatement()) {
            sql.execute("SET memory_limit = '" + ((memoryBytes + moreBytes) >> 10) + "KiB'");
        }
    }

    /** What the engine holds and cannot let go of: all but what it read from the file. */
    long heldBytes() throws SQLException {
        try (DuckDBConnection others = reader();
                Statement sql = others.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT coalesce(sum(memory_usage_bytes), 0) FROM"
                                + " duckdb_memory() WHERE tag NOT IN ('BASE_TABLE', 'METADATA', 'EXTERNAL_FILE_CACHE')")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** What the engine may use. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** Who else uses the engine. */
    Guests guests() {
        return guests;
    }

    /** Where the engine writes files for others. */
    ParquetFolder parquet() {
        return parquet;
    }

    @Override
    public DuckDBConnection reader() throws SQLException {
        return writer.duplicate();
    }

    @Override
    public void close() {
        days.stop();
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the history did not close in order", e);
        }
    }
}
