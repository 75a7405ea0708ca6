package io.signalbox.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Condition;
import io.signalbox.language.Finding;
import io.signalbox.language.Operand;
import io.signalbox.language.Rule;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Pairs of random rules: the analysis calls those a conflict, and no others, that trying all values
 * of their points one after the other brings to be active together.
 */
class SampledConflictsTest {
    private static final String TYPE = """
            type T {
              x : number
              y : number
              s : a | b | c
              out : a | b   writable
            }
            """;

    /** Values that lie on, between and beyond all limits; NaN is unknown. */
    private static final double[] NUMBERS = {
        Double.NaN, 0, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 4
    };

    private static final double[] WORDS = {Double.NaN, 0, 1, 2};

    private final Random random = new Random(7);

    @Test
    void findsTheConflictsThatThereAreAndNoOthers() {
        int conflicts = 0;
        int free = 0;
        for (int i = 0; i < 1_000; i++) {
            String when = condition(1);
            String other = random.nextInt(3) == 0
                    ? condition(2)
                    : "not (" + when + ") and " + condition(0);
            String text = TYPE + rule("one", when, clear(), "a") + rule("two", other, clear(), "b");
            Checked checked = Analysis.check(List.of(new Source("f", text)));
            if (!checked.accepted()) {
                continue;
            }
            List<Rule> rules = checked.program().orElseThrow().rules();
            boolean expected = meet(rules.getFirst(), rules.getLast());
            boolean found = checked.findings().stream().anyMatch(f -> f.code().equals("conflict"));
            assertThat(found).as("%s %s", text, checked.findings()).isEqualTo(expected);
            conflicts += expected ? 1 : 0;
            free += expected ? 0 : 1;
        }
        assertThat(conflicts).isGreaterThan(100);
        assertThat(free).isGreaterThan(100);
    }

    /** Of many rules, each for a range of its own, exactly the planted pairs are told. */
    @Test
    void findsWhatWasPlantedAmongManyAndNothingElse() {
        StringBuilder rules = new StringBuilder(TYPE);
        List<String> planted = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int low = 10 * i;
            String value = i % 2 == 0 ? "a" : "b";
            rules.append(rule(
                    "r" + i,
                    "t.x in " + low + ".." + (low + 6),
                    "t.x outside " + (low - 1) + ".." + (low + 8),
                    value));
            if (random.nextInt(20) == 0) {
                String other = i % 2 == 0 ? "b" : "a";
                int from = low + 6 + random.nextInt(2);
                rules.append(rule("p" + i, "t.x in " + from + ".." + (from + 0.5), "", other));
                planted.add("p" + i);
            }
        }
        List<Finding> findings =
                Analysis.check(List.of(new Source("f", rules.toString()))).findings();
        assertThat(planted).hasSizeBetween(5, 60);
        assertThat(findings.stream().filter(f -> f.code().equals("conflict")))
                .hasSize(planted.size())
                .allMatch(f -> planted.stream().anyMatch(p -> f.message().contains("'" + p + "'")));
    }

    private static String rule(String name, String when, String clear, String value) {
        return "rule " + name + " for each T t\n  when " + when
                + (clear.isEmpty() ? "" : "\n  clear when " + clear)
                + "\n  then set t.out = " + value + " expires in 1 min\n";
    }

    private String clear() {
        return random.nextInt(3) > 0 ? "" : condition(1);
    }

    private String condition(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String not = random.nextInt(4) == 0 ? "not " : "";
            return not + "(" + condition(depth - 1) + (random.nextBoolean() ? " and " : " or ")
                    + condition(depth - 1) + ")";
        }
        String point = random.nextBoolean() ? "t.x" : "t.y";
        return switch (random.nextInt(6)) {
            case 0 -> "t.s is " + "abc".charAt(random.nextInt(3));
            case 1 -> point + (random.nextBoolean() ? " is known" : " is unknown");
            case 2 -> point + " in 1..2";
            case 3 -> point + " outside 1.5..2.5";
            default ->
                point + " " + List.of("<", ">", "<=", ">=", "=", "!=").get(random.nextInt(6)) + " "
                        + (1 + random.nextInt(5) / 2.0);
        };
    }

    /** Goes through all states that two rules can come into, whatever values follow each other. */
    private static boolean meet(Rule one, Rule two) {
        boolean[] seen = new boolean[4];
        Deque<Integer> left = new ArrayDeque<>(List.of(0));
        while (!left.isEmpty()) {
            int state = left.pop();
            for (double x : NUMBERS) {
                for (double y : NUMBERS) {
                    for (double s : WORDS) {
                        double[] values = {x, y, s};
                        int next = (next(one, (state & 1) != 0, values) ? 1 : 0)
                                + (next(two, (state & 2) != 0, values) ? 2 : 0);
                        if (!seen[next]) {
                            seen[next] = true;
                            left.push(next);
                        }
                    }
                }
            }
        }
        return seen[3];
    }

    private static boolean next(Rule rule, boolean active, double[] values) {
        int when = truth(rule.when(), values);
        int clear = rule.clear().map(c -> truth(c, values)).orElse(2 - when);
        return active ? clear != 2 : when == 2 && clear != 2;
    }

    /** 0 is false, 1 unknown, 2 true. */
    private static int truth(Condition condition, double[] values) {
        return switch (condition) {
            case Condition.Compare c ->
                of(
                        c.comparison().holds(number(c.left(), values), number(c.right(), values)),
                        number(c.left(), values));
            case Condition.Within w -> {
                double number = number(w.of(), values);
                yield of(number >= w.low() && number <= w.high(), number);
            }
            case Condition.Is is ->
                of(values[is.point().index()] == is.code(), values[is.point().index()]);
            case Condition.Known known -> Double.isNaN(values[known.point().index()]) ? 0 : 2;
            case Condition.Not not -> 2 - truth(not.of(), values);
            case Condition.All all -> truths(all.of(), values).min().orElseThrow();
            case Condition.Any any -> truths(any.of(), values).max().orElseThrow();
            default -> throw new AssertionError(condition);
        };
    }

    private static java.util.stream.IntStream truths(List<Condition> parts, double[] values) {
        return Arrays.stream(
                parts.stream().mapToInt(part -> truth(part, values)).toArray());
    }

    private static int of(boolean holds, double number) {
        return Double.isNaN(number) ? 1 : holds ? 2 : 0;
    }

    private static double number(Operand operand, double[] values) {
        return switch (operand) {
            case Operand.Constant constant -> constant.value();
            case Operand.Reported reported -> values[reported.point().index()];
            default -> throw new AssertionError(operand);
        };
    }
}
