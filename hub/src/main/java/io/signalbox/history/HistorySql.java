package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;

import java.sql.SQLException;

/** Statements of people on the history, the devices, and the types that are declared. */
public final class HistorySql {
    private final History history;
    private final DeviceRegistry devices;
    private final SqlDesk desk;

    public HistorySql(History history, DeviceRegistry devices) {
        this.history = history;
        this.devices = devices;
        this.desk = new SqlDesk(history.memoryBytes(), SqlDesk.MOST_MILLIS);
    }

    /**
     * Answers one with all that was committed before it was asked, as far as that could be waited
     * for.
     *
     * @throws BadQuery if it is not one SELECT of what there is
     * @throws SqlStopped if it would take too long or too much
     */
    public SqlAnswer ask(SqlQuestion question)
            throws BadQuery, SqlStopped, HistoryUnavailable, InterruptedException {
        History.Fresh fresh = history.fresh();
        return switch (fresh.store()) {
            case HistoryFile file -> ask(file, question).answer(fresh.through(), fresh.behind());
            case PostgresStore server ->
                throw new BadQuery(
                        "sql",
                        "a history in the hub's own file",
                        "PostgreSQL: ask it with psql, as a role that may read");
        };
    }

    private SqlRows ask(HistoryFile file, SqlQuestion question)
            throws BadQuery, SqlStopped, HistoryUnavailable, InterruptedException {
        try {
            return desk.ask(file, question, new SqlTables(devices));
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
    }
}
