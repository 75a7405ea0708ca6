package io.signalbox.history;

import io.signalbox.history.ClosedFile.Bounds;
import io.signalbox.history.HistoryAnswer.Bucket;
import io.signalbox.history.HistoryAnswer.Buckets;
import io.signalbox.history.HistoryAnswer.Readings;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link HistoryQuery} in SQL. */
final class Question {
    /** After so many seconds a query is ended: it holds up nobody, but it costs a core. */
    static final int TIMEOUT_SECONDS = 30;

    private static final String SPAN = " WHERE device = ?"
            + " AND ts >= CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)"
            + " AND ts < CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)";

    private final HistoryQuery query;
    private final boolean withParts;

    /** @param withParts true if parts of time may be kept of what was deleted */
    Question(HistoryQuery query, boolean withParts) {
        this.query = query;
        this.withParts = withParts && query.everyMillis() > 0;
    }

    /** Up to one row more than the limit, so that the caller sees whether there are more. */
    HistoryAnswer.Rows ask(HistoryStore store, Connection connection) throws SQLException {
        String point = query.point().equals(HistoryQuery.ALL_POINTS) ? "" : " AND point = ?";
        String source = store.source(
                connection, new Bounds(query.fromMillis(), query.toMillis()), Bounds.ALL);
        String versions = versions(source, point);
        String sql = query.everyMillis() == 0 ? readings(versions) : buckets(versions, point);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            EngineThreads.runs(statement);
            int next = set(statement, 1, !point.isEmpty());
            if (withParts) {
                set(statement, next, !point.isEmpty());
            }
            try (ResultSet rows = statement.executeQuery()) {
                return query.everyMillis() == 0 ? readReadings(rows) : readBuckets(rows);
            }
        }
    }

    private String readings(String versions) {
        return "SELECT point, epoch_ms(ts), value, text, quality, seq, epoch_ms(received)"
                + " FROM " + versions + " ORDER BY ts, seq, place LIMIT "
                + (query.limit() + 1);
    }

    private String buckets(String versions, String point) {
        String columns = query.functions().stream()
                .map(BucketFunction::sql)
                .collect(Collectors.joining(", "));
        return "SELECT point, epoch_ms(ts) - epoch_ms(ts) % " + query.everyMillis()
                + " AS bucket, " + columns + " FROM (SELECT point, ts, value, value AS low,"
                + " value AS high, value AS total, CASE WHEN value IS NULL THEN 0 ELSE 1 END AS"
                + " numbers, 1 AS count FROM " + versions + " WHERE quality <> 'bad'"
                + (withParts
                        ? " UNION ALL SELECT point, ts, NULL, low, high, total, numbers, count"
                                + " FROM parts" + SPAN + point
                        : "")
                + ") b GROUP BY point, bucket ORDER BY bucket, point LIMIT "
                + (query.limit() + 1);
    }

    private int set(PreparedStatement statement, int first, boolean point) throws SQLException {
        statement.setString(first, query.device());
        statement.setLong(first + 1, query.fromMillis());
        statement.setLong(first + 2, query.toMillis());
        if (point) {
            statement.setString(first + 3, query.point());
        }
        return first + (point ? 4 : 3);
    }

    /**
     * The readings in question. Of those with one point and time the last that came counts: a
     * correction never overwrites what it corrects, but stands for it. Readings that bear no time of
     * their own have that of their arrival, and are no corrections of each other.
     */
    private String versions(String source, String point) {
        String all = "(SELECT * FROM " + source + " s" + SPAN + point + ") a";
        return query.allVersions()
                ? all
                : "(SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY point, ts"
                        + " ORDER BY seq DESC, place DESC) AS version,"
                        + " max(CASE WHEN ts <> received THEN seq END) OVER (PARTITION BY point, ts)"
                        + " AS told FROM " + all + ") v WHERE version = 1"
                        + " OR (ts = received AND (told IS NULL OR seq > told))) n";
    }

    private Readings readReadings(ResultSet rows) throws SQLException {
        List<Reading> readings = new ArrayList<>();
        while (rows.next()) {
            readings.add(reading(rows, query.device()));
        }
        return new Readings(readings);
    }

    /** From the columns point, ts, value, text, quality, seq, received. */
    static Reading reading(ResultSet rows, String device) throws SQLException {
        return new Reading(
                device,
                rows.getString(1),
                value(rows),
                rows.getLong(2),
                rows.getLong(7),
                HistoryFile.quality(rows.getString(5)),
                rows.getLong(6));
    }

    /** From the columns value and text, the third and the fourth. */
    static Value value(ResultSet rows) throws SQLException {
        double number = rows.getDouble(3);
        boolean isNumber = !rows.wasNull();
        String text = rows.getString(4);
        if (text == null) {
            return new Value.Numeric(number);
        }
        if (!isNumber) {
            return Value.Position.parse(text)
                    .<Value>map(place -> place)
                    .orElseGet(() -> new Value.Text(text));
        }
        return Character.isLetter(text.charAt(0))
                ? new Value.Bool(number != 0)
                : Value.whole(Long.parseLong(text));
    }

    private Buckets readBuckets(ResultSet rows) throws SQLException {
        List<Bucket> buckets = new ArrayList<>();
        while (rows.next()) {
            Map<BucketFunction, Double> values = new EnumMap<>(BucketFunction.class);
            for (int i = 0; i < query.functions().size(); i++) {
                double value = rows.getDouble(3 + i);
                if (!rows.wasNull()) {
                    values.put(query.functions().get(i), value);
                }
            }
            buckets.add(new Bucket(rows.getString(1), rows.getLong(2), values));
        }
        return new Buckets(buckets);
    }
}
