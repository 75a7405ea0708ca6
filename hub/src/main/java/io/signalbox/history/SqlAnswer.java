package io.signalbox.history;

import io.signalbox.payload.JsonValue;

import java.util.List;

/**
 * What a statement found.
 *
 * @param rows a cell for each column: numbers, words, yes or no, or nothing
 * @param more true if there were more rows than the limit or than one answer holds
 * @param through the journal record up to which all readings were looked at
 * @param behind committed records that it did not wait for any longer; 0 unless the history lags
 */
public record SqlAnswer(
        List<Column> columns, List<List<JsonValue>> rows, boolean more, long through, long behind) {
    public SqlAnswer {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A column: its name and its type in the words of the engine. */
    public record Column(String name, String type) {}
}
