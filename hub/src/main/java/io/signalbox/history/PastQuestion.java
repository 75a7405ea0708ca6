package io.signalbox.history;

import io.signalbox.alarm.AlarmKey;
import io.signalbox.command.CommandState;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** A {@link PastQuery} in SQL. */
final class PastQuestion {
    /** Most steps of all commands in an answer together; a command has a few, with retries some hundred. */
    static final int MAX_STEPS = 100_000;

    /** At most so many of them. */
    record Page<T>(List<T> rows, boolean more) {}

    private static final String SPAN = "ts >= CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)"
            + " AND ts < CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)";

    private static final String DECISIONS = "SELECT rule, device, version, activation, change,"
            + " because, actions, epoch_ms(ts), seq FROM decisions WHERE ";

    private final PastQuery query;
    private final int mostSteps;

    PastQuestion(PastQuery query) {
        this(query, MAX_STEPS);
    }

    PastQuestion(PastQuery query, int mostSteps) {
        this.query = query;
        this.mostSteps = mostSteps;
    }

    Page<PastCommand> commands(Connection connection) throws SQLException {
        String sql =
                "SELECT c.id, c.device, c.value, c.text, c.point, c.origin, c.state, c.attempt,"
                        + " c.reason, epoch_ms(c.ts), c.seq FROM commands c JOIN (SELECT device, id,"
                        + " max(seq) AS newest FROM commands WHERE " + SPAN
                        + and("device", query.device())
                        + " GROUP BY device, id"
                        + (query.state().isEmpty()
                                ? ""
                                : " HAVING max(seq) = max(CASE WHEN state = ? THEN seq END)")
                        + " ORDER BY newest DESC LIMIT " + (query.limit() + 1)
                        + ") n ON n.device = c.device AND n.id = c.id WHERE " + SPAN
                        + " ORDER BY n.newest DESC, c.seq LIMIT " + (mostSteps + 1);
        try (PreparedStatement statement = prepared(connection, sql)) {
            int next = set(statement, 1, query.device(), query.state());
            set(statement, next);
            try (ResultSet rows = statement.executeQuery()) {
                return page(rows);
            }
        }
    }

    /** A command whose steps may not all be there is left out. */
    private Page<PastCommand> page(ResultSet rows) throws SQLException {
        List<List<CommandStep>> commands = new ArrayList<>();
        int steps = 0;
        while (rows.next()) {
            CommandStep step = step(rows);
            CommandStep before = commands.isEmpty() ? null : commands.getLast().getLast();
            if (before == null
                    || !before.id().equals(step.id())
                    || !before.device().equals(step.device())) {
                commands.add(new ArrayList<>());
            }
            commands.getLast().add(step);
            steps++;
        }
        boolean more = commands.size() > query.limit() || steps > mostSteps;
        if (more) {
            commands.removeLast();
        }
        return new Page<>(commands.stream().map(PastCommand::new).toList(), more);
    }

    private static CommandStep step(ResultSet row) throws SQLException {
        return new CommandStep(
                row.getString(1),
                row.getString(2),
                row.getString(5),
                Question.value(row),
                word(row.getString(6)),
                CommandState.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                row.getInt(8),
                word(row.getString(9)),
                row.getLong(10),
                row.getLong(11));
    }

    Page<AlarmEvent> alarms(Connection connection) throws SQLException {
        String sql = "SELECT rule, device, action, event, severity, text, person, note,"
                + " epoch_ms(ts), seq FROM alarms WHERE " + SPAN + and("device", query.device())
                + and("rule", query.rule()) + " ORDER BY seq DESC LIMIT " + (query.limit() + 1);
        try (PreparedStatement statement = prepared(connection, sql)) {
            set(statement, 1, query.device(), query.rule());
            List<AlarmEvent> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(event(rows));
                }
            }
            boolean more = events.size() > query.limit();
            return new Page<>(more ? events.subList(0, query.limit()) : events, more);
        }
    }

    private static AlarmEvent event(ResultSet row) throws SQLException {
        return new AlarmEvent(
                new AlarmKey(row.getString(1), row.getString(2), row.getInt(3)),
                row.getString(4),
                word(row.getString(5)),
                word(row.getString(6)),
                word(row.getString(7)),
                word(row.getString(8)),
                row.getLong(9),
                row.getLong(10));
    }

    Page<DecisionEvent> decisions(Connection connection, boolean newestFirst) throws SQLException {
        String sql = DECISIONS + SPAN + and("device", query.device()) + and("rule", query.rule())
                + " ORDER BY seq" + (newestFirst ? " DESC" : "") + " LIMIT " + (query.limit() + 1);
        try (PreparedStatement statement = prepared(connection, sql)) {
            set(statement, 1, query.device(), query.rule());
            List<DecisionEvent> events = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(decision(rows));
                }
            }
            boolean more = events.size() > query.limit();
            return new Page<>(more ? events.subList(0, query.limit()) : events, more);
        }
    }

    private static DecisionEvent decision(ResultSet row) throws SQLException {
        return new DecisionEvent(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                word(row.getString(6)),
                word(row.getString(7)),
                row.getLong(8),
                row.getLong(9));
    }

    /** Shows what was decided in a time, by records before one. */
    static void decisions(
            Connection connection,
            long fromMillis,
            long toMillis,
            long before,
            Consumer<DecisionEvent> shown)
            throws SQLException {
        try (PreparedStatement statement =
                prepared(connection, DECISIONS + SPAN + " AND seq < ? ORDER BY seq")) {
            statement.setLong(1, fromMillis);
            statement.setLong(2, toMillis);
            statement.setLong(3, before);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    shown.accept(decision(rows));
                }
            }
        }
    }

    static Page<PastCommand> commands(Connection connection, String device, List<String> ids)
            throws SQLException {
        List<PastCommand> commands = new ArrayList<>();
        String sql = "SELECT id, device, value, text, point, origin, state, attempt, reason,"
                + " epoch_ms(ts), seq FROM commands WHERE device = ? AND id = ? ORDER BY seq LIMIT "
                + MAX_STEPS;
        try (PreparedStatement statement = prepared(connection, sql)) {
            for (String id : ids) {
                statement.setString(1, device);
                statement.setString(2, id);
                List<CommandStep> steps = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        steps.add(step(rows));
                    }
                }
                if (!steps.isEmpty()) {
                    commands.add(new PastCommand(steps));
                }
            }
        }
        return new Page<>(commands, false);
    }

    private static PreparedStatement prepared(Connection connection, String sql)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(Question.TIMEOUT_SECONDS);
        EngineThreads.runs(statement);
        return statement;
    }

    private static String and(String column, String word) {
        return word.isEmpty() ? "" : " AND " + column + " = ?";
    }

    /** The span, and those words that are there; returns where the next parameter is. */
    private int set(PreparedStatement statement, int first, String... words) throws SQLException {
        statement.setLong(first, query.fromMillis());
        statement.setLong(first + 1, query.toMillis());
        int next = first + 2;
        for (String word : words) {
            if (!word.isEmpty()) {
                statement.setString(next++, word);
            }
        }
        return next;
    }

    private static String word(@Nullable String cell) {
        return cell == null ? "" : cell;
    }
}
