package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;

/** The lines of a mapping: topics, fields with their signs below each other, samples. */
final class MappingBreaks {
    private final Breaks breaks;
    private final Manuscript script;
    private final int from;
    private final int to;
    private boolean fields;
    private boolean sample;
    private boolean spans;

    MappingBreaks(Breaks breaks, Manuscript script, int from, int to) {
        this.breaks = breaks;
        this.script = script;
        this.from = from;
        this.to = to;
    }

    void cut() {
        for (int i = from + 2; i < to; i++) {
            if (script.isKeyword(i, "topic") && script.isKind(i + 1, Kind.STRING)) {
                begin(i, false);
            } else if (isSample(i)) {
                begin(i, false);
                sample = true;
                int payload = script.is(i + 1, "hex") ? i + 2 : i + 1;
                spans = script.raw(payload).indexOf('\n') >= 0
                        || script.raw(payload).indexOf('\r') >= 0;
            } else if (sample && isPart(i)) {
                part(i);
            } else if (isField(i)) {
                begin(i, true);
                breaks.column(script.is(i, "{") ? i + 3 : i + 1, 1);
            } else if (script.is(i - 1, ",")) {
                breaks.breakable(i, sample ? 11 : Breaks.HANG, 3);
            }
        }
    }

    private void begin(int i, boolean field) {
        breaks.begin(i, Breaks.INDENT, Breaks.HANG);
        if (field) {
            breaks.group(i, !fields);
        }
        fields = field;
        sample = false;
    }

    private boolean isSample(int i) {
        return script.isKeyword(i, "sample")
                && (script.isKind(i + 1, Kind.STRING) || script.is(i + 1, "hex"));
    }

    private boolean isPart(int i) {
        boolean text = script.isKind(i + 1, Kind.STRING);
        return script.isKeyword(i, "expect")
                || (text && (script.isKeyword(i, "on") || script.isKeyword(i, "at")));
    }

    private void part(int i) {
        boolean topic = script.is(i, "on");
        breaks.widen(i, !topic);
        if (spans && !script.is(i, "at")) {
            breaks.begin(i, 4, 11);
        } else {
            breaks.breakable(i, 4, topic ? 2 : script.is(i, "at") ? 5 : 0);
        }
    }

    private boolean isField(int i) {
        boolean each = script.is(i, "{") && script.is(i + 2, "}") && script.is(i + 3, "=");
        boolean named = script.isKind(i, Kind.WORD) && script.is(i + 1, "=");
        boolean expected = script.is(i - 1, ",") || script.isKeyword(i - 1, "expect");
        return (each || named) && !expected;
    }
}
