package io.signalbox.history;

import io.signalbox.history.Guests.Guest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Writes the readings of days that are over into a {@link ClosedFile}, on a thread of its own and as
 * a guest of the engine. What it wrote is read back and compared before anybody relies on it. The
 * rows change places later, in one transaction of whoever writes.
 */
final class Closer {
    /**
     * When a span of time is closed.
     *
     * @param leastRows fewer are not worth a file
     * @param mostRows of a file; a longer day is cut
     * @param graceMillis how long after its end a day may still go on
     * @param pauseMillis until it is looked again, if there was nothing to close
     */
    record Terms(long leastRows, long mostRows, long graceMillis, long pauseMillis) {
        static final Terms DEFAULT = new Terms(100_000, 4_000_000, 3_600_000, 600_000);
    }

    /** Days that one file spans, if they have few readings. */
    private static final long MOST_DAYS = 31;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long MINUTE_MILLIS = 60_000;

    /** Readings that a query for one device reads at once. */
    private static final int BLOCK_ROWS = 40_960;

    /** How often somebody who waits for the end says so again. */
    private static final long LOOK_MILLIS = 100;

    private static final Logger LOG = System.getLogger(Closer.class.getName());

    private final HistoryFile history;
    private final ClosedFolder folder;
    private final ClosedTables tables;
    private final Terms terms;
    private final Executor threads;

    private @Nullable Guest guest;
    private boolean running;
    private @Nullable Written ready;
    private boolean closing;

    /** Something that is to change places. */
    sealed interface Written {
        /** The file that has it by now. */
        ClosedFile file();
    }

    /** Rows of {@code recent} that are in a file by now, all of them and no others. */
    record Closed(ClosedFile file, ClosedSpan span) implements Written {}

    /** What is left of an older file; no rows if nothing is. */
    record Pruned(ClosedFile file, ClosedFile older, Deletion deletion) implements Written {}

    /** What is to be done in the engine. */
    private interface Work {
        @Nullable
        Written write(Statement sql) throws SQLException, IOException;
    }

    /** @param threads where it works, one piece at a time */
    Closer(
            HistoryFile history,
            ClosedFolder folder,
            ClosedTables tables,
            Terms terms,
            Executor threads) {
        this.threads = threads;
        this.history = history;
        this.folder = folder;
        this.tables = tables;
        this.terms = terms;
    }

    /** Starts to look for what can be closed by now, unless that is under way. */
    void start(long nowMillis, long through) {
        start(sql -> close(sql, nowMillis, through));
    }

    /** Starts to write anew what is left of a file. */
    void start(ClosedFile file, Deletion deletion) {
        start(sql -> prune(sql, file, deletion));
    }

    private synchronized void start(Work work) {
        if (!busy() && !closing) {
            running = true;
            threads.execute(() -> run(work));
        }
    }

    /** What is ready to change places, once; null if nothing is. */
    synchronized @Nullable Written take() {
        Written taken = ready;
        ready = null;
        return taken;
    }

    /** Whether it is at work, or has something ready. */
    synchronized boolean busy() {
        return running || ready != null;
    }

    /** Waits for the end of what is under way, which is given up. */
    synchronized void stop() {
        closing = true;
        boolean interrupted = false;
        while (running) {
            if (guest != null) {
                guest.stop(SqlStopped.Limit.TIME);
            }
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isStopping() {
        return closing;
    }

    private void run(Work work) {
        Written written = null;
        try (Guest here = history.guests().enter();
                Connection reader = history.reader();
                Statement sql = reader.createStatement()) {
            synchronized (this) {
                guest = here;
            }
            here.runs(sql);
            sql.execute("SET operator_memory_limit = '" + (history.memoryBytes() >> 11) + "KiB'");
            written = work.write(sql);
        } catch (SQLException | IOException e) {
            if (!isStopping()) {
                LOG.log(Level.INFO, "a day stays open for now: " + e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                guest = null;
                running = false;
                ready = written;
                notifyAll();
            }
        }
    }

    private @Nullable Written close(Statement sql, long nowMillis, long through)
            throws SQLException, IOException {
        ClosedSpan span = next(sql, nowMillis - terms.graceMillis(), through);
        if (span == null) {
            return null;
        }
        String rows = "(SELECT *, rowid AS place FROM " + ClosedTables.RECENT + span.where() + ")";
        return new Closed(write(sql, span, rows), span);
    }

    private @Nullable Written prune(Statement sql, ClosedFile file, Deletion deletion)
            throws SQLException, IOException {
        ClosedSpan span = ClosedSpan.parse(file.name()).orElseThrow();
        deletion.prepare(sql.getConnection());
        String rows = "(SELECT *, 0 AS place FROM " + tables.table(List.of(file.name()))
                + " t WHERE NOT (" + deletion.expired("t") + "))";
        ClosedFile left = write(sql, span.nextEdition(), rows);
        return new Pruned(left.prunedBy(deletion.mark(file.received().last())), file, deletion);
    }

    /** Writes rows, and believes it when they are read back. */
    private ClosedFile write(Statement sql, ClosedSpan span, String rows)
            throws SQLException, IOException {
        String name = span.name();
        folder.delete(name);
        sql.execute("COPY (SELECT " + ClosedTables.STORED + " FROM " + rows
                + " r ORDER BY device, point, ts, seq, place) TO "
                + SqlWords.text(folder.path(name).toString())
                + " (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, ROW_GROUP_SIZE "
                + BLOCK_ROWS + ")");
        folder.keep(name);
        String kept = sum(sql, rows);
        String found = sum(sql, tables.table(List.of(name)));
        if (!kept.equals(found)) {
            folder.delete(name);
            throw new SQLException("expected " + kept + " in " + name + ", found " + found);
        }
        return tables.describe(sql, name);
    }

    /** Number and fingerprint of rows, whatever their order. */
    private static String sum(Statement sql, String table) throws SQLException {
        try (ResultSet row = sql.executeQuery("SELECT count(*) || ' rows of '"
                + " || coalesce(sum(hash(device, point, epoch_ms(ts), value, text, quality, seq,"
                + " epoch_ms(received))), 0) FROM " + table + " t")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The oldest days that are over and have enough readings together; null if there are none. */
    private @Nullable ClosedSpan next(Statement sql, long nowMillis, long through)
            throws SQLException {
        long today = Math.floorDiv(nowMillis, DAY_MILLIS);
        try (ResultSet days =
                count(sql, new ClosedSpan(0, today * DAY_MILLIS, through), DAY_MILLIS)) {
            long first = -1;
            long rows = 0;
            while (days.next()) {
                long day = days.getLong(1);
                if (first < 0 || day - first >= MOST_DAYS) {
                    first = day;
                    rows = 0;
                }
                rows += days.getLong(2);
                if (rows >= terms.leastRows()) {
                    ClosedSpan all =
                            new ClosedSpan(first * DAY_MILLIS, (day + 1) * DAY_MILLIS, through);
                    return rows <= terms.mostRows() ? all : cut(sql, all);
                }
            }
            return null;
        }
    }

    /** As much of the span as one file takes, and a minute of it at least. */
    private ClosedSpan cut(Statement sql, ClosedSpan all) throws SQLException {
        try (ResultSet minutes = count(sql, all, MINUTE_MILLIS)) {
            long rows = 0;
            while (minutes.next()) {
                rows += minutes.getLong(2);
                if (rows >= terms.mostRows()) {
                    long end = (minutes.getLong(1) + 1) * MINUTE_MILLIS;
                    return new ClosedSpan(all.fromMillis(), end, all.through());
                }
            }
            return all;
        }
    }

    private static ResultSet count(Statement sql, ClosedSpan span, long millis)
            throws SQLException {
        return sql.executeQuery("SELECT epoch_ms(ts) // " + millis + " AS part, count(*) FROM "
                + ClosedTables.RECENT + span.where() + " GROUP BY part ORDER BY part");
    }
}
