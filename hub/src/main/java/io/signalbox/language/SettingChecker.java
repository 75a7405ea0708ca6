package io.signalbox.language;

import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.message.Value;

import java.util.List;

/** Checks that an actuator can take what a rule sets it to. */
final class SettingChecker {
    private final Scope scope;
    private final OperandChecker operands;

    SettingChecker(Scope scope) {
        this.scope = scope;
        this.operands = new OperandChecker(scope);
    }

    Setting check(Point actuator, Expression written) {
        boolean signal =
                written instanceof Expression.Reference reference && scope.isSignal(reference);
        if (written instanceof Expression.Reference reference && !signal) {
            return reported(actuator, reference);
        }
        boolean calculation = signal
                || written instanceof Expression.Binary
                || written instanceof Expression.Negated
                || written instanceof Expression.Call
                || written instanceof Expression.Gathered
                || written instanceof Expression.TimeIn;
        return calculation && actuator.kind() instanceof PointKind.Quantity number
                ? calculated(actuator, number, written)
                : new Setting.Fixed(scope.value(actuator, written));
    }

    private Setting reported(Point actuator, Expression.Reference written) {
        Point source = scope.point(written);
        if (actuator.kind() instanceof PointKind.Quantity number
                && source.kind() instanceof PointKind.Quantity from) {
            return number.whole() && from.whole()
                    ? new Setting.Copied(source)
                    : calculated(actuator, number, written);
        }
        if (!agree(actuator, source, written)) {
            throw scope.fail(
                    written.written().at(),
                    "'" + actuator.name() + "' is " + actuator.kind().expectation() + ", and '"
                            + source.name() + "' is " + source.kind().expectation(),
                    "");
        }
        return new Setting.Copied(source);
    }

    private boolean agree(Point actuator, Point source, Expression.Reference written) {
        if (actuator.kind() instanceof PointKind.Enumeration to
                && source.kind() instanceof PointKind.Enumeration from) {
            return containsAll(actuator, to.values(), source, from.values(), written);
        }
        return actuator.kind().equals(source.kind());
    }

    private boolean containsAll(
            Point actuator, List<String> to, Point source, List<String> from, Expression at) {
        for (String word : from) {
            if (!to.contains(word)) {
                throw scope.fail(
                        at.written().at(),
                        "'" + source.name() + "' can be '" + word + "', which is not a value of '"
                                + actuator.name() + "' (" + String.join(", ", to) + ")",
                        Nearest.hint(word, to));
            }
        }
        return true;
    }

    private Setting calculated(Point actuator, PointKind.Quantity kind, Expression written) {
        Measured number = operands.steady(written);
        Position at = written.written().at();
        boolean apart = number.difference() && kind.unit().isScale();
        if (apart || !number.unit().dimension().equals(kind.unit().dimension())) {
            throw scope.fail(
                    at,
                    "'" + actuator.name() + "' is a " + Units.name(kind.unit().dimension())
                            + " in " + kind.unit() + ", but '"
                            + written.written().text()
                            + "' is a "
                            + (apart
                                    ? "difference of temperatures"
                                    : Units.name(number.unit().dimension())),
                    "");
        }
        Operand operand = number.in(kind.unit()).operand();
        if (!(operand instanceof Operand.Constant constant)) {
            return new Setting.Calculated(operand);
        }
        Value value = new Value.Numeric(constant.value());
        if (!kind.allows(value)) {
            throw scope.fail(
                    at,
                    "'" + actuator.name() + "' is " + kind.expectation() + ", but found "
                            + kind.show(value),
                    "");
        }
        return new Setting.Fixed(value);
    }
}
