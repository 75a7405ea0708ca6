package io.signalbox.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What became of commands, alarms and decisions, long after the memory has let go of them. */
public final class HistoryPast {
    private final History history;

    public HistoryPast(History history) {
        this.history = history;
    }

    /** Commands that entered a state in that time, the one that did last first. */
    public PastAnswer<PastCommand> commands(PastQuery query)
            throws HistoryUnavailable, InterruptedException {
        return ask(connection -> new PastQuestion(query).commands(connection));
    }

    /** What happened to alarms in that time, the newest first. */
    public PastAnswer<AlarmEvent> alarms(PastQuery query)
            throws HistoryUnavailable, InterruptedException {
        return ask(connection -> new PastQuestion(query).alarms(connection));
    }

    /** What rules decided in that time, the newest first. */
    public PastAnswer<DecisionEvent> decisions(PastQuery query)
            throws HistoryUnavailable, InterruptedException {
        return ask(connection -> new PastQuestion(query).decisions(connection, true));
    }

    /** The same, the oldest first. */
    public PastAnswer<DecisionEvent> firstDecisions(PastQuery query)
            throws HistoryUnavailable, InterruptedException {
        return ask(connection -> new PastQuestion(query).decisions(connection, false));
    }

    /** All steps of commands with these ids of one device, in the order of the ids. */
    public List<PastCommand> commands(String device, List<String> ids)
            throws HistoryUnavailable, InterruptedException {
        return ask(connection -> PastQuestion.commands(connection, device, ids)).rows();
    }

    private interface Asked<T> {
        PastQuestion.Page<T> of(Connection connection) throws SQLException;
    }

    private <T> PastAnswer<T> ask(Asked<T> asked) throws HistoryUnavailable, InterruptedException {
        History.Fresh fresh = history.fresh();
        try {
            PastQuestion.Page<T> page = history.engine().make(() -> {
                try (Connection reader = fresh.store().reader()) {
                    return asked.of(reader);
                }
            });
            return new PastAnswer<>(page.rows(), page.more(), fresh.through(), fresh.behind());
        } catch (SQLException e) {
            throw History.unreadable(e);
        }
    }
}
