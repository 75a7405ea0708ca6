package io.signalbox.rules;

import io.signalbox.language.Position;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tests have shown of rules: which of true, false and unknown each statement of a condition has
 * been, and which rules became active. The conditions are looked at behind each record.
 */
public final class Coverage {
    private static final int EACH = 3;

    /**
     * A statement of a condition.
     *
     * @param clears whether it stands in {@code clear when}
     * @param missing what it has never been: {@code true}, {@code false}, {@code unknown}
     */
    public record Statement(
            String rule, Position at, boolean clears, String text, List<String> missing) {
        public Statement {
            missing = List.copyOf(missing);
        }
    }

    /** One statement and what it has been, a bit for each value of {@link Kleene}. */
    private static final class Line {
        private final String text;
        private int seen;

        Line(String text) {
            this.text = text;
        }
    }

    private static final class Shown {
        private final Position at;
        private final List<Line> when = new ArrayList<>();
        private final List<Line> clear = new ArrayList<>();
        private boolean active;

        Shown(Position at) {
            this.at = at;
        }
    }

    private final Map<String, Shown> rules = new LinkedHashMap<>();

    /** A rule that is there, even if no device of its type is. */
    void know(Instances rule) {
        of(rule);
    }

    void look(Instances of, int row, Moment moment) {
        Shown shown = of(of);
        shown.active |= of.active(row);
        note(shown.when, of.whenStatements(row, moment));
        note(shown.clear, of.clearStatements(row, moment));
    }

    private Shown of(Instances of) {
        return rules.computeIfAbsent(of.rule().name(), _ -> new Shown(of.rule().at()));
    }

    private static void note(List<Line> lines, List<Observation> seen) {
        for (int i = 0; i < seen.size(); i++) {
            if (i == lines.size()) {
                lines.add(new Line(seen.get(i).statement()));
            }
            lines.get(i).seen |= 1 << seen.get(i).truth();
        }
    }

    /** Statements that have not been all three, in the order of the rules. */
    public List<Statement> gaps() {
        List<Statement> gaps = new ArrayList<>();
        rules.forEach((rule, shown) -> {
            shown.when.forEach(line -> gap(gaps, rule, shown, line, false));
            shown.clear.forEach(line -> gap(gaps, rule, shown, line, true));
        });
        return gaps;
    }

    private static void gap(
            List<Statement> gaps, String rule, Shown shown, Line line, boolean clears) {
        List<String> missing = new ArrayList<>();
        for (int truth : new int[] {Kleene.TRUE, Kleene.FALSE, Kleene.UNKNOWN}) {
            if ((line.seen & 1 << truth) == 0) {
                missing.add(Kleene.name(truth));
            }
        }
        if (!missing.isEmpty()) {
            gaps.add(new Statement(rule, shown.at, clears, line.text, missing));
        }
    }

    /** Rules and interlocks that became active in no test. */
    public List<String> untested() {
        return rules.entrySet().stream()
                .filter(entry -> !entry.getValue().active)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many values statements have had. */
    public long shown() {
        return rules.values().stream()
                .mapToLong(shown -> bits(shown.when) + bits(shown.clear))
                .sum();
    }

    /** How many they can have: three each. */
    public long all() {
        return rules.values().stream()
                .mapToLong(shown -> EACH * ((long) shown.when.size() + shown.clear.size()))
                .sum();
    }

    private static long bits(List<Line> lines) {
        return lines.stream().mapToLong(line -> Integer.bitCount(line.seen)).sum();
    }
}
