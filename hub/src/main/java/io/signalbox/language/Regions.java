package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a condition can be true, worked out by intervals and sets of values.
 *
 * <p>A condition is brought into a list of cases, any of which makes it true; a case limits the
 * values of some numbers (points, or calculations with them). What cannot be expressed so (silence,
 * the opposite of a dwell) leaves the case {@code vague}: it may then be smaller than it looks, so
 * only its emptiness proves something.
 */
final class Regions {
    /** Most cases of a condition; beyond, nothing is proved. */
    private static final int MAX_CASES = 256;

    /**
     * One way to be true.
     *
     * @param vague the case may be smaller than this
     * @param instant it lasts for one sample only
     */
    record Case(Map<Operand, ValueSet> limits, boolean vague, boolean instant) {
        static final Case ALL = new Case(Map.of(), false, false);

        static Case of(Operand number, ValueSet values) {
            return new Case(Map.of(number, values), false, false);
        }

        Case and(Case other) {
            Map<Operand, ValueSet> both = new LinkedHashMap<>(limits);
            other.limits.forEach((number, set) -> both.merge(number, set, ValueSet::and));
            return new Case(both, vague || other.vague, instant || other.instant);
        }

        boolean isEmpty() {
            return limits.entrySet().stream()
                    .anyMatch(e -> e.getValue().and(possible(e.getKey())).isEmpty());
        }

        /** The first point that both sides limit, with a value: "Chiller.outlet = 13 °C". */
        String describe(String type) {
            for (Map.Entry<Operand, ValueSet> limit : limits.entrySet()) {
                if (limit.getKey() instanceof Operand.Reported reported) {
                    ValueSet set = limit.getValue().and(possible(limit.getKey()));
                    String example = set.example(reported.point().kind());
                    return type + "." + reported.point().name() + " " + example;
                }
            }
            return "";
        }

        /** False if two of its numbers are computed from one point, so that they hang together. */
        boolean isIndependent() {
            List<Point> points = limits.keySet().stream()
                    .flatMap(number -> Points.of(number).stream())
                    .toList();
            return points.size() == points.stream().distinct().count();
        }
    }

    private static final Case VAGUE = new Case(Map.of(), true, false);

    private final Map<String, Double> words = new LinkedHashMap<>();
    private boolean tooMany;

    /** True if no values of the points make it true. */
    boolean isImpossible(Condition condition) {
        return allEmpty(cases(condition, false));
    }

    /** True if it is true for all values of its points, as long as they are known. */
    boolean isAlwaysTrue(Condition condition) {
        return allEmpty(cases(condition, true));
    }

    /** A case in which both are true and stay true; nothing if none can be proved. */
    Optional<Case> overlap(Condition a, Condition b) {
        List<Case> cases = both(cases(a, false), cases(b, false));
        return tooMany
                ? Optional.empty()
                : cases.stream()
                        .filter(c -> !c.vague && !c.instant && !c.isEmpty() && c.isIndependent())
                        .findFirst();
    }

    private boolean allEmpty(List<Case> cases) {
        return !tooMany && cases.stream().allMatch(Case::isEmpty);
    }

    /** The cases in which the condition is true, or with {@code opposite} in which it is false. */
    private List<Case> cases(Condition condition, boolean opposite) {
        return switch (condition) {
            case Condition.Compare compare -> List.of(compare(compare, opposite));
            case Condition.Within within ->
                List.of(limit(
                        within.of(), ValueSet.between(within.low(), within.high()), opposite));
            case Condition.Is is ->
                List.of(limit(
                        new Operand.Reported(is.point()), word(is.value(), is.code()), opposite));
            case Condition.Known known ->
                List.of(Case.of(
                        new Operand.Reported(known.point()),
                        opposite ? ValueSet.UNKNOWN : ValueSet.NUMBERS));
            case Condition.Becomes becomes -> List.of(becomes(becomes, opposite));
            case Condition.Changes changes ->
                List.of(opposite ? VAGUE : new Case(Map.of(), false, true));
            case Condition.Crosses crosses -> List.of(crosses(crosses, opposite));
            case Condition.Silent silent -> List.of(VAGUE);
            case Condition.Dwell dwell -> opposite ? List.of(VAGUE) : cases(dwell.of(), false);
            case Condition.Sequence sequence -> sequence(sequence, opposite);
            case Condition.Not not -> cases(not.of(), !opposite);
            case Condition.All all -> opposite ? either(all.of(), true) : every(all.of(), false);
            case Condition.Any any -> opposite ? every(any.of(), true) : either(any.of(), false);
        };
    }

    /** While it is true so is what follows, or what does not follow is false. */
    private List<Case> sequence(Condition.Sequence sequence, boolean opposite) {
        if (opposite) {
            return List.of(VAGUE);
        }
        return allEmpty(cases(sequence.first(), false))
                ? List.of()
                : both(List.of(VAGUE), cases(sequence.then(), !sequence.followed()));
    }

    private List<Case> either(List<Condition> conditions, boolean opposite) {
        List<Case> cases = new ArrayList<>();
        for (Condition condition : conditions) {
            cases.addAll(cases(condition, opposite));
        }
        return bounded(cases);
    }

    private List<Case> every(List<Condition> conditions, boolean opposite) {
        List<Case> cases = List.of(Case.ALL);
        for (Condition condition : conditions) {
            cases = both(cases, cases(condition, opposite));
        }
        return cases;
    }

    private List<Case> both(List<Case> left, List<Case> right) {
        List<Case> cases = new ArrayList<>();
        for (Case a : left) {
            for (Case b : right) {
                cases.add(a.and(b));
            }
        }
        return bounded(cases);
    }

    private List<Case> bounded(List<Case> cases) {
        tooMany |= cases.size() > MAX_CASES;
        return tooMany ? List.of(VAGUE) : cases;
    }

    private Case becomes(Condition.Becomes becomes, boolean opposite) {
        if (opposite) {
            return VAGUE;
        }
        ValueSet values = word(becomes.value(), becomes.code());
        return new Case(Map.of(new Operand.Reported(becomes.point()), values), false, true);
    }

    private static Case crosses(Condition.Crosses crosses, boolean opposite) {
        if (opposite) {
            return VAGUE;
        }
        Comparison beyond = crosses.rising() ? Comparison.GREATER : Comparison.LESS;
        ValueSet values = ValueSet.of(beyond, crosses.limit());
        return new Case(Map.of(new Operand.Reported(crosses.point()), values), false, true);
    }

    private static Case limit(Operand number, ValueSet values, boolean opposite) {
        return Case.of(number, opposite ? values.complement() : values);
    }

    private static Case compare(Condition.Compare compare, boolean opposite) {
        Operand number = compare.left();
        Comparison comparison = compare.comparison();
        double limit = 0;
        if (compare.right() instanceof Operand.Constant constant) {
            limit = constant.value();
        } else if (compare.left() instanceof Operand.Constant constant) {
            number = compare.right();
            limit = constant.value();
            comparison = mirrored(comparison);
        } else {
            number = new Operand.Arithmetic(
                    Operand.Operation.SUBTRACT, compare.left(), compare.right());
        }
        while (number instanceof Operand.Scaled scaled) {
            limit = (limit - scaled.offset()) / scaled.factor();
            comparison = scaled.factor() < 0 ? mirrored(comparison) : comparison;
            number = scaled.of();
        }
        return limit(number, ValueSet.of(comparison, limit), opposite);
    }

    private static Comparison mirrored(Comparison comparison) {
        return switch (comparison) {
            case GREATER -> Comparison.LESS;
            case AT_LEAST -> Comparison.AT_MOST;
            case LESS -> Comparison.GREATER;
            case AT_MOST -> Comparison.AT_LEAST;
            case EQUAL, NOT_EQUAL -> comparison;
        };
    }

    /** One value of a point; each free text stands for a number of its own. */
    private ValueSet word(Value value, double code) {
        double number = Double.isNaN(code)
                ? words.computeIfAbsent(value.toString(), w -> (double) words.size())
                : code;
        return ValueSet.between(number, number);
    }

    private static ValueSet possible(Operand number) {
        if (number instanceof Operand.Window window) {
            return possible(window).orUnknown();
        }
        if (!(number instanceof Operand.Reported reported)) {
            return ValueSet.NUMBERS.orUnknown();
        }
        ValueSet known = switch (reported.point().kind()) {
            case PointKind.Quantity q -> ValueSet.between(q.min(), q.max());
            case PointKind.Enumeration e -> codes(e.values().size());
            case PointKind.Truth truth -> codes(2);
            case PointKind.Words w -> ValueSet.NUMBERS;
            case PointKind.Place p -> ValueSet.NUMBERS;
        };
        return known.orUnknown();
    }

    private static ValueSet possible(Operand.Window window) {
        return switch (window.function()) {
            case AVG, MIN, MAX ->
                window.point().kind() instanceof PointKind.Quantity q
                        ? ValueSet.between(q.min(), q.max())
                        : ValueSet.NUMBERS;
            case COUNT -> ValueSet.of(Comparison.AT_LEAST, 0);
            case SUM, DELTA, RATE -> ValueSet.NUMBERS;
        };
    }

    private static ValueSet codes(int count) {
        List<ValueSet.Span> spans = new ArrayList<>();
        for (int code = 0; code < count; code++) {
            spans.add(new ValueSet.Span(code, true, code, true));
        }
        return new ValueSet(spans, false);
    }
}
