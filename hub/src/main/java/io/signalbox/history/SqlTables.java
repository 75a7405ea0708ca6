package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceView;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;

import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What stands beside the history's own tables for statements of people: {@code devices}, and for each type a
 * view with a column for each of its points, by what is declared at the moment. They are made for
 * one connection, when a statement names them, and go with it.
 */
final class SqlTables {
    static final String READINGS = "readings";
    static final String DEVICES = "devices";
    static final String PARTS = "parts";
    static final String COMMANDS = "commands";
    static final String ALARMS = "alarms";

    static final String DECISIONS = "decisions";

    private static final Set<String> RESERVED =
            Set.of(READINGS, DEVICES, PARTS, COMMANDS, ALARMS, DECISIONS);

    /** Before the points, in each view of a type. */
    private static final Set<String> FIRST_COLUMNS = Set.of("device", "ts");

    private final DeviceRegistry registry;
    private final Map<String, DeviceType> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    SqlTables(DeviceRegistry registry) {
        this.registry = registry;
        registry.declared().types().forEach(type -> {
            if (!RESERVED.contains(type.name().toLowerCase(Locale.ROOT))) {
                types.putIfAbsent(type.name(), type);
            }
        });
    }

    /** Refuses other tables than these, and views of types. */
    void requireKnown(Set<String> named) throws BadQuery {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(types.keySet());
        known.addAll(RESERVED);
        for (String name : named) {
            if (!known.contains(name)) {
                throw new BadQuery("sql", "a table of " + String.join(", ", known), name);
            }
        }
    }

    /** Makes those of these tables that are not there anyway. */
    void make(DuckDBConnection connection, Set<String> named) throws SQLException, BadQuery {
        requireKnown(named);
        if (named.stream().noneMatch(n -> types.containsKey(n) || DEVICES.equalsIgnoreCase(n))) {
            return;
        }
        makeDevices(connection);
        try (Statement sql = connection.createStatement()) {
            for (String name : named) {
                DeviceType type = types.get(name);
                if (type != null) {
                    sql.execute(view(type));
                }
            }
        }
    }

    private void makeDevices(DuckDBConnection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("CREATE TEMP TABLE " + DEVICES + "(id VARCHAR, type VARCHAR, place VARCHAR,"
                    + " registered BOOLEAN, created TIMESTAMP_MS, last_seen TIMESTAMP_MS)");
        }
        try (DuckDBAppender rows = connection.createAppender("temp", "main", DEVICES)) {
            for (DeviceView device : registry.views()) {
                rows.beginRow()
                        .append(device.id())
                        .append(device.type().orElse(null))
                        .append(device.place().orElse(null))
                        .append(device.registered());
                rows.appendEpochMillis(device.createdMillis());
                if (device.lastSeenMillis() == 0) {
                    rows.appendNull();
                } else {
                    rows.appendEpochMillis(device.lastSeenMillis());
                }
                rows.endRow();
            }
        }
    }

    /** Of two readings with one time the one that came later counts. */
    private static String view(DeviceType type) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Point point : type.points()) {
            columns.putIfAbsent(column(point.name()), cell(point));
        }
        StringBuilder sql = new StringBuilder("CREATE TEMP VIEW ")
                .append(SqlWords.name(type.name()))
                .append(" AS SELECT device, ts");
        columns.forEach((name, column) ->
                sql.append(", ").append(column).append(" AS ").append(SqlWords.name(name)));
        return sql.append(" FROM main.readings WHERE device IN (SELECT id FROM temp.devices")
                .append(" WHERE type = ")
                .append(SqlWords.text(type.name()))
                .append(") GROUP BY device, ts")
                .toString();
    }

    /** The column of a point in the view of its type. */
    static String column(String point) {
        return FIRST_COLUMNS.contains(point) ? "point_" + point : point;
    }

    private static String cell(Point point) {
        return "arg_max(" + shown(point) + ", seq) FILTER (WHERE point = "
                + SqlWords.text(point.name()) + ")";
    }

    /** What the column of a point shows of a reading, in the words of both stores. */
    static String shown(Point point) {
        return switch (point.kind()) {
            case PointKind.Quantity quantity -> "value";
            case PointKind.Truth truth -> "value <> 0";
            default -> "coalesce(text, CAST(value AS VARCHAR))";
        };
    }
}
