package io.signalbox.history;

import io.signalbox.message.Reading;

import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Writes Parquet files of a history that is elsewhere: its readings come a span at a time into a file
 * of an engine of its own, which has them on disk, and writes them all.
 */
final class ParquetScratch {
    private static final String MEMORY = "64MiB";
    private static final String NAME = "scratch.duckdb";

    /** What a reading may take, in that file and in the one that is made of it, in bytes. */
    private static final long READING_BYTES = 40;

    private final Path history;
    private final ParquetFolder folder;

    /** Deletes what exports left that were killed. */
    ParquetScratch(Path history) throws SQLException {
        this.history = history;
        try {
            this.folder = new ParquetFolder(history);
        } catch (IOException e) {
            throw new SQLException("cannot use " + history + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a file, which whoever asked deletes.
     *
     * @throws SqlStopped if the disk has no room
     */
    Path write(ExportSpans spans, long rows) throws SQLException, SqlStopped {
        Path scratch = history.resolve("export").resolve(NAME);
        try {
            folder.requireRoom(rows * READING_BYTES);
            try (DuckDBConnection engine = open(scratch);
                    Statement sql = engine.createStatement()) {
                NativeLibrary.forgetUnpackedFile();
                sql.execute(FileRows.RECENT);
                FileRows table = new FileRows(engine);
                for (Optional<List<Reading>> some = spans.next();
                        some.isPresent();
                        some = spans.next()) {
                    table.append(new Batch(some.get(), List.of(), List.of(), List.of(), List.of()));
                }
                EngineThreads.runs(sql);
                return folder.copy(
                        sql, "SELECT " + ClosedTables.COLUMNS + " FROM " + ClosedTables.RECENT);
            } finally {
                Files.deleteIfExists(scratch);
                Files.deleteIfExists(scratch.resolveSibling(NAME + ".wal"));
            }
        } catch (IOException e) {
            throw new SQLException("cannot write beside " + scratch + ": " + e.getMessage(), e);
        }
    }

    private DuckDBConnection open(Path scratch) throws SQLException {
        Properties settings = EngineSettings.closed(MEMORY);
        settings.setProperty("allowed_directories", "[" + folder.setting() + "]");
        return new DuckDBDriver()
                .connect("jdbc:duckdb:" + scratch, settings)
                .unwrap(DuckDBConnection.class);
    }
}
