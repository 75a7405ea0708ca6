package io.signalbox.language;

import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;

/** Gives functions of present values their units. */
final class CallChecker {
    private static final Unit SECOND = Units.of("s").orElseThrow();

    private final Scope scope;
    private final OperandChecker operands;

    CallChecker(Scope scope, OperandChecker operands) {
        this.scope = scope;
        this.operands = operands;
    }

    Measured check(Expression.Call call) {
        if (call.millis() > 0) {
            return new WindowChecker(scope, operands).check(call);
        }
        Expression first = call.of().getFirst();
        return switch (call.function().text()) {
            case "age" -> age(call, first);
            case "abs" -> absolute(first);
            case "distance" -> new PlaceChecker(scope).distance(call);
            default -> extreme(call, first, call.of().getLast());
        };
    }

    private Measured age(Expression.Call call, Expression of) {
        if (of instanceof Expression.Reference reference) {
            return new Measured(new Operand.Age(scope.point(reference)), SECOND, false);
        }
        throw scope.fail(
                call.written().at(),
                "'age' is said of a point such as p.flow, not of '"
                        + of.written().text() + "'",
                "");
    }

    private Measured absolute(Expression written) {
        Measured of = operands.steady(written);
        operands.refuseScale(of, written.written());
        return of.isConstant()
                ? new Measured(
                        new Operand.Constant(Math.abs(of.constant())), of.unit(), of.difference())
                : new Measured(new Operand.Absolute(of.operand()), of.unit(), of.difference());
    }

    private Measured extreme(Expression.Call call, Expression a, Expression b) {
        Measured left = operands.steady(a);
        Measured right = operands.steady(b);
        operands.requireUnits(a, left, b, right);
        operands.requireComparable(left, right, b.written());
        if (left.isConstant() && right.isConstant()) {
            throw scope.fail(
                    call.written().at(),
                    "'" + call.written().text() + "' says nothing about the device",
                    "name a point such as p.flow");
        }
        Unit unit = left.isConstant() ? right.unit() : left.unit();
        Operand extreme = new Operand.Extreme(
                call.function().text().equals("max"),
                left.in(unit).operand(),
                right.in(unit).operand());
        return new Measured(extreme, unit, left.difference() || right.difference());
    }
}
