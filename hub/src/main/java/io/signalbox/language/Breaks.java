package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;

import java.util.Arrays;
import java.util.Set;

/** Where the lines of a file begin, where a long one may be broken, and what stands in columns. */
final class Breaks {
    /** Blanks before a clause or a point. */
    static final int INDENT = 2;

    /** Blanks before what goes on with a line, if nothing better is known. */
    static final int HANG = 6;

    private static final Set<String> CLAUSES = Set.of("when", "clear", "then", "on");
    private static final Set<String> ACTIONS =
            Set.of("set", "alarm", "notify", "emit", "publish", "after");
    private static final Set<String> HEAD_OPTIONS = Set.of("as", "priority", "settle", "repeat");
    private static final Set<String> SET_OPTIONS = Set.of("expires", "confirm", "retry");
    private static final Set<String> ATTRIBUTES =
            Set.of("every", "valid", "deadband", "writable", "confirm", "affects", "min", "max");

    private static final Set<String> BEFORE_POINTS = Set.of("affects", "confirm");

    private final Manuscript script;
    private final int[] line;
    private final int[] hang;
    private final int[] soft;
    private final int[] level;
    private final int[] group;
    private final int[] column;
    private final boolean[] wide;
    private int groups;

    Breaks(Manuscript script) {
        this.script = script;
        int size = script.size() + 1;
        this.line = filled(size, -1);
        this.hang = filled(size, HANG);
        this.soft = filled(size, -1);
        this.level = new int[size];
        this.group = new int[size];
        this.column = new int[size];
        this.wide = new boolean[size];
        int from = 0;
        while (from < script.size()) {
            int to = from + 1;
            while (to < script.size() && !script.isDeclaration(to)) {
                to++;
            }
            declaration(from, to);
            from = to;
        }
        line[script.size()] = 0;
    }

    private static int[] filled(int size, int value) {
        int[] all = new int[size];
        Arrays.fill(all, value);
        return all;
    }

    /** Indent of the line that begins with the token, or -1 if none does. */
    int line(int index) {
        return line[index];
    }

    /** Indent of what goes on with the line that begins with the token. */
    int hang(int index) {
        return hang[index];
    }

    /** Indent of a line that is broken before the token, or -1 if none may be. */
    int soft(int index) {
        return soft[index];
    }

    /** How early a line is broken there: 0 first. Even ones are broken together, odd ones as needed. */
    int level(int index) {
        return level[index];
    }

    /** Lines of one group have their columns below each other; 0 for none. */
    int group(int index) {
        return group[index];
    }

    /** Which column of its line the token begins; 0 for none or the first. */
    int column(int index) {
        return column[index];
    }

    /** Whether two blanks stand before it. */
    boolean isWide(int index) {
        return wide[index];
    }

    /** Puts a line into the group of the one before it, or into a new one. */
    void group(int index, boolean fresh) {
        groups += fresh ? 1 : 0;
        group[index] = groups;
    }

    void column(int index, int number) {
        column[index] = number;
    }

    void widen(int index, boolean by) {
        wide[index] = by;
    }

    private void begin(int index, int indent) {
        begin(index, indent, indent + 4);
    }

    void begin(int index, int indent, int next) {
        line[index] = indent;
        hang[index] = next;
    }

    private void option(int index, int indent) {
        wide[index] = true;
        breakable(index, indent, 1);
    }

    void breakable(int index, int indent, int how) {
        soft[index] = indent;
        level[index] = how;
    }

    private void declaration(int from, int to) {
        begin(from, 0);
        switch (script.token(from).text()) {
            case "type" -> type(from, to);
            case "rule" -> rule(from, to);
            case "interlock" -> interlock(from, to);
            case "test" -> new TestBreaks(this, script, from, to).cut();
            case "schedule" -> schedule(from, to);
            case "mapping" -> new MappingBreaks(this, script, from, to).cut();
            default -> asWritten(from, to);
        }
    }

    /** What nobody taught its layout keeps the lines of its author. */
    private void asWritten(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (script.startsLine(i)) {
                begin(i, script.is(i, "}") ? 0 : INDENT);
            }
        }
    }

    /** As written, but that days and times stand below each other. */
    private void schedule(int from, int to) {
        asWritten(from, to);
        groups++;
        for (int i = from + 1; i < to; i++) {
            if (line[i] == INDENT && script.isKind(i, Kind.WORD)) {
                int times = i;
                while (times < to && !script.isKind(times, Kind.NUMBER)) {
                    times++;
                }
                group[i] = groups;
                column[times] = 1;
                wide[times] = true;
            }
        }
    }

    private void type(int from, int to) {
        int i = from;
        while (i < to && !script.is(i, "{")) {
            i++;
        }
        groups++;
        for (i++; i < to; i++) {
            if (script.is(i + 1, ":")) {
                begin(i, INDENT);
                group[i] = groups;
                column[i + 1] = 1;
                i = kind(i + 2);
            } else if (script.is(i, "}")) {
                begin(i, 0);
            } else if (isEvent(i)) {
                begin(i, INDENT);
                i++;
            } else if (script.isKeyword(i, ATTRIBUTES)) {
                option(i, HANG);
                column[i] = columnOf(i - 1, 1) + 1;
            }
        }
    }

    /** True where an event is declared; a point may have that name, and stand behind these. */
    private boolean isEvent(int at) {
        return script.is(at, "event")
                && script.isKind(at + 1, Kind.WORD)
                && !script.is(at - 1, ",")
                && !script.isKeyword(at - 1, BEFORE_POINTS);
    }

    /** The last token of what a point is. */
    private int kind(int from) {
        int last = from;
        while (script.is(last + 1, "|")
                || (script.is(last + 1, "/") && script.space(last + 1) == 0)) {
            if (script.is(last + 1, "|")) {
                breakable(last + 1, HANG, 3);
            }
            last += 2;
        }
        return last;
    }

    private int columnOf(int from, int least) {
        int at = from;
        while (column[at] == 0 && line[at] < 0) {
            at--;
        }
        return Math.max(least, column[at]);
    }

    private void head(int from, int to) {
        for (int i = from + 2; i < to; i++) {
            if (script.isKeyword(i, HEAD_OPTIONS)) {
                option(i, 4);
            } else if (script.isKeyword(i, "for") && script.is(i + 1, "each")) {
                breakable(i, 4, 3);
            }
        }
    }

    private void rule(int from, int to) {
        int clause = next(from + 1, to);
        head(from, clause);
        while (clause < to) {
            int end = next(clause + 1, to);
            boolean two = script.is(clause, "clear") || script.is(clause, "on");
            int start = INDENT + (two ? script.token(clause).text().length() + 6 : 5);
            begin(clause, INDENT, start);
            if (script.is(clause, "then") || script.is(clause, "on")) {
                actions(clause + (two ? 2 : 1), end, start);
            } else {
                condition(clause + 1, end, start);
            }
            clause = end;
        }
    }

    private int next(int from, int to) {
        int at = from;
        while (at < to && !isClause(at)) {
            at++;
        }
        return at;
    }

    private boolean isClause(int at) {
        if (!script.isKeyword(at, CLAUSES)) {
            return false;
        }
        return switch (script.token(at).text()) {
            case "clear" -> script.is(at + 1, "when");
            case "on" -> script.is(at + 1, "clear");
            case "when" -> !script.isKeyword(at - 1, "clear");
            default -> true;
        };
    }

    private void condition(int from, int to, int start) {
        int open = 0;
        for (int i = from; i < to; i++) {
            if (script.is(i, "(")) {
                open++;
            } else if (script.is(i, ")")) {
                open--;
            } else if (script.isKeyword(i, "or")) {
                breakable(i, start + open, 4 * open);
            } else if (script.isKeyword(i, "and")) {
                breakable(i, start + open, 4 * open + 2);
            }
        }
    }

    private void actions(int from, int to, int start) {
        int indent = start;
        for (int i = from; i < to; i++) {
            boolean alternative = script.isKeyword(i - 1, "otherwise");
            if (script.isKeyword(i, "otherwise")) {
                indent += INDENT;
                begin(i, indent);
            } else if (i > from && script.isKeyword(i, ACTIONS) && !alternative) {
                indent = start;
                begin(i, indent);
            } else if (script.isKeyword(i, SET_OPTIONS)) {
                option(i, indent + INDENT);
            }
        }
    }

    private void interlock(int from, int to) {
        boolean clauses = false;
        for (int i = from + 1; i < to; i++) {
            if (script.isKeyword(i, "never") || script.isKeyword(i, "force")) {
                begin(i, INDENT, INDENT + 6);
                clauses = true;
            } else if (script.isKeyword(i, "while")) {
                if (clauses) {
                    breakable(i, INDENT + 2, 0);
                } else {
                    begin(i, INDENT, INDENT + 6);
                }
                int end = i + 1;
                while (end < to
                        && !script.isKeyword(end, "force")
                        && !script.isKeyword(end, "never")) {
                    end++;
                }
                condition(i + 1, end, INDENT + 8);
            }
        }
        head(from, to);
    }
}
