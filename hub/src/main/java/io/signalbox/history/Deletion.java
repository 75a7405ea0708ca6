package io.signalbox.history;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.device.DeviceView;
import io.signalbox.journal.RecordType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What is old enough to be deleted on a day.
 *
 * @param before what came in before goes, if nothing else is said of its point
 * @param partMillis length of the parts that are kept of it; 0 for none
 * @param partsBefore parts that began before go, too
 * @param kept points for which it is another time
 * @param types of the devices that have such points
 * @param terms the same from day to day, until it is another time for one of the points
 */
record Deletion(
        long before,
        long partMillis,
        long partsBefore,
        List<Kept> kept,
        Map<String, String> types,
        String terms) {
    private static final String ALL_POINTS = "";

    /** The time before which the readings of a point go, or those of all other points of the type. */
    record Kept(String type, String point, long before) {}

    private static final int ROWS_AT_ONCE = 1000;

    Deletion {
        kept = List.copyOf(kept);
        types = Map.copyOf(types);
    }

    /** The same for all points. */
    Deletion(long before, long partMillis, long partsBefore) {
        this(before, partMillis, partsBefore, List.of(), Map.of(), "");
    }

    /** What is old enough at this time, by the types with which devices are registered. */
    static Deletion at(long nowMillis, HistoryConfig config, DeviceRegistry registry) {
        List<Kept> kept = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        new TreeMap<>(config.keep()).forEach((name, time) -> {
            int dot = name.indexOf('.');
            kept.add(new Kept(
                    dot < 0 ? name : name.substring(0, dot),
                    dot < 0 ? ALL_POINTS : name.substring(dot + 1),
                    ago(nowMillis, time)));
        });
        Set<String> named = kept.stream().map(Kept::type).collect(Collectors.toSet());
        if (!named.isEmpty()) {
            for (DeviceView device : registry.views()) {
                device.type()
                        .filter(named::contains)
                        .ifPresent(type -> types.put(device.id(), type));
            }
        }
        return new Deletion(
                ago(nowMillis, config.retention()),
                config.parts().every().toMillis(),
                ago(nowMillis, config.parts().retention()),
                kept,
                types,
                new TreeMap<>(config.keep()) + " " + config.retention());
    }

    private static long ago(long nowMillis, Duration time) {
        return Math.max(0, nowMillis - time.toMillis());
    }

    /** All times before which something goes, the first one first. */
    LongStream times() {
        return LongStream.concat(LongStream.of(before), kept.stream().mapToLong(Kept::before))
                .distinct()
                .sorted();
    }

    /**
     * What this means for a file whose last reading came in then: how many of the times are over for
     * all of it, and by which terms; empty if none is.
     */
    String mark(long lastReceived) {
        long over = times().filter(time -> lastReceived < time).count();
        return over == 0 ? "" : over + " of " + terms;
    }

    /** Makes the tables that {@link #expired} needs, for this connection. */
    void prepare(Connection connection) throws SQLException {
        if (kept.isEmpty()) {
            return;
        }
        try (Statement sql = connection.createStatement()) {
            sql.execute("CREATE TEMP TABLE IF NOT EXISTS kinds(device VARCHAR, type VARCHAR)");
            sql.execute("CREATE TEMP TABLE IF NOT EXISTS keeps(type VARCHAR, point VARCHAR,"
                    + " before BIGINT)");
            sql.execute("DELETE FROM kinds");
            sql.execute("DELETE FROM keeps");
        }
        try (PreparedStatement row =
                connection.prepareStatement("INSERT INTO keeps VALUES (?, ?, ?)")) {
            for (Kept one : kept) {
                row.setString(1, one.type());
                row.setString(2, one.point());
                row.setLong(3, one.before());
                row.executeUpdate();
            }
        }
        kinds(connection, List.copyOf(types.entrySet()));
    }

    private static void kinds(Connection connection, List<Map.Entry<String, String>> types)
            throws SQLException {
        for (int from = 0; from < types.size(); from += ROWS_AT_ONCE) {
            List<Map.Entry<String, String>> some =
                    types.subList(from, Math.min(types.size(), from + ROWS_AT_ONCE));
            String places = "(?, ?), ".repeat(some.size() - 1) + "(?, ?)";
            try (PreparedStatement rows =
                    connection.prepareStatement("INSERT INTO kinds VALUES " + places)) {
                for (int i = 0; i < some.size(); i++) {
                    rows.setString(2 * i + 1, some.get(i).getKey());
                    rows.setString(2 * i + 2, some.get(i).getValue());
                }
                rows.executeUpdate();
            }
        }
    }

    /** True, in SQL, for the rows of a table of readings that go. */
    String expired(String table) {
        if (kept.isEmpty()) {
            return "received < " + timestamp(before);
        }
        return "received < " + timestamp(times().max().orElseThrow())
                + " AND epoch_ms(received) < coalesce(" + kept(table, table + ".point") + ", "
                + kept(table, "'" + ALL_POINTS + "'") + ", " + before + ")";
    }

    private static String kept(String table, String point) {
        return "(SELECT max(k.before) FROM kinds d JOIN keeps k ON k.type = d.type WHERE d.device = "
                + table + ".device AND k.point = " + point + ")";
    }

    /** The statements, for one transaction, on a table of readings; the last words on devices and rules stay. */
    List<String> statements(String table) {
        List<String> statements = new ArrayList<>();
        if (partMillis > 0) {
            statements.add(parts(table, table));
            statements.add("DELETE FROM parts WHERE ts < " + timestamp(partsBefore));
        }
        statements.add("DELETE FROM " + table + " WHERE " + expired(table));
        for (String log : List.of("commands", "alarms", "decisions")) {
            statements.add("DELETE FROM " + log + " WHERE ts < " + timestamp(before));
        }
        statements.add("DELETE FROM records WHERE ts < " + timestamp(before) + " AND kind <> "
                + KeptRecord.BEGIN + " AND seq NOT IN (SELECT max(seq) FROM records WHERE ts < "
                + timestamp(before) + " AND kind IN (" + RecordType.DEVICE.code() + ", "
                + RecordType.DECLARATION.code() + ") GROUP BY kind, subject)");
        return statements;
    }

    /** The statement that makes parts of what goes of a table. */
    String parts(String table, String name) {
        return "INSERT INTO parts SELECT device, point, CAST(make_timestamp_ms(part) AS"
                + " TIMESTAMP_MS), min(value), max(value), sum(value), count(value),"
                + " count(*) FROM (SELECT device, point, value, epoch_ms(ts) - epoch_ms(ts) % "
                + partMillis + " AS part FROM " + table + " WHERE quality <> 'bad' AND "
                + expired(name) + ") r GROUP BY device, point, part";
    }

    private static String timestamp(long millis) {
        return "CAST(make_timestamp_ms(" + millis + ") AS TIMESTAMP_MS)";
    }
}
