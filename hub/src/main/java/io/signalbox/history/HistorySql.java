package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;

import java.sql.SQLException;

/** Statements of people on the history, the devices, and the types that are declared. */
public final class HistorySql {
    private final History history;
    private final DeviceRegistry devices;
    private final SqlDesk desk;
    private final PostgresDesk server;

    public HistorySql(History history, DeviceRegistry devices) {
        this.history = history;
        this.devices = devices;
        this.desk = new SqlDesk(history.config().memoryBytes(), SqlDesk.MOST_MILLIS);
        this.server = new PostgresDesk(SqlDesk.MOST_MILLIS);
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
        return ask(fresh.store(), question).answer(fresh.through(), fresh.behind());
    }

    private SqlRows ask(HistoryStore store, SqlQuestion question)
            throws BadQuery, SqlStopped, HistoryUnavailable, InterruptedException {
        SqlTables tables = new SqlTables(devices);
        try {
            return switch (store) {
                case HistoryFile file -> desk.ask(file, question, tables);
                case PostgresStore postgres -> server.ask(postgres, question, tables);
            };
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
    }
}
