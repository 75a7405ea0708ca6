package io.signalbox.language;

import io.signalbox.language.Operand.Arithmetic;
import io.signalbox.language.Operand.Constant;
import io.signalbox.language.Operand.Operation;
import io.signalbox.language.Operand.Scaled;
import io.signalbox.language.Syntax.Expression;

/**
 * Gives numbers their units and brings them together, so that the engine computes with plain doubles.
 *
 * <p>Sums are computed in the unit of their left side, products in coherent base units unless one
 * factor is a plain number. Temperatures in °C and °F are places on a scale: they may be compared,
 * their difference is in K, and nothing else can be computed with them.
 */
final class OperandChecker {
    /**
     * A number with its unit.
     *
     * @param difference true for what was computed from two temperatures of a scale
     */
    record Measured(Operand operand, Unit unit, boolean difference) {
        boolean isConstant() {
            return operand instanceof Constant;
        }

        double constant() {
            return operand instanceof Constant c ? c.value() : Double.NaN;
        }

        Measured in(Unit to) {
            return with(linear(unit.convert(0, to), unit.convertDifference(1, to), to), to);
        }

        Measured asDifferenceIn(Unit to) {
            return with(linear(0, unit.convertDifference(1, to), to), to);
        }

        /** The same in a unit that people write. */
        Measured inCommonUnit() {
            boolean common = unit.equals(Unit.ONE) || Units.of(unit.symbol()).isPresent();
            return common ? this : asDifferenceIn(Units.sample(unit.dimension()));
        }

        private Operand linear(double offset, double factor, Unit to) {
            if (unit.equals(to)) {
                return operand;
            }
            return operand instanceof Constant c
                    ? new Constant(
                            offset == 0
                                    ? unit.convertDifference(c.value(), to)
                                    : unit.convert(c.value(), to))
                    : new Scaled(operand, factor, offset);
        }

        private Measured with(Operand changed, Unit to) {
            return new Measured(changed, to, difference);
        }
    }

    private final Scope scope;

    OperandChecker(Scope scope) {
        this.scope = scope;
    }

    Measured check(Expression expression) {
        return switch (expression) {
            case Expression.Amount amount ->
                new Measured(new Constant(amount.number()), scope.unit(amount), false);
            case Expression.Reference reference -> reported(reference);
            case Expression.Call call ->
                AlgorithmChecker.isMeant(call)
                        ? new AlgorithmChecker(scope).check(call)
                        : new CallChecker(scope, this).check(call);
            case Expression.Gathered gathered -> new GatheredChecker(scope).check(gathered);
            case Expression.TimeIn time -> new WindowChecker(scope, this).check(time);
            case Expression.Negated negated -> negated(negated);
            case Expression.Binary binary -> binary(binary);
            case Expression.Word word -> scope.isOfMember() ? member(word) : notNumber(word);
            case Expression.Quoted quoted -> notNumber(quoted);
        };
    }

    /** A number that is calculated with, which an age is not. */
    Measured steady(Expression expression) {
        Measured number = check(expression);
        if (number.operand() instanceof Operand.Age) {
            throw scope.fail(
                    expression.written().at(),
                    "an age grows by itself: '" + expression.written().text()
                            + "' can be compared with a duration and no more",
                    "such as " + expression.written().text() + " > 5 min");
        }
        return number;
    }

    /** The condition within a value. */
    Condition condition(Syntax.Statement statement) {
        return new ConditionChecker(scope).check(statement);
    }

    private Measured member(Expression.Word word) {
        Written written = word.written();
        return reported(new Expression.Reference(
                new Syntax.Name(scope.variable(), written.at()),
                new Syntax.Name(word.text(), written.at()),
                written));
    }

    private Measured notNumber(Expression expression) {
        throw scope.fail(
                expression.written().at(),
                "a number was expected, but found '" + expression.written().text() + "'",
                "points are written as p.flow, numbers as 5 l/min");
    }

    private Measured reported(Expression.Reference reference) {
        if (scope.isSignal(reference)) {
            return scope.signal(reference);
        }
        Point point = scope.point(reference);
        if (point.kind() instanceof PointKind.Quantity quantity) {
            return new Measured(new Operand.Reported(point), quantity.unit(), false);
        }
        throw scope.fail(reference.written().at(), "'" + point.name() + "' is not a number", "");
    }

    private Measured negated(Expression.Negated negated) {
        Measured of = steady(negated.of());
        refuseScale(of, negated.written());
        return new Measured(negate(of.operand()), of.unit(), of.difference());
    }

    private static Operand negate(Operand operand) {
        return operand instanceof Constant c
                ? new Constant(0 - c.value())
                : new Scaled(operand, -1, 0);
    }

    private Measured binary(Expression.Binary binary) {
        Measured left = steady(binary.left());
        Measured right = steady(binary.right());
        return switch (binary.operation()) {
            case ADD, SUBTRACT -> {
                requireUnits(binary.left(), left, binary.right(), right);
                if (!left.unit().dimension().equals(right.unit().dimension())) {
                    String verb = binary.operation() == Operation.ADD ? "add " : "subtract ";
                    throw scope.fail(
                            binary.signAt(),
                            "cannot " + verb + name(left) + " and " + name(right),
                            "");
                }
                yield left.unit().isScale() || right.unit().isScale()
                        ? temperatures(binary, left, right)
                        : combine(binary.operation(), left, right.in(left.unit()), left.unit());
            }
            case MULTIPLY, DIVIDE -> product(binary, left, right);
        };
    }

    private Measured temperatures(Expression.Binary binary, Measured left, Measured right) {
        boolean add = binary.operation() == Operation.ADD;
        if (left.unit().isScale() && right.unit().isScale()) {
            if (add) {
                throw scope.fail(
                        binary.signAt(),
                        "two temperatures cannot be added",
                        "a difference is written in K");
            }
            Measured apart = combine(Operation.SUBTRACT, left, right.in(left.unit()), left.unit());
            Measured kelvin = apart.asDifferenceIn(Unit.KELVIN);
            return new Measured(kelvin.operand(), Unit.KELVIN, true);
        }
        if (left.unit().isScale()) {
            return combine(
                    binary.operation(), left, right.asDifferenceIn(left.unit()), left.unit());
        }
        if (add) {
            return combine(Operation.ADD, right, left.asDifferenceIn(right.unit()), right.unit());
        }
        Measured apart = combine(Operation.SUBTRACT, left, right.in(left.unit()), left.unit());
        return new Measured(apart.operand(), apart.unit(), true);
    }

    private Measured product(Expression.Binary binary, Measured left, Measured right) {
        refuseScale(left, binary.left().written());
        refuseScale(right, binary.right().written());
        boolean times = binary.operation() == Operation.MULTIPLY;
        if (!times && right.isConstant() && right.constant() == 0) {
            throw scope.fail(
                    binary.right().written().at(),
                    "this divides by zero",
                    "divide by a number that is not 0, or by a point");
        }
        if (isPlain(right)) {
            return combine(binary.operation(), left, right.in(Unit.ONE), left.unit());
        }
        if (times && isPlain(left)) {
            return combine(binary.operation(), left.in(Unit.ONE), right, right.unit());
        }
        Dimension a = left.unit().dimension();
        Dimension b = right.unit().dimension();
        return combine(
                binary.operation(),
                left.in(Unit.coherent(a)),
                right.in(Unit.coherent(b)),
                Unit.coherent(times ? a.times(b) : a.over(b)));
    }

    private static boolean isPlain(Measured number) {
        return number.unit().dimension().equals(Dimension.NUMBER);
    }

    private static Measured combine(Operation operation, Measured a, Measured b, Unit unit) {
        boolean difference = a.difference() || b.difference();
        if (!a.isConstant() || !b.isConstant()) {
            return new Measured(
                    new Arithmetic(operation, a.operand(), b.operand()), unit, difference);
        }
        double value = operation.apply(a.constant(), b.constant());
        return new Measured(new Constant(value), unit, difference);
    }

    void refuseScale(Measured number, Written written) {
        if (number.unit().isScale()) {
            throw scope.fail(
                    written.at(),
                    "a temperature in " + number.unit() + " cannot be multiplied or negated",
                    "differences of temperatures can, they are in K");
        }
    }

    /** Refuses a literal without a unit beside something that has one. */
    void requireUnits(Expression left, Measured a, Expression right, Measured b) {
        if (left instanceof Expression.Amount amount) {
            scope.requireUnit(amount, right.written().text(), b.unit());
        }
        if (right instanceof Expression.Amount amount) {
            scope.requireUnit(amount, left.written().text(), a.unit());
        }
    }

    /** Refuses two numbers of which one cannot be greater than the other. */
    void requireComparable(Measured left, Measured right, Written second) {
        if (!left.unit().dimension().equals(right.unit().dimension())) {
            throw scope.fail(
                    second.at(), "cannot compare " + name(left) + " with " + name(right), "");
        }
        if ((left.difference() && right.unit().isScale())
                || (right.difference() && left.unit().isScale())) {
            throw scope.fail(
                    second.at(),
                    "cannot compare a difference of temperatures with the temperature "
                            + second.text(),
                    "write the difference in K");
        }
    }

    static String name(Measured number) {
        return Units.name(number.unit().dimension());
    }
}
