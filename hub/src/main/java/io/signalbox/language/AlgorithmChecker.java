package io.signalbox.language;

import io.signalbox.algorithm.Algorithm;
import io.signalbox.algorithm.Forecast;
import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;

/** Gives the calls of algorithms their units. */
final class AlgorithmChecker {
    private final Scope scope;

    AlgorithmChecker(Scope scope) {
        this.scope = scope;
    }

    /** Whether the call is one of an algorithm. */
    static boolean isMeant(Expression.Call call) {
        return Algorithm.named(call.function().text()).isPresent();
    }

    /** Whether a function of this name takes a point and nothing else. */
    static boolean isAlone(Name function) {
        return Algorithm.named(function.text()).filter(a -> !a.isAhead()).isPresent();
    }

    Measured check(Expression.Call call) {
        Algorithm algorithm = Algorithm.named(call.function().text()).orElseThrow();
        Expression of = call.of().getFirst();
        if (!(of instanceof Expression.Reference reference)) {
            throw scope.fail(
                    call.written().at(),
                    "'" + algorithm.function() + "' is said of a point such as p.flow, not of '"
                            + of.written().text() + "'",
                    "");
        }
        Point point = scope.point(reference);
        if (!(point.kind() instanceof PointKind.Quantity quantity)) {
            throw scope.fail(
                    of.written().at(),
                    "'" + point.name() + "' is not a number",
                    "'" + algorithm.function() + "' learns from numbers");
        }
        Operand learned = new Operand.Learned(algorithm, point, call.millis());
        return switch (algorithm) {
            case ANOMALY -> {
                if (call.millis() != 0) {
                    throw scope.fail(
                            call.written().at(),
                            "'anomaly' looks at all that came so far and takes no duration",
                            "write anomaly(" + of.written().text() + ")");
                }
                yield new Measured(learned, Unit.ONE, false);
            }
            case FORECAST -> {
                requireAhead(call);
                yield new Measured(learned, quantity.unit(), false);
            }
        };
    }

    private void requireAhead(Expression.Call call) {
        if (call.millis() < Forecast.LEAST_MILLIS || call.millis() > Forecast.MOST_MILLIS) {
            throw scope.fail(
                    call.written().at(),
                    "'forecast' looks ahead from " + Scope.duration(Forecast.LEAST_MILLIS) + " to "
                            + Scope.duration(Forecast.MOST_MILLIS) + ", but found "
                            + Scope.duration(call.millis()),
                    "");
        }
    }

    /** Whether a function of this name takes a point and how far to look ahead. */
    static boolean isAhead(Name function) {
        return Algorithm.named(function.text()).filter(Algorithm::isAhead).isPresent();
    }

    /** The call, for a point of that type. */
    static String describe(Operand.Learned learned, String type) {
        return learned.call(type + "." + learned.point().name());
    }

    /** What the algorithm can say. */
    static ValueSet possible(Operand.Learned learned) {
        return switch (learned.algorithm()) {
            case ANOMALY -> ValueSet.between(0, 1);
            case FORECAST -> ValueSet.NUMBERS;
        };
    }
}
