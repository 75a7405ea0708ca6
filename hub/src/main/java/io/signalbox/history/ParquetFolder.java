package io.signalbox.history;

import io.signalbox.history.SqlStopped.Limit;

import org.duckdb.DuckDBConnection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** Where the engine writes files for others: the only folder that it may write to beside its own. */
final class ParquetFolder {
    /** What an export leaves free on the disk. */
    private static final long ROOM_BYTES = 256 << 20;

    private final Path folder;

    /** Makes the folder, and deletes what exports left that were killed. */
    ParquetFolder(Path history) throws IOException {
        this.folder = Files.createDirectories(history.resolve("export"));
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    /** The folder as an item of the engine's list of folders. */
    String setting() {
        return SqlWords.text(folder + "/");
    }

    /**
     * Writes the rows of a statement into a file, which whoever asked deletes. It is about as long as
     * the part of the history that is in it.
     *
     * @throws SqlStopped if the disk has no room, or the history needs the memory for itself
     */
    Path write(HistoryFile history, String select)
            throws SQLException, SqlStopped, InterruptedException {
        try (Guests.Guest guest = history.guests().enter();
                DuckDBConnection reader = history.reader();
                Statement sql = reader.createStatement()) {
            requireRoom(Files.size(folder.resolveSibling(HistoryFile.NAME)));
            history.requireSound(reader);
            guest.runs(sql);
            EngineThreads.runs(sql);
            try {
                return copy(sql, select);
            } catch (SQLException e) {
                if (guest.stopped() != null) {
                    throw new SqlStopped(Limit.MEMORY, "the history needed the memory for itself");
                }
                throw e;
            }
        } catch (IOException e) {
            throw new SQLException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Writes what a statement selects; nothing is left if that fails. */
    Path copy(Statement sql, String select) throws SQLException, IOException {
        Path file = folder.resolve("readings.parquet");
        try {
            sql.execute("COPY (" + select + ") TO " + SqlWords.text(file.toString())
                    + " (FORMAT parquet)");
            return file;
        } catch (SQLException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Refuses what would fill the disk. */
    void requireRoom(long bytes) throws IOException, SqlStopped {
        if (Files.getFileStore(folder).getUsableSpace() - ROOM_BYTES < bytes) {
            throw new SqlStopped(
                    Limit.ROOM,
                    "expected room for " + (bytes >> 20) + " MiB on the disk, beside "
                            + (ROOM_BYTES >> 20) + " MiB that stay free, found less");
        }
    }
}
