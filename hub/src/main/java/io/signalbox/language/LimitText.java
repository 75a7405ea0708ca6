package io.signalbox.language;

import java.util.Locale;

/** Limits of a number for people: "Chiller.outlet > 12 °C". */
final class LimitText {
    /** For what has no unit of its point. */
    private static final PointKind PLAIN = measured(Unit.ONE);

    private LimitText() {}

    /** What the number of a device of the type is, or nothing if that cannot be said in short. */
    static String of(String type, Operand number, ValueSet set) {
        return switch (number) {
            case Operand.Reported reported ->
                type + "." + reported.point().name() + " "
                        + set.example(reported.point().kind());
            case Operand.Window window -> window(type, window, set);
            case Operand.Age age ->
                "age(" + type + "." + age.point().name() + ") " + set.example(PLAIN) + " s";
            case Operand.Learned learned ->
                AlgorithmChecker.describe(learned, type) + " " + set.example(PLAIN);
            case Operand.Gathered gathered ->
                gathered.call() + " " + set.example(measured(gathered.unit()));
            case Operand.Constant constant -> "";
            case Operand.Truth truth ->
                truth.of() instanceof Condition.Counted counted ? counted(counted, set) : "";
            case Operand.Distance distance -> "";
            case Operand.Absolute absolute -> "";
            case Operand.Extreme extreme -> "";
            case Operand.Scaled scaled -> "";
            case Operand.Arithmetic arithmetic -> "";
        };
    }

    private static String counted(Condition.Counted counted, ValueSet set) {
        String words = counted.written().text();
        return set.isEmpty() ? "" : set.low() == 1 ? words : set.high() == 0 ? "not " + words : "";
    }

    private static PointKind measured(Unit unit) {
        return new PointKind.Quantity(unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    private static String window(String type, Operand.Window window, ValueSet set) {
        if (window.of() instanceof Operand.Gathered of) {
            return window(window, of.call(), measured(of.unit()), set);
        }
        return window.of() instanceof Operand.Reported of
                ? window(window, type + "." + of.point().name(), of.point().kind(), set)
                : "";
    }

    private static String window(Operand.Window window, String of, PointKind point, ValueSet set) {
        PointKind kind = switch (window.function()) {
            case AVG, MIN, MAX, SUM, P95 -> point;
            case COUNT, DELTA, RATE, STDDEV, INTEGRAL -> PLAIN;
        };
        return window.function().name().toLowerCase(Locale.ROOT) + "(" + of + ", "
                + Scope.duration(window.millis()) + ") " + set.example(kind);
    }
}
