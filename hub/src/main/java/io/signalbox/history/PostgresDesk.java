package io.signalbox.history;

import io.signalbox.history.SqlStopped.Limit;

import org.postgresql.util.PSQLState;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where statements of people are answered by PostgreSQL: one at a time, in a transaction that cannot
 * write, for so long and with so much memory for each of its sorts, on the documented tables alone.
 */
final class PostgresDesk {
    private static final String SORT_MEMORY = "16MB";
    private static final String MOST_SPILLED = "1GB";

    private final Semaphore turn = new Semaphore(1, true);
    private final long mostMillis;

    PostgresDesk(long mostMillis) {
        this.mostMillis = mostMillis;
    }

    /** What came of one, for it goes from thread to thread. */
    private sealed interface Outcome {
        record Found(SqlRows rows) implements Outcome {}

        record Refused(BadQuery reason) implements Outcome {}
    }

    /**
     * Answers one statement.
     *
     * @throws BadQuery if it is not one SELECT, or names what there is not
     * @throws SqlStopped if it would take too long or too much
     */
    SqlRows ask(PostgresStore store, SqlQuestion question, SqlTables tables)
            throws BadQuery, SqlStopped, SQLException, InterruptedException {
        if (!turn.tryAcquire(SqlDesk.TURN_SECONDS, TimeUnit.SECONDS)) {
            throw new SqlStopped(
                    Limit.TURN, "expected one statement at a time, found another one under way");
        }
        try {
            Outcome outcome = EngineThreads.makeAlone(SqlDesk.STACK_BYTES, () -> {
                try {
                    SqlText text = SqlText.read(question.statement());
                    tables.requireKnown(text.tables());
                    return new Outcome.Found(answer(store, text, question.limit()));
                } catch (BadQuery e) {
                    return new Outcome.Refused(e);
                }
            });
            return switch (outcome) {
                case Outcome.Found found -> found.rows;
                case Outcome.Refused refused -> throw refused.reason;
            };
        } catch (SQLException e) {
            throw judged(e);
        } finally {
            turn.release();
        }
    }

    private SqlRows answer(PostgresStore store, SqlText text, int limit) throws SQLException {
        try (Connection reader = store.reader();
                Statement sql = reader.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute("SET LOCAL statement_timeout = " + mostMillis);
            sql.execute("SET LOCAL search_path = signalbox, signalbox_types");
            sql.execute("SET LOCAL standard_conforming_strings = on");
            sql.execute("SET LOCAL TimeZone = 'UTC'");
            sql.execute("SET LOCAL work_mem = '" + SORT_MEMORY + "'");
            sql.execute("SET LOCAL max_parallel_workers_per_gather = 0");
            sql.execute("SET LOCAL jit = off");
            limitDisk(reader, sql);
            EngineThreads.runs(sql);
            try (ResultSet rows = sql.executeQuery(
                    "SELECT * FROM (\n" + text.sql() + "\n) AS answer LIMIT " + (limit + 1))) {
                return new SqlRows(rows, limit);
            }
        }
    }

    /** Only some roles may set it; without, the time is what limits the disk. */
    private static void limitDisk(Connection reader, Statement sql) throws SQLException {
        var before = reader.setSavepoint();
        try {
            sql.execute("SET LOCAL temp_file_limit = '" + MOST_SPILLED + "'");
        } catch (SQLException e) {
            reader.rollback(before);
        }
    }

    private SQLException judged(SQLException e) throws BadQuery, SqlStopped {
        String state = String.valueOf(e.getSQLState());
        if (state.equals(PSQLState.QUERY_CANCELED.getState())) {
            throw new SqlStopped(
                    Limit.TIME,
                    "expected an answer within " + mostMillis / 1000 + " s, found none");
        }
        if (state.startsWith("53")) {
            throw new SqlStopped(
                    Limit.MEMORY,
                    "expected a statement for which the server has room, found: " + line(e));
        }
        if (state.startsWith("2") || state.startsWith("4")) {
            throw new BadQuery("sql", "a SELECT that can be answered", line(e));
        }
        return e;
    }

    private static String line(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
