package io.signalbox.language;

import io.signalbox.language.Operand.Function;
import io.signalbox.language.Operand.Window;
import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;

import java.util.List;
import java.util.Locale;

/** Gives functions over a window of time their units. */
final class WindowChecker {
    /** Shortest window; it moves on sixty times in its length. */
    private static final long MIN_MILLIS = 10_000;

    /** Longest window. */
    private static final long MAX_MILLIS = 366L * 86_400_000;

    private static final Unit SECOND = Units.of("s").orElseThrow();

    private final Scope scope;
    private final OperandChecker operands;

    WindowChecker(Scope scope, OperandChecker operands) {
        this.scope = scope;
        this.operands = operands;
    }

    /** For how long a condition was true. */
    Measured check(Expression.TimeIn time) {
        Condition of = operands.condition(time.of());
        if (ConditionChecker.isInstant(of)) {
            throw scope.fail(
                    time.of().written().at(),
                    "'" + time.of().written().text()
                            + "' is true for an instant only, that takes no time",
                    "use 'is' or a comparison such as > or <");
        }
        requireLength(time.millis(), Points.of(of), time.written());
        Window window = new Window(Function.INTEGRAL, new Operand.Truth(of), time.millis());
        return new Measured(window, SECOND, false);
    }

    Measured check(Expression.Call call) {
        Function function = Function.valueOf(call.function().text().toUpperCase(Locale.ROOT));
        Expression of = call.of().getFirst();
        if (of instanceof Expression.Reference reference && !scope.isSignal(reference)) {
            Point point = scope.point(reference);
            requireLength(call.millis(), List.of(point), call.written());
            if (function == Function.COUNT) {
                Operand samples = new Operand.Reported(point);
                return new Measured(new Window(function, samples, call.millis()), Unit.ONE, false);
            }
            if (!(point.kind() instanceof PointKind.Quantity)) {
                throw scope.fail(
                        of.written().at(),
                        "'" + point.name() + "' is not a number",
                        "its samples can be counted with 'count'");
            }
            return measured(call, function, operands.check(of));
        }
        if (function == Function.COUNT || function == Function.SUM) {
            throw scope.fail(
                    call.written().at(),
                    "'" + call.function().text()
                            + "' is said of the samples of a point such as p.flow, not of '"
                            + of.written().text() + "'",
                    "'avg' and 'integral' can be said of calculations");
        }
        Measured calculated = operands.steady(of);
        refuseWindows(calculated.operand(), of);
        List<Point> points = Points.of(calculated.operand());
        if (points.isEmpty() && Parts.gathered(calculated.operand()).findAny().isEmpty()) {
            throw scope.fail(
                    of.written().at(),
                    "'" + of.written().text() + "' says nothing about the device",
                    "name a point such as p.flow");
        }
        requireLength(call.millis(), points, call.written());
        return measured(call, function, calculated);
    }

    private void requireLength(long millis, List<Point> points, Written written) {
        if (millis < MIN_MILLIS || millis > MAX_MILLIS) {
            throw scope.fail(
                    written.at(),
                    "a window is from " + Scope.duration(MIN_MILLIS) + " to "
                            + Scope.duration(MAX_MILLIS) + " long, but found "
                            + Scope.duration(millis),
                    "");
        }
        points.stream()
                .filter(p -> p.everyMillis() > millis)
                .findFirst()
                .ifPresent(point -> scope.findings()
                        .warning(
                                "haste",
                                written.at(),
                                "the window of " + Scope.duration(millis)
                                        + " is shorter than the reporting interval of '"
                                        + point.name()
                                        + "' (every " + Scope.duration(point.everyMillis()) + ")",
                                "use at least " + Scope.duration(2 * point.everyMillis())));
    }

    private void refuseWindows(Operand operand, Expression written) {
        switch (operand) {
            case Operand.Window window ->
                throw scope.fail(
                        written.written().at(),
                        "a window cannot be calculated over another window",
                        "calculate with two windows instead: avg(p.a, 5 min) - avg(p.b, 5 min)");
            case Operand.Learned learned ->
                throw scope.fail(
                        written.written().at(),
                        "a window cannot be calculated over what an algorithm says",
                        "let it last instead: anomaly(p.a) > 0.9 for 1 min");
            case Operand.Scaled scaled -> refuseWindows(scaled.of(), written);
            case Operand.Absolute absolute -> refuseWindows(absolute.of(), written);
            case Operand.Arithmetic a -> {
                refuseWindows(a.left(), written);
                refuseWindows(a.right(), written);
            }
            case Operand.Extreme e -> {
                refuseWindows(e.left(), written);
                refuseWindows(e.right(), written);
            }
            case Operand.Gathered gathered -> refuseWindows(gathered.of(), written);
            case Operand.Constant c -> {}
            case Operand.Reported reported -> {}
            case Operand.Age age -> {}
            case Operand.Truth truth -> {}
            case Operand.Distance distance -> {}
        }
    }

    private Measured measured(Expression.Call call, Function function, Measured of) {
        Unit unit = of.unit();
        Measured plain = new Measured(
                new Window(function, of.operand(), call.millis()), unit, of.difference());
        return switch (function) {
            case AVG, MIN, MAX, P95, COUNT -> plain;
            case SUM -> {
                refuseSum(call, unit, "summed");
                yield plain;
            }
            case DELTA, STDDEV ->
                unit.isScale()
                        ? new Measured(
                                plain.asDifferenceIn(Unit.KELVIN).operand(), Unit.KELVIN, true)
                        : plain;
            case RATE -> coherent(plain, unit.dimension().over(SECOND.dimension()));
            case INTEGRAL -> {
                refuseSum(call, unit, "integrated");
                yield coherent(plain, unit.dimension().times(SECOND.dimension()));
            }
        };
    }

    private static Measured coherent(Measured number, Dimension dimension) {
        Measured coherent = number.asDifferenceIn(Unit.coherent(number.unit().dimension()));
        return new Measured(coherent.operand(), Unit.coherent(dimension), false);
    }

    private void refuseSum(Expression.Call call, Unit unit, String verb) {
        if (unit.isScale()) {
            throw scope.fail(
                    call.written().at(),
                    "temperatures in " + unit + " cannot be " + verb,
                    verb.equals("summed")
                            ? "use 'avg'"
                            : "differences of temperatures can, they are in K");
        }
    }
}
