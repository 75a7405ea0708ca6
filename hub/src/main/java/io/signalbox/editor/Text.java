package io.signalbox.editor;

import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import java.util.Arrays;

/** A text and the places in it as the protocol counts them: lines from 0, UTF-16 units from 0. */
final class Text {
    private final String text;
    private final int[] lineStarts;

    Text(String text) {
        this.text = text;
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if ((c == '\n' || c == '\r') && !pair) {
                starts = lines == starts.length ? Arrays.copyOf(starts, 2 * lines) : starts;
                starts[lines++] = i + 1;
            }
        }
        this.lineStarts = Arrays.copyOf(starts, lines);
    }

    @Override
    public String toString() {
        return text;
    }

    /** The place of a {@code Position}; one behind the end of its line is that end. */
    int offset(JsonObject position) {
        long line = Math.max(0, position.integer("line"));
        if (line >= lineStarts.length) {
            return text.length();
        }
        long offset = lineStarts[(int) line] + Math.max(0, position.integer("character"));
        return (int) Math.min(offset, lineEnd((int) line));
    }

    /** The place of a line and a column that count Unicode characters from 1. */
    int offset(int line, int column) {
        if (line > lineStarts.length) {
            return text.length();
        }
        int start = lineStarts[line - 1];
        int end = lineEnd(line - 1);
        int most = text.codePointCount(start, end);
        return text.offsetByCodePoints(start, Math.min(column - 1, most));
    }

    private int lineEnd(int line) {
        int end = line + 1 < lineStarts.length ? lineStarts[line + 1] : text.length();
        while (end > lineStarts[line] && "\r\n".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** The text after one {@code TextDocumentContentChangeEvent}. */
    Text changed(JsonObject change) {
        String fresh = change.text("text");
        if (change.isAbsent("range")) {
            return new Text(fresh);
        }
        JsonObject range = change.object("range");
        int from = offset(range.object("start"));
        int to = Math.max(from, offset(range.object("end")));
        return new Text(text.substring(0, from) + fresh + text.substring(to));
    }

    /** Writes a {@code Range}. */
    JsonWriter range(JsonWriter json, String name, int from, int to) {
        json.name(name).beginObject();
        position(json, "start", from);
        return position(json, "end", to).end();
    }

    private JsonWriter position(JsonWriter json, String name, int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        int line = found >= 0 ? found : -found - 2;
        return json.name(name)
                .beginObject()
                .field("line", line)
                .field("character", offset - lineStarts[line])
                .end();
    }
}
