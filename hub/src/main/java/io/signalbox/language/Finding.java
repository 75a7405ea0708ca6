package io.signalbox.language;

import io.signalbox.payload.JsonWriter;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something wrong, or doubtful, at a place of a file.
 *
 * @param code its name in the list of findings, such as "conflict"; empty for slips of words and units
 * @param message what was expected and found
 * @param hint one way to mend it; may be empty
 * @param pointer to the place in rules that were given as JSON; empty if they were not
 */
public record Finding(
        Position at, Kind kind, String code, String message, String hint, String pointer) {
    public Finding(Position at, Kind kind, String code, String message, String hint) {
        this(at, kind, code, message, hint, "");
    }

    /** How much it matters. */
    public enum Kind {
        /** Keeps the program from being accepted. */
        ERROR,
        /** Probably not what was meant. */
        WARNING,
        /** Something that one may want to know. */
        NOTE;

        @Override
        public String toString() {
            return switch (this) {
                case ERROR -> "error";
                case WARNING -> "warning";
                case NOTE -> "note";
            };
        }
    }

    /** Orders findings as their files and lines are. */
    public static Comparator<Finding> order(List<Source> sources) {
        Map<String, Integer> places = new HashMap<>();
        sources.forEach(source -> places.putIfAbsent(source.file(), places.size()));
        return Comparator.comparingInt((Finding f) -> places.getOrDefault(f.at.file(), -1))
                .thenComparingInt(f -> f.at.line())
                .thenComparingInt(f -> f.at.column());
    }

    private static final int EXCERPT = 96;

    public boolean isError() {
        return kind == Kind.ERROR;
    }

    /** The message, behind the pointer if there is one. */
    public String said() {
        return pointer.isEmpty() ? message : pointer + ": " + message;
    }

    /** Writes it as an object of {@code file, line, column, kind, message} and, if there are any, {@code code, fix, pointer}. */
    public void write(JsonWriter json) {
        json.beginObject()
                .field("file", at.file())
                .field("line", at.line())
                .field("column", at.column())
                .field("kind", kind.toString())
                .field("message", message);
        if (!code.isEmpty()) {
            json.field("code", code);
        }
        if (!hint.isEmpty()) {
            json.field("fix", hint);
        }
        if (!pointer.isEmpty()) {
            json.field("pointer", pointer);
        }
        json.end();
    }

    /** One line: {@code file:line:column: error: message (hint)}. */
    @Override
    public String toString() {
        return at + ": " + kind + ": " + said() + (hint.isEmpty() ? "" : " (" + hint + ")");
    }

    /** Several lines: the message, the place, the line of the file and a caret under the spot. */
    public String explain(Source source) {
        StringBuilder out = new StringBuilder();
        out.append(kind).append(": ").append(said()).append('\n');
        out.append("  --> ").append(at).append('\n');
        String line = line(source.shown(), at.line());
        int caret = Math.min(at.column() - 1, line.codePointCount(0, line.length()));
        int from = Math.max(0, caret - EXCERPT / 2);
        int start = line.offsetByCodePoints(0, from);
        int length = Math.min(EXCERPT, line.codePointCount(start, line.length()));
        String part = line.substring(start, line.offsetByCodePoints(start, length));
        out.append("   | ").append(printable(part)).append('\n');
        out.append("   | ").repeat(' ', caret - from).append("^\n");
        if (!hint.isEmpty()) {
            out.append("   = ").append(hint).append('\n');
        }
        return out.toString();
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean shown = !Character.isISOControl(c) && c != '\uFEFF';
            out.appendCodePoint(shown ? c : c == '\t' ? ' ' : '\uFFFD');
        });
        return out.toString();
    }

    private static String line(String text, int number) {
        int start = 0;
        for (int line = 1; line < number && start < text.length(); line++) {
            int end = Lexer.lineEnd(text, start);
            start = Lexer.afterLineEnd(text, end);
        }
        return text.substring(start, Lexer.lineEnd(text, start));
    }
}
