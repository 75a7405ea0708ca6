package io.signalbox.history;

import io.signalbox.history.SqlStopped.Limit;

import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where statements of people are answered: one at a time, in a transaction that cannot write, with
 * memory beside that of the history and so much time; each on a thread of its own, with a stack for deep
 * trees, because a thread in the engine carries no other request.
 */
final class SqlDesk {
    private static final Logger LOG = System.getLogger(SqlDesk.class.getName());

    static final long MOST_MILLIS = 30_000;

    /** How long a statement waits for the one before it. */
    static final int TURN_SECONDS = 10;

    /** How often it is looked at what a statement holds. */
    private static final long LOOK_MILLIS = 50;

    /** What one statement may hold, beside what the history has for itself. */
    private static final long MOST_BYTES = 64 << 20;

    /** What the engine may take more while there is one: it is ended well before that is gone. */
    private static final long MORE_BYTES = 2 * MOST_BYTES;

    /** What one of its sorts and groups may hold before it goes to disk. */
    private static final long OPERATOR_BYTES = MOST_BYTES / 2;

    static final long STACK_BYTES = 64 << 20;

    /** What the engine says when the fault is not the statement's. */
    private static final List<String> OWN_FAULTS =
            List.of("IO Error", "INTERNAL Error", "FATAL Error", "TransactionContext Error");

    private final Semaphore turn = new Semaphore(1, true);
    private final long heldBytes;
    private final long mostMillis;

    SqlDesk(long engineBytes, long mostMillis) {
        this.heldBytes = engineBytes / 2 + MOST_BYTES;
        this.mostMillis = mostMillis;
    }

    /**
     * Answers one statement.
     *
     * @throws BadQuery if it is not one SELECT, or names what there is not
     * @throws SqlStopped if it would take too long or too much
     */
    SqlRows ask(HistoryFile file, SqlQuestion question, SqlTables tables)
            throws BadQuery, SqlStopped, SQLException, InterruptedException {
        if (!turn.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
            throw new SqlStopped(
                    Limit.TURN, "expected one statement at a time, found another one under way");
        }
        try (Guests.Guest guest = file.guests().enter()) {
            file.allow(MORE_BYTES);
            try {
                return run(
                        new FutureTask<>(() -> answer(file, question, tables, guest)), guest, file);
            } catch (SQLException e) {
                throw judged(e, guest.stopped());
            } finally {
                settle(file);
            }
        } finally {
            turn.release();
        }
    }

    /** Waits for the end in any case: a statement never outlives its turn. */
    private SqlRows run(FutureTask<SqlRows> task, Guests.Guest guest, HistoryFile file)
            throws BadQuery, SQLException, InterruptedException {
        Thread thread = new Thread(null, task, "sql", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        InterruptedException interrupted = null;
        for (long millis = 0; ; millis += LOOK_MILLIS) {
            try {
                SqlRows rows = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (interrupted != null) {
                    throw interrupted;
                }
                return rows;
            } catch (TimeoutException e) {
                if (interrupted != null || millis >= mostMillis) {
                    guest.stop(Limit.TIME);
                } else if (holdsTooMuch(file)) {
                    guest.stop(Limit.MEMORY);
                }
            } catch (InterruptedException e) {
                interrupted = e;
            } catch (ExecutionException e) {
                if (interrupted != null) {
                    throw interrupted;
                }
                throw cause(e);
            }
        }
    }

    /** If there is no memory even for this question, it is too much. */
    private boolean holdsTooMuch(HistoryFile file) {
        try {
            return file.heldBytes() > heldBytes;
        } catch (SQLException e) {
            return true;
        }
    }

    /** The engine may need a moment to give memory back; the next statement says it again. */
    private static void settle(HistoryFile file) {
        try {
            file.allow(0);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "the engine keeps its memory for now", e);
        }
    }

    private static SQLException cause(ExecutionException e) throws BadQuery {
        return switch (e.getCause()) {
            case BadQuery bad -> throw bad;
            case SQLException failure -> failure;
            case RuntimeException fault -> throw fault;
            case null, default -> throw new IllegalStateException(e);
        };
    }

    private SqlRows answer(
            HistoryFile file, SqlQuestion question, SqlTables tables, Guests.Guest guest)
            throws SQLException, BadQuery {
        try (DuckDBConnection reader = file.reader();
                Statement sql = reader.createStatement()) {
            sql.execute("SET operator_memory_limit = '" + (OPERATOR_BYTES >> 10) + "KiB'");
            Set<String> named = SqlCheck.tables(reader, question.statement());
            tables.make(reader, named);
            file.requireSound(reader);
            sql.execute("BEGIN TRANSACTION READ ONLY");
            guest.runs(sql);
            try (ResultSet result = sql.executeQuery(limited(question))) {
                return new SqlRows(result, question.limit());
            }
        }
    }

    /** The engine makes the whole result before its first row: so it is told where to end. */
    private static String limited(SqlQuestion question) {
        String select = question.statement().replaceFirst("[;\\s]+$", "");
        return "SELECT * FROM (\n" + select + "\n) LIMIT " + (question.limit() + 1);
    }

    private SQLException judged(SQLException e, @Nullable Limit stopped)
            throws BadQuery, SqlStopped {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (stopped == Limit.TIME) {
            throw new SqlStopped(
                    Limit.TIME,
                    "expected an answer within " + mostMillis / 1000 + " s, found none");
        }
        if (stopped != null || message.startsWith("Out of Memory Error")) {
            throw new SqlStopped(
                    Limit.MEMORY,
                    "expected a statement that holds at most " + (MOST_BYTES >> 20)
                            + " MiB, found one that needs more, or that the hub needed for itself");
        }
        if (OWN_FAULTS.stream().anyMatch(message::startsWith)) {
            return e;
        }
        throw new BadQuery("sql", "a SELECT that can be answered", message);
    }
}
