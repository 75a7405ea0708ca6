package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.cli.CsvLines.Broken;
import io.signalbox.cli.CsvLines.Cell;
import io.signalbox.history.CsvCell;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of readings, CSV or an object a line, as objects for the hub, each with its place. */
final class ReadingFile {
    private static final Set<String> COLUMNS =
            Set.of("device", "point", "ts", "value", "text", "quality", "seq", "received");

    /**
     * One reading as the hub wants it.
     *
     * @param columns where its members stand, if that is known
     */
    record Item(JsonValue words, int line, Map<String, Integer> columns) {
        /** The place of a member in the file, or of the whole. */
        String place(String member) {
            return line + ":" + columns.getOrDefault(member, 1);
        }
    }

    private final @Nullable CsvLines csv;
    private final BufferedReader lines;
    private List<String> head = List.of();
    private int line;

    /** Bytes that are no UTF-8 become signs of replacement. */
    ReadingFile(InputStream in, boolean isCsv) throws IOException {
        this.lines = new BufferedReader(new InputStreamReader(in, UTF_8), 1 << 16);
        this.csv = isCsv ? new CsvLines(lines) : null;
        if (csv != null) {
            readHead(csv.row());
        }
    }

    private void readHead(@Nullable List<Cell> cells) throws Broken {
        List<String> names = new ArrayList<>();
        for (Cell cell : cells == null ? List.<Cell>of() : cells) {
            String name = cell.text() == null ? "" : cell.text().strip();
            if (!COLUMNS.contains(name) || names.contains(name)) {
                throw new Broken(
                        cell.line(),
                        cell.column(),
                        "expected the names of columns, each once: device, point, ts, value, text,"
                                + " quality, seq, received; found '" + name + "'");
            }
            names.add(name);
        }
        if (!names.containsAll(Set.of("device", "point", "ts"))) {
            throw new Broken(1, 1, "expected at least the columns device, point, ts");
        }
        head = names;
    }

    /** The next reading, or null at the end. */
    @Nullable
    Item next() throws IOException {
        return csv == null ? nextLine() : nextRow(csv);
    }

    private @Nullable Item nextLine() throws IOException {
        String text;
        do {
            text = lines.readLine();
            line++;
        } while (text != null && text.isBlank());
        if (text == null) {
            return null;
        }
        try {
            return new Item(JsonValue.parse(text).asObject(), line, Map.of());
        } catch (MalformedJson e) {
            throw new Broken(line, 1, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Item nextRow(CsvLines rows) throws IOException {
        List<Cell> cells = rows.row();
        if (cells == null) {
            return null;
        }
        Cell first = cells.getFirst();
        if (cells.size() != head.size()) {
            throw new Broken(
                    first.line(),
                    1,
                    "expected " + head.size() + " cells as in the first line, found "
                            + cells.size());
        }
        Map<String, Integer> columns = new HashMap<>();
        Map<String, Cell> byName = new HashMap<>();
        for (int i = 0; i < head.size(); i++) {
            columns.put(head.get(i), cells.get(i).column());
            byName.put(head.get(i), cells.get(i));
        }
        JsonWriter json = new JsonWriter().beginObject();
        for (String name : List.of("device", "point", "ts", "quality", "received")) {
            Cell cell = byName.get(name);
            if (cell != null && cell.text() != null) {
                json.field(name, CsvCell.word(cell.text()));
            }
        }
        value(json, byName.get("value"), byName.get("text"));
        return new Item(JsonValue.parse(json.end().toBytes()), first.line(), columns);
    }

    private static void value(JsonWriter json, @Nullable Cell value, @Nullable Cell text)
            throws Broken {
        String word = text == null ? null : text.text();
        String number = value == null ? null : value.text();
        if (value == null || number == null) {
            if (word != null) {
                json.field("value", CsvCell.word(word));
            }
            return;
        }
        if (word != null) {
            if (word.matches("-?\\d{16,18}|-?[1-8]\\d{18}")) {
                json.field("value", Long.parseLong(word));
            } else {
                json.field("value", word.equals("true"));
            }
            return;
        }
        try {
            json.field("value", Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw new Broken(
                    value.line(), value.column(), "expected a number, found '" + number + "'");
        }
    }
}
