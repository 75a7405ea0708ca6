package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of numbers, and perhaps "unknown": the values of a point for which something is true.
 *
 * @param spans in ascending order, without overlap
 */
public record ValueSet(List<Span> spans, boolean unknown) {
    /** The numbers between two ends, each of which may belong to it. */
    public record Span(double low, boolean withLow, double high, boolean withHigh) {
        boolean isEmpty() {
            return low > high || (low == high && !(withLow && withHigh));
        }

        Span and(Span other) {
            boolean lowHere = low > other.low || (low == other.low && !withLow);
            boolean highHere = high < other.high || (high == other.high && !withHigh);
            return new Span(
                    lowHere ? low : other.low,
                    lowHere ? withLow : other.withLow,
                    highHere ? high : other.high,
                    highHere ? withHigh : other.withHigh);
        }
    }

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    /** Every number, but not unknown. */
    public static final ValueSet NUMBERS =
            new ValueSet(List.of(new Span(-INFINITY, false, INFINITY, false)), false);

    static final ValueSet UNKNOWN = new ValueSet(List.of(), true);

    public ValueSet {
        List<Span> whole = new ArrayList<>(spans.size());
        for (Span span : spans) {
            if (!span.isEmpty()) {
                whole.add(span);
            }
        }
        spans = List.copyOf(whole);
    }

    static ValueSet between(double low, double high) {
        return new ValueSet(List.of(new Span(low, true, high, true)), false);
    }

    /** The numbers x for which {@code x comparison limit} holds. */
    static ValueSet of(Condition.Comparison comparison, double limit) {
        return switch (comparison) {
            case GREATER -> span(limit, false, INFINITY, false);
            case AT_LEAST -> span(limit, true, INFINITY, false);
            case LESS -> span(-INFINITY, false, limit, false);
            case AT_MOST -> span(-INFINITY, false, limit, true);
            case EQUAL -> between(limit, limit);
            case NOT_EQUAL -> between(limit, limit).complement();
        };
    }

    private static ValueSet span(double low, boolean withLow, double high, boolean withHigh) {
        return new ValueSet(List.of(new Span(low, withLow, high, withHigh)), false);
    }

    /** The least number of it, or what its numbers come near; infinity if it has none. */
    public double low() {
        return spans.isEmpty() ? INFINITY : spans.getFirst().low;
    }

    /** The greatest number of it, or what its numbers come near; minus infinity if it has none. */
    public double high() {
        return spans.isEmpty() ? -INFINITY : spans.getLast().high;
    }

    /** Whether there is a whole number among it. */
    boolean hasWhole() {
        return spans.stream().anyMatch(span -> {
            double least = Math.ceil(span.low);
            double first = least == span.low && !span.withLow ? least + 1 : least;
            return Double.isInfinite(span.low)
                    || first < span.high
                    || (first == span.high && span.withHigh);
        });
    }

    ValueSet orUnknown() {
        return new ValueSet(spans, true);
    }

    /** Whether the number is one of them. */
    public boolean contains(double number) {
        return spans.stream()
                .anyMatch(span -> (span.low() < number || (span.low() == number && span.withLow()))
                        && (number < span.high() || (number == span.high() && span.withHigh())));
    }

    public boolean isEmpty() {
        return spans.isEmpty() && !unknown;
    }

    ValueSet and(ValueSet other) {
        List<Span> both = new ArrayList<>();
        for (Span a : spans) {
            for (Span b : other.spans) {
                both.add(a.and(b));
            }
        }
        return new ValueSet(both, unknown && other.unknown);
    }

    /** The other numbers; never unknown, for the opposite of unknown is unknown. */
    ValueSet complement() {
        List<Span> others = new ArrayList<>();
        double low = -INFINITY;
        boolean withLow = false;
        for (Span span : spans) {
            others.add(new Span(low, withLow, span.low, !span.withLow));
            low = span.high;
            withLow = !span.withHigh;
        }
        others.add(new Span(low, withLow, INFINITY, false));
        return new ValueSet(others, false);
    }

    /** What the set is, for people: "> 12 < 14 °C", "is running", "is unknown". */
    String example(PointKind kind) {
        if (spans.isEmpty()) {
            return "is unknown";
        }
        Span span = spans.getFirst();
        return switch (kind) {
            case PointKind.Quantity q ->
                limits(span) + (q.unit().equals(Unit.ONE) ? "" : " " + q.unit());
            case PointKind.Enumeration e -> "is " + e.values().get((int) span.low);
            case PointKind.Truth truth -> "is " + (span.low == 1);
            case PointKind.Words words -> "is the same text";
            case PointKind.Place place -> "is the same position";
        };
    }

    private static String limits(Span span) {
        if (span.low == span.high) {
            return "= " + new Value.Numeric(span.low);
        }
        StringBuilder out = new StringBuilder();
        if (span.low > -INFINITY) {
            out.append(span.withLow ? ">= " : "> ").append(new Value.Numeric(span.low));
        }
        if (span.high < INFINITY) {
            out.append(out.isEmpty() ? "" : " ").append(span.withHigh ? "<= " : "< ");
            out.append(new Value.Numeric(span.high));
        }
        return out.isEmpty() ? "has any value" : out.toString();
    }
}
