package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;

import java.util.ArrayList;
import java.util.List;

/** The values that a number can have, by the type of its point. */
final class Domain {
    private Domain() {}

    /** All that a number can be, also unknown. */
    static ValueSet of(Operand number) {
        return known(number).orUnknown();
    }

    private static ValueSet known(Operand number) {
        return switch (number) {
            case Operand.Reported reported -> known(reported.point());
            case Operand.Window window -> known(window);
            case Operand.Gathered gathered -> known(gathered);
            case Operand.Age age -> ValueSet.of(Comparison.AT_LEAST, 0);
            case Operand.Learned learned -> AlgorithmChecker.possible(learned);
            case Operand.Truth truth -> codes(2);
            case Operand.Distance distance ->
                ValueSet.between(0, Math.ceil(Math.PI * Earth.RADIUS));
            case Operand.Absolute absolute -> ValueSet.of(Comparison.AT_LEAST, 0);
            case Operand.Extreme extreme -> ValueSet.NUMBERS;
            case Operand.Constant constant -> ValueSet.NUMBERS;
            case Operand.Scaled scaled -> ValueSet.NUMBERS;
            case Operand.Arithmetic arithmetic -> ValueSet.NUMBERS;
        };
    }

    private static ValueSet known(Point point) {
        return switch (point.kind()) {
            case PointKind.Quantity q ->
                q.min() == Double.NEGATIVE_INFINITY && q.max() == Double.POSITIVE_INFINITY
                        ? ValueSet.NUMBERS
                        : ValueSet.between(q.min(), q.max());
            case PointKind.Enumeration e -> codes(e.values().size());
            case PointKind.Truth truth -> codes(2);
            case PointKind.Words w -> ValueSet.NUMBERS;
            case PointKind.Place p -> ValueSet.NUMBERS;
        };
    }

    private static ValueSet known(Operand.Window window) {
        return switch (window.function()) {
            case AVG, MIN, MAX, P95 -> known(window.of());
            case COUNT, STDDEV -> ValueSet.of(Comparison.AT_LEAST, 0);
            case INTEGRAL ->
                window.of() instanceof Operand.Truth
                        ? ValueSet.between(0, window.millis() / 1000.0)
                        : ValueSet.NUMBERS;
            case SUM, DELTA, RATE -> ValueSet.NUMBERS;
        };
    }

    private static ValueSet known(Operand.Gathered gathered) {
        return switch (gathered.function()) {
            case AVG, MIN, MAX, P95 -> known(gathered.of());
            case COUNT -> ValueSet.of(Comparison.AT_LEAST, 0);
            case SUM ->
                known(gathered.of()).low() >= 0
                        ? ValueSet.of(Comparison.AT_LEAST, 0)
                        : ValueSet.NUMBERS;
            case DELTA, RATE, STDDEV, INTEGRAL -> ValueSet.NUMBERS;
        };
    }

    /** True if it can be whole numbers only. */
    static boolean isWhole(Operand number) {
        return switch (number) {
            case Operand.Reported reported ->
                reported.point().kind() instanceof PointKind.Quantity q && q.whole();
            case Operand.Window window -> window.function() == Operand.Function.COUNT;
            case Operand.Gathered gathered -> gathered.function() == Operand.Function.COUNT;
            case Operand.Truth truth -> true;
            case Operand.Learned learned -> false;
            case Operand.Age age -> false;
            case Operand.Distance distance -> false;
            case Operand.Absolute absolute -> false;
            case Operand.Extreme extreme -> false;
            case Operand.Constant constant -> false;
            case Operand.Scaled scaled -> false;
            case Operand.Arithmetic arithmetic -> false;
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
