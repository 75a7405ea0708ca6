package io.signalbox.language;

import io.signalbox.language.Manuscript.Comment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints a file in the one layout: lines, columns and comments; see {@code docs/language.md}. */
final class Typesetter {
    /** Longest line, in characters, as far as it can be broken. */
    static final int WIDTH = 110;

    /** A cell that is wider stands out of its column. */
    private static final int MAX_CELL = 44;

    private final Manuscript script;
    private final Breaks breaks;
    private final int[] gaps;
    private final int[] commentGaps;
    private final StringBuilder out = new StringBuilder();

    /** True behind the first line of a declaration, where no blank line is wanted. */
    private boolean afterHead;

    private boolean longDeclaration;

    Typesetter(Manuscript script) {
        this.script = script;
        this.breaks = new Breaks(script);
        this.gaps = new int[script.size() + 1];
        this.commentGaps = new int[script.size() + 1];
        Arrays.fill(commentGaps, 2);
        for (int i = 1; i < script.size(); i++) {
            boolean column = breaks.column(i) > 0;
            gaps[i] = breaks.isWide(i) ? 2 : column ? 1 : script.space(i);
            if (script.is(i, ":") && breaks.line(i - 1) >= 0) {
                gaps[i] = 1;
            }
        }
        align();
    }

    String print() {
        int from = 0;
        while (from < script.size()) {
            int to = end(from);
            boolean declares = breaks.line(from) == 0 && !script.is(from, "}");
            if (declares) {
                longDeclaration |= to < script.size() && breaks.line(to) > 0;
                betweenDeclarations(from);
                longDeclaration = to < script.size() && breaks.line(to) > 0;
            } else {
                aboveLine(from);
            }
            line(from, to);
            afterHead = declares;
            from = to;
        }
        betweenDeclarations(script.size());
        return out.toString();
    }

    /** Where the line that begins with a token ends. */
    private int end(int from) {
        int to = from + 1;
        while (to < script.size() && breaks.line(to) < 0) {
            to++;
        }
        return to;
    }

    /** What belongs to the declaration above, a blank line, what belongs to the one below. */
    private void betweenDeclarations(int index) {
        List<Comment> comments = script.above(index);
        int next = 0;
        while (next < comments.size()
                && !out.isEmpty()
                && comments.get(next).indented()
                && !comments.get(next).blankBefore()) {
            comment(comments.get(next), Breaks.INDENT);
            next++;
        }
        List<Comment> own = comments.subList(next, comments.size());
        boolean last = index == script.size();
        boolean asked =
                own.isEmpty() ? script.isBlankAbove(index) : own.getFirst().blankBefore();
        if (!out.isEmpty() && !(last && own.isEmpty()) && (longDeclaration || asked)) {
            out.append('\n');
        }
        for (int i = 0; i < own.size(); i++) {
            if (i > 0 && own.get(i).blankBefore()) {
                out.append('\n');
            }
            comment(own.get(i), 0);
        }
        if (!own.isEmpty() && !last && script.isBlankAbove(index)) {
            out.append('\n');
        }
    }

    private void aboveLine(int index) {
        boolean closes = script.is(index, "}") && breaks.line(index) == 0;
        for (Comment comment : script.above(index)) {
            if (comment.blankBefore() && !afterHead) {
                out.append('\n');
            }
            comment(comment, closes ? Breaks.INDENT : breaks.line(index));
            afterHead = false;
        }
        if (script.isBlankAbove(index) && !afterHead && !closes) {
            out.append('\n');
        }
    }

    private void comment(Comment comment, int indent) {
        out.repeat(' ', indent).append(comment.text()).append('\n');
    }

    private void line(int from, int to) {
        int start = from;
        int indent = breaks.line(from);
        for (int i = from + 1; i < to; i++) {
            if (isForced(i)) {
                set(start, i, indent);
                endLine(i - 1, 2);
                start = i;
                indent = breaks.soft(i) >= 0 ? breaks.soft(i) : breaks.hang(from);
                int column = indent;
                script.above(i).forEach(comment -> comment(comment, column));
            }
        }
        set(start, to, indent);
        endLine(to - 1, commentGaps[to - 1]);
    }

    private void endLine(int last, int gap) {
        if (!script.behind(last).isEmpty()) {
            out.repeat(' ', gap).append(script.behind(last));
        }
        out.append('\n');
    }

    /** Whether a line has to end before a token because of a comment, or to keep its meaning. */
    private boolean isForced(int index) {
        return !script.above(index).isEmpty()
                || !script.behind(index - 1).isEmpty()
                || script.isKeptApart(index);
    }

    /** Prints some tokens, on one line if it is not too long, else broken where it means most. */
    private void set(int from, int to, int indent) {
        String text = joined(from, to);
        int level = indent + width(text) > WIDTH ? firstLevel(from, to) : Integer.MAX_VALUE;
        if (level == Integer.MAX_VALUE) {
            out.repeat(' ', indent).append(text);
            return;
        }
        int start = from;
        int column = indent;
        for (int i = from + 1; i < to; i++) {
            boolean may = breaks.soft(i) >= 0 && breaks.level(i) == level;
            if (may && (level % 2 == 0 || overflows(start, i, to, column, level))) {
                set(start, i, column);
                out.append('\n');
                start = i;
                column = breaks.soft(i);
            }
        }
        set(start, to, column);
    }

    /** Whether what follows up to the next place for a break does not fit on the line. */
    private boolean overflows(int start, int at, int to, int column, int level) {
        int next = at + 1;
        while (next < to && !(breaks.soft(next) >= 0 && breaks.level(next) == level)) {
            next++;
        }
        return column + width(joined(start, next)) > WIDTH;
    }

    private int firstLevel(int from, int to) {
        int level = Integer.MAX_VALUE;
        for (int i = from + 1; i < to; i++) {
            if (breaks.soft(i) >= 0) {
                level = Math.min(level, breaks.level(i));
            }
        }
        return level;
    }

    private String joined(int from, int to) {
        StringBuilder text = new StringBuilder(script.raw(from));
        for (int i = from + 1; i < to; i++) {
            text.repeat(' ', gaps[i]).append(script.raw(i));
        }
        return text.toString();
    }

    private static int width(String text) {
        int last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
        return text.codePointCount(last, text.length());
    }

    private void align() {
        List<Integer> rows = new ArrayList<>();
        int group = 0;
        for (int from = 0; from < script.size(); from = end(from)) {
            if (breaks.group(from) != group) {
                align(rows);
                rows.clear();
                group = breaks.group(from);
            }
            if (group != 0 && isPlain(from)) {
                rows.add(from);
            }
        }
        align(rows);
    }

    private boolean isPlain(int from) {
        for (int i = from + 1; i < end(from); i++) {
            if (isForced(i)) {
                return false;
            }
        }
        return true;
    }

    /** Widens the gaps before the cells of each column, from the left. */
    private void align(List<Integer> rows) {
        for (int column = 1; ; column++) {
            int widest = -1;
            for (int row : rows) {
                int cell = cell(row, column);
                int width = cell < 0 ? -1 : width(joined(cell(row, column - 1), cell));
                widest = Math.max(widest, width > MAX_CELL ? 0 : width);
            }
            if (widest < 0) {
                alignComments(rows);
                return;
            }
            for (int row : rows) {
                int cell = cell(row, column);
                if (cell >= 0) {
                    int width = width(joined(cell(row, column - 1), cell));
                    gaps[cell] += Math.max(0, widest - width);
                }
            }
        }
    }

    private int cell(int row, int column) {
        int end = end(row);
        for (int i = row; i < end; i++) {
            if (column == 0 || breaks.column(i) == column) {
                return i;
            }
        }
        return -1;
    }

    /** Comments at the ends of lines of a group stand below each other, too. */
    private void alignComments(List<Integer> rows) {
        int widest = 0;
        for (int row : rows) {
            int width = breaks.line(row) + width(joined(row, end(row)));
            boolean commented = !script.behind(end(row) - 1).isEmpty();
            widest = commented && width <= WIDTH ? Math.max(widest, width) : widest;
        }
        for (int row : rows) {
            int width = breaks.line(row) + width(joined(row, end(row)));
            commentGaps[end(row) - 1] = Math.max(0, width <= WIDTH ? widest - width : 0) + 2;
        }
    }
}
