package io.signalbox.history;

import io.signalbox.history.HistoryFile.Opening;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Where the history begins: the store that is configured, or a new file in place of a damaged one. */
final class StoreOpening {
    private static final Logger LOG = System.getLogger(History.class.getName());

    private StoreOpening() {}

    /**
     * Opens the store.
     *
     * @param begins is told what an operator should know
     */
    static HistoryStore open(HistoryConfig config, Journal journal, Consumer<String> begins)
            throws SQLException, IOException {
        if (!config.url().isEmpty()) {
            return PostgresStore.open(config.url());
        }
        Opening opening = new Opening(begins);
        try {
            return HistoryFile.open(config, opening);
        } catch (SQLException e) {
            if (!isDamage(e)) {
                throw e;
            }
            Path aside = moveAside(config.folder());
            String told = "the history was damaged (" + e.getMessage() + "); it is kept as " + aside
                    + " and written anew" + fromTheFirstRecord(journal);
            LOG.log(Level.WARNING, told);
            begins.accept(told);
            return HistoryFile.open(config, opening);
        }
    }

    /** From where a new file can be written: the words for it. */
    private static String fromTheFirstRecord(Journal journal) {
        long first = journal.firstSequence();
        try (JournalReader reader = journal.reader(first)) {
            return reader.next()
                    ? " from record " + first + " of "
                            + Instant.ofEpochMilli(reader.entry().timeMillis()) + " on"
                    : "";
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
        Path log = folder.resolve(HistoryFile.NAME + ".wal");
        if (Files.exists(log)) {
            Files.move(log, folder.resolve(aside.getFileName() + ".wal"));
        }
        return Files.move(folder.resolve(HistoryFile.NAME), aside);
    }
}
