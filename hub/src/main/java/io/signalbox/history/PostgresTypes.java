package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Point;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The views of types in PostgreSQL, in a schema of their own: one for each, with a column for each of
 * its points, all with small letters. What others have built upon a view does not hold up the hub:
 * such a view stays as it is, until it can be changed.
 */
final class PostgresTypes {
    static final String SCHEMA = "signalbox_types";

    private static final Logger LOG = System.getLogger(PostgresTypes.class.getName());

    private final Connection writer;
    private final Map<String, String> made = new HashMap<>();

    PostgresTypes(Connection writer) {
        this.writer = writer;
    }

    /** Makes them what is declared, within the writer's transaction. */
    void make(DeviceRegistry registry, Statement sql) throws SQLException {
        Map<String, String> wanted = new TreeMap<>();
        for (DeviceType type : registry.declared().types()) {
            wanted.putIfAbsent(type.name().toLowerCase(Locale.ROOT), select(type));
        }
        List<String> there = new ArrayList<>();
        try (ResultSet rows = sql.executeQuery(
                "SELECT viewname FROM pg_views WHERE schemaname = '" + SCHEMA + "'")) {
            while (rows.next()) {
                there.add(rows.getString(1));
            }
        }
        for (String name : there) {
            if (!wanted.containsKey(name) && change(sql, name, "DROP VIEW " + name(name))) {
                made.remove(name);
            }
        }
        for (Map.Entry<String, String> view : wanted.entrySet()) {
            String name = view.getKey();
            if (!view.getValue().equals(made.get(name)) || !there.contains(name)) {
                String create = "CREATE OR REPLACE VIEW " + name(name) + " AS " + view.getValue();
                if (change(sql, name, create)
                        || change(sql, name, "DROP VIEW " + name(name) + "; " + create)) {
                    made.put(name, view.getValue());
                }
            }
        }
    }

    private boolean change(Statement sql, String name, String change) throws SQLException {
        Savepoint before = writer.setSavepoint();
        try {
            sql.execute(change);
            writer.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            writer.rollback(before);
            LOG.log(Level.INFO, "the view of " + name + " stays for now: " + e.getMessage());
            return false;
        }
    }

    private static String name(String view) {
        return SCHEMA + "." + SqlWords.name(view);
    }

    /** Of two readings with one time the one that came later counts. */
    private static String select(DeviceType type) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Point point : type.points()) {
            columns.putIfAbsent(
                    SqlTables.column(point.name()).toLowerCase(Locale.ROOT), cell(point));
        }
        StringBuilder sql = new StringBuilder("SELECT device, ts");
        columns.forEach((name, cell) ->
                sql.append(", ").append(cell).append(" AS ").append(SqlWords.name(name)));
        return sql.append(" FROM signalbox.readings WHERE device IN (SELECT id FROM")
                .append(" signalbox.devices WHERE type = ")
                .append(SqlWords.text(type.name()))
                .append(") GROUP BY device, ts")
                .toString();
    }

    private static String cell(Point point) {
        String cell = SqlTables.shown(point);
        return "(array_agg(" + cell + " ORDER BY seq DESC, rowid DESC) FILTER (WHERE point = "
                + SqlWords.text(point.name()) + " AND (" + cell + ") IS NOT NULL))[1]";
    }
}
