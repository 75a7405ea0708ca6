package io.signalbox.history;

import io.signalbox.history.SqlAnswer.Column;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.ReadingDecoder;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The rows of a statement, up to a number and a size. */
final class SqlRows {
    /** What the cells of one answer hold at most, about. */
    private static final long MAX_BYTES = 16 << 20;

    private static final int CELL_BYTES = 24;

    private static final BigDecimal MOST_EXACT = BigDecimal.valueOf(ReadingDecoder.MAX_INTEGER);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private final List<Column> columns = new ArrayList<>();
    private final List<List<JsonValue>> rows = new ArrayList<>();
    private boolean more;

    SqlRows(ResultSet result, int limit) throws SQLException {
        ResultSetMetaData words = result.getMetaData();
        for (int i = 1; i <= words.getColumnCount(); i++) {
            columns.add(new Column(words.getColumnName(i), words.getColumnTypeName(i)));
        }
        long bytes = 0;
        while (result.next()) {
            if (rows.size() == limit || bytes > MAX_BYTES) {
                more = true;
                return;
            }
            List<JsonValue> row = new ArrayList<>(columns.size());
            for (int i = 1; i <= columns.size(); i++) {
                JsonValue cell = cell(result, i);
                bytes += CELL_BYTES + (cell instanceof JsonText t ? t.value().length() : 0);
                row.add(cell);
            }
            rows.add(row);
        }
    }

    SqlAnswer answer(long through, long behind) {
        return new SqlAnswer(columns, rows, more, through, behind);
    }

    private JsonValue cell(ResultSet result, int i) throws SQLException {
        String type = columns.get(i - 1).type();
        if (type.regionMatches(true, 0, "timestamp", 0, "timestamp".length())) {
            LocalDateTime time = time(result, i, type);
            return time == null ? new JsonNull() : new JsonText(TIME.format(time));
        }
        return switch (result.getObject(i)) {
            case null -> new JsonNull();
            case Boolean flag -> new JsonFlag(flag);
            case Double number -> number(number);
            case Float number -> number(number);
            case Number number -> exact(new BigDecimal(number.toString()));
            case Object other -> new JsonText(other.toString());
        };
    }

    private static @Nullable LocalDateTime time(ResultSet result, int i, String type)
            throws SQLException {
        if (type.equals("TIMESTAMP WITH TIME ZONE") || type.equals("timestamptz")) {
            OffsetDateTime time = result.getObject(i, OffsetDateTime.class);
            return time == null
                    ? null
                    : time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
        }
        return result.getObject(i, LocalDateTime.class);
    }

    /** What is no number has no word in JSON but this. */
    private static JsonValue number(double number) {
        return Double.isFinite(number)
                ? new JsonNumber(number)
                : new JsonText(Double.toString(number));
    }

    /** Digits that a double cannot hold stay as they are, as text. */
    private static JsonValue exact(BigDecimal number) {
        boolean whole = number.stripTrailingZeros().scale() <= 0;
        return whole && number.abs().compareTo(MOST_EXACT) > 0
                ? new JsonText(number.toPlainString())
                : new JsonNumber(number.doubleValue());
    }
}
