package io.signalbox.language;

import io.signalbox.language.Operand.Function;
import io.signalbox.language.Operand.Window;
import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;

import java.util.Locale;

/** Gives functions over a window of time their units. */
final class WindowChecker {
    /** Shortest window; it moves on sixty times in its length. */
    private static final long MIN_MILLIS = 10_000;

    /** Longest window. */
    private static final long MAX_MILLIS = 366L * 86_400_000;

    private final Scope scope;

    WindowChecker(Scope scope) {
        this.scope = scope;
    }

    Measured check(Expression.Call call) {
        Point point = scope.point(call.of());
        Function function = Function.valueOf(call.function().text().toUpperCase(Locale.ROOT));
        if (call.millis() < MIN_MILLIS || call.millis() > MAX_MILLIS) {
            throw scope.fail(
                    call.written().at(),
                    "a window is from " + Scope.duration(MIN_MILLIS) + " to "
                            + Scope.duration(MAX_MILLIS) + " long, but found "
                            + Scope.duration(call.millis()),
                    "");
        }
        if (point.everyMillis() > call.millis()) {
            scope.findings()
                    .warning(
                            "haste",
                            call.written().at(),
                            "the window of " + Scope.duration(call.millis())
                                    + " is shorter than the reporting interval of '"
                                    + point.name() + "' (every "
                                    + Scope.duration(point.everyMillis()) + ")",
                            "use at least " + Scope.duration(2 * point.everyMillis()));
        }
        Window window = new Window(function, point, call.millis());
        if (function == Function.COUNT) {
            return new Measured(window, Unit.ONE, false);
        }
        if (!(point.kind() instanceof PointKind.Quantity quantity)) {
            throw scope.fail(
                    call.of().written().at(),
                    "'" + point.name() + "' is not a number",
                    "its samples can be counted with 'count'");
        }
        return measured(call, window, quantity.unit());
    }

    private Measured measured(Expression.Call call, Window window, Unit unit) {
        Measured plain = new Measured(window, unit, false);
        return switch (window.function()) {
            case AVG, MIN, MAX, COUNT -> plain;
            case SUM -> {
                if (unit.isScale()) {
                    throw scope.fail(
                            call.written().at(),
                            "temperatures in " + unit + " cannot be summed",
                            "use 'avg'");
                }
                yield plain;
            }
            case DELTA ->
                unit.isScale()
                        ? new Measured(
                                plain.asDifferenceIn(Unit.KELVIN).operand(), Unit.KELVIN, true)
                        : plain;
            case RATE -> {
                Dimension second = Units.of("s").orElseThrow().dimension();
                Measured coherent = plain.asDifferenceIn(Unit.coherent(unit.dimension()));
                Unit each = Unit.coherent(unit.dimension().over(second));
                yield new Measured(coherent.operand(), each, false);
            }
        };
    }
}
