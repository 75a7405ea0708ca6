package io.signalbox.history;

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
    private static final int TIMEOUT_SECONDS = 30;

    private static final String SPAN = " WHERE device = ?"
            + " AND ts >= CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)"
            + " AND ts < CAST(make_timestamp_ms(?) AS TIMESTAMP_MS)";

    private final HistoryQuery query;

    Question(HistoryQuery query) {
        this.query = query;
    }

    /** Up to one row more than the limit, so that the caller sees whether there are more. */
    HistoryAnswer.Rows ask(Connection connection) throws SQLException {
        String point = query.point().equals(HistoryQuery.ALL_POINTS) ? "" : " AND point = ?";
        String sql = query.everyMillis() == 0 ? readings(point) : buckets(point);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setString(1, query.device());
            statement.setLong(2, query.fromMillis());
            statement.setLong(3, query.toMillis());
            if (!point.isEmpty()) {
                statement.setString(4, query.point());
            }
            try (ResultSet rows = statement.executeQuery()) {
                return query.everyMillis() == 0 ? readReadings(rows) : readBuckets(rows);
            }
        }
    }

    private String readings(String point) {
        return "SELECT point, epoch_ms(ts), value, text, quality, seq, epoch_ms(received)"
                + " FROM readings" + SPAN + point + " ORDER BY ts, seq, rowid LIMIT "
                + (query.limit() + 1);
    }

    private String buckets(String point) {
        String columns = query.functions().stream()
                .map(BucketFunction::sql)
                .collect(Collectors.joining(", "));
        return "SELECT point, epoch_ms(ts) - epoch_ms(ts) % " + query.everyMillis()
                + " AS bucket, " + columns + " FROM readings" + SPAN + point
                + " AND quality <> 'bad' GROUP BY point, bucket ORDER BY bucket, point LIMIT "
                + (query.limit() + 1);
    }

    private Readings readReadings(ResultSet rows) throws SQLException {
        List<Reading> readings = new ArrayList<>();
        while (rows.next()) {
            readings.add(new Reading(
                    query.device(),
                    rows.getString(1),
                    value(rows),
                    rows.getLong(2),
                    rows.getLong(7),
                    HistoryFile.quality(rows.getString(5)),
                    rows.getLong(6)));
        }
        return new Readings(readings);
    }

    private static Value value(ResultSet rows) throws SQLException {
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
