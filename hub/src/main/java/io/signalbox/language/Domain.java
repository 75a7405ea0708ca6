package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;

import java.util.ArrayList;
import java.util.List;

/** The values that a number can have, by the type of its point. */
final class Domain {
    private Domain() {}

    /** All that a number can be, also unknown. */
    static ValueSet of(Operand number) {
        if (number instanceof Operand.Window window) {
            return of(window).orUnknown();
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

    private static ValueSet of(Operand.Window window) {
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
