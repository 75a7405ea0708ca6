package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;

import java.util.Set;

/** The lines of a test; those of one kind that follow each other have their columns aligned. */
final class TestBreaks {
    private static final Set<String> TEST_LINES = Set.of("starts", "at", "every", "expect", "also");

    /** Words with which no line of a test begins, wherever the author put them. */
    private static final Set<String> TEST_CONTINUATIONS = Set.of(
            "by", "from", "to", "before", "after", "within", "on", "in", "with", "and", "or",
            "via");

    /** Words behind which a line of a test goes on, wherever the author broke it. */
    private static final Set<String> TEST_OPENERS = Set.of(
            "expect", "no", "alarm", "set", "notify", "publish", "event", "emits", "acknowledge");

    private final Breaks breaks;
    private final Manuscript script;
    private final int from;
    private final int to;
    private String lineKind = "";

    TestBreaks(Breaks breaks, Manuscript script, int from, int to) {
        this.breaks = breaks;
        this.script = script;
        this.from = from;
        this.to = to;
    }

    void cut() {
        for (int i = from + 2; i < to; i++) {
            if (begins(i)) {
                begin(i);
            } else if (script.is(i - 1, ",")) {
                breaks.breakable(i, Breaks.HANG, 1);
            }
        }
    }

    private void begin(int i) {
        String kind = script.is(i + 1, ":") ? ":" : script.token(i).text();
        breaks.begin(i, Breaks.INDENT, Breaks.HANG);
        if (kind.equals("at") || kind.equals("every")) {
            breaks.group(i, !kind.equals(lineKind));
            int reports = reports(i + 1);
            breaks.column(reports, 1);
            breaks.widen(reports, true);
        }
        lineKind = kind;
    }

    private boolean begins(int i) {
        boolean item = script.is(i - 1, ",") || script.isKeyword(i - 1, TEST_OPENERS);
        boolean name = script.isKind(i, Kind.WORD) || script.isKind(i, Kind.STRING);
        if (name && script.is(i + 1, ":")) {
            return !script.isKind(i + 2, Kind.NUMBER);
        }
        if (item || !script.isKind(i, Kind.WORD)) {
            return false;
        }
        boolean continues = script.isKeyword(i, TEST_CONTINUATIONS);
        if (script.isKeyword(i, TEST_LINES)) {
            boolean window = script.is(i, "at") && lineKind.equals("expect");
            return !window || script.startsLine(i);
        }
        boolean sentence = script.startsLine(i) && !continues;
        return sentence && (!script.isOperand(i) || script.is(i + 1, "."));
    }

    /** The first token behind the times with which the line begins. */
    private int reports(int start) {
        int i = start;
        while (i < to && (isTime(i) || script.isKeyword(i, Set.of("from", "to")))) {
            i++;
        }
        return i;
    }

    private boolean isTime(int i) {
        boolean unit = script.isKind(i, Kind.WORD) && script.isKind(i - 1, Kind.NUMBER);
        return script.isKind(i, Kind.NUMBER)
                || (unit && script.isOperand(i) && !script.is(i + 1, "."))
                || (script.is(i, ":") && script.isKind(i - 1, Kind.NUMBER));
    }
}
