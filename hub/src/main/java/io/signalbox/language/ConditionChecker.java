package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;
import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Statement;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;

/** Turns what was written into conditions on the points of one type. */
final class ConditionChecker {
    private final Scope scope;
    private final OperandChecker operands;

    ConditionChecker(Scope scope) {
        this.scope = scope;
        this.operands = new OperandChecker(scope);
    }

    Condition check(Statement statement) {
        return switch (statement) {
            case Statement.Compare compare -> compare(compare);
            case Statement.InRange range -> range(range);
            case Statement.IsKnown known ->
                new Condition.Known(scope.point(known.of()), known.written());
            case Statement.Becomes becomes -> becomes(becomes);
            case Statement.Changes changes -> changes(changes);
            case Statement.Crosses crosses -> crosses(crosses);
            case Statement.Silent silent -> silent(silent);
            case Statement.Emits emits -> emits(emits);
            case Statement.Inside inside -> new PlaceChecker(scope).check(inside);
            case Statement.Passes passes -> new PlaceChecker(scope).check(passes);
            case Statement.TimeIn time ->
                new Condition.TimeIn(scope.schedule(time), time.written());
            case Statement.Dwell dwell -> dwell(dwell);
            case Statement.Sequence sequence -> sequence(sequence);
            case Statement.Counted counted -> counted(counted);
            case Statement.Not not -> new Condition.Not(check(not.of()), not.written());
            case Statement.All all -> new Condition.All(each(all.of()), all.written());
            case Statement.Any any -> new Condition.Any(each(any.of()), any.written());
        };
    }

    private List<Condition> each(List<Statement> statements) {
        List<Condition> conditions = new ArrayList<>();
        int failed = 0;
        for (Statement statement : statements) {
            try {
                conditions.add(check(statement));
            } catch (SyntaxError reported) {
                failed++;
            }
        }
        if (failed > 0) {
            throw new SyntaxError();
        }
        return conditions;
    }

    private Condition compare(Statement.Compare compare) {
        if (isWords(compare.left())) {
            return is(compare, (Expression.Reference) compare.left(), compare.right());
        }
        if (isWords(compare.right())) {
            return is(compare, (Expression.Reference) compare.right(), compare.left());
        }
        Measured left = operands.check(compare.left());
        Measured right = operands.check(compare.right());
        operands.requireUnits(compare.left(), left, compare.right(), right);
        Position at = compare.right().written().at();
        if (left.isConstant() && right.isConstant()) {
            throw scope.fail(
                    compare.written().at(),
                    "'" + compare.written().text() + "' says nothing about the device",
                    "compare a point such as p.flow");
        }
        operands.requireComparable(left, right, compare.right().written());
        refuseAges(compare, left, right);
        requireExact(left, right, at);
        requireExact(right, left, at);
        Unit unit = commonUnit(left, right);
        return new Condition.Compare(
                left.in(unit).operand(),
                compare.comparison(),
                right.in(unit).operand(),
                unit,
                compare.written());
    }

    /** A whole number is compared exactly, and numbers are written with 53 bits. */
    private void requireExact(Measured number, Measured constant, Position at) {
        boolean whole = number.operand() instanceof Operand.Reported reported
                && reported.point().kind() instanceof PointKind.Quantity quantity
                && quantity.whole();
        if (whole && constant.isConstant() && Math.abs(constant.constant()) >= Value.MAX_EXACT) {
            throw scope.fail(
                    at,
                    "a rule compares whole numbers with numbers below " + Value.MAX_EXACT,
                    "compare it with another point of the device");
        }
    }

    private void refuseAges(Statement.Compare compare, Measured left, Measured right) {
        if (left.operand() instanceof Operand.Age && !right.isConstant()) {
            operands.steady(compare.left());
        }
        if (right.operand() instanceof Operand.Age && !left.isConstant()) {
            operands.steady(compare.right());
        }
    }

    private boolean isWords(Expression expression) {
        return expression instanceof Expression.Reference reference
                && !scope.isSignal(reference)
                && !(scope.point(reference).kind() instanceof PointKind.Quantity);
    }

    private Condition is(
            Statement.Compare compare, Expression.Reference reference, Expression written) {
        Point point = scope.point(reference);
        boolean negated = compare.comparison() == Comparison.NOT_EQUAL;
        if (!negated && compare.comparison() != Comparison.EQUAL) {
            throw scope.fail(
                    compare.signAt(),
                    "'" + point.name() + "' is not a number: it cannot be "
                            + compare.comparison().sign() + " something",
                    "use 'is' or 'is not'");
        }
        Value value = scope.value(point, written);
        Condition is = new Condition.Is(point, value, point.kind().code(value), compare.written());
        return negated ? new Condition.Not(is, compare.written()) : is;
    }

    /** The unit of the side that is a point; a calculation takes the unit it is compared with. */
    private static Unit commonUnit(Measured left, Measured right) {
        if (isOfPoint(left)) {
            return left.unit();
        }
        return isOfPoint(right) || right.isConstant() ? right.unit() : left.unit();
    }

    private static boolean isOfPoint(Measured number) {
        return number.operand() instanceof Operand.Reported
                || number.operand() instanceof Operand.Window
                || number.operand() instanceof Operand.Age
                || number.operand() instanceof Operand.Gathered
                || number.operand() instanceof Operand.Learned;
    }

    private Condition range(Statement.InRange range) {
        Measured of = operands.check(range.of());
        Measured high = operands.check(range.high());
        Expression lowWritten = range.low();
        if (lowWritten instanceof Expression.Amount low
                && low.unit().isEmpty()
                && range.high() instanceof Expression.Amount sample) {
            lowWritten = new Expression.Amount(
                    low.value(), sample.unit(), sample.unitAt(), low.written());
        }
        Measured low = operands.check(lowWritten);
        Position at = range.high().written().at();
        if (of.isConstant() || !low.isConstant() || !high.isConstant()) {
            throw scope.fail(at, "a range lies between two numbers, such as p.temp in 2..8 °C", "");
        }
        operands.requireUnits(range.of(), of, range.high(), high);
        operands.requireComparable(of, low, new Written(range.low().written().text(), at));
        operands.requireComparable(of, high, range.high().written());
        Unit unit = isOfPoint(of) ? of.unit() : high.unit();
        double from = low.in(unit).constant();
        double to = high.in(unit).constant();
        if (from > to) {
            throw scope.fail(
                    range.low().written().at(),
                    "the range is empty: its lower limit is above its upper one",
                    "write the lower limit first");
        }
        Condition within =
                new Condition.Within(of.in(unit).operand(), from, to, unit, range.written());
        return range.inside() ? within : new Condition.Not(within, range.written());
    }

    private Condition becomes(Statement.Becomes becomes) {
        if (scope.isSignal(becomes.of())) {
            throw scope.fail(
                    becomes.written().at(),
                    "'becomes' is said of words; the signal '"
                            + becomes.of().point().text() + "' is a number",
                    "use 'rises above', 'falls below' or 'changes'");
        }
        Point point = scope.point(becomes.of());
        if (point.kind() instanceof PointKind.Quantity) {
            throw scope.fail(
                    becomes.written().at(),
                    "'becomes' is said of words; '" + point.name() + "' is a number",
                    "use 'rises above', 'falls below', or a comparison such as > or <");
        }
        Value value = scope.value(point, becomes.value());
        return new Condition.Becomes(point, value, point.kind().code(value), becomes.written());
    }

    private Condition changes(Statement.Changes changes) {
        Operand of = scope.isSignal(changes.of())
                ? scope.signal(changes.of()).operand()
                : new Operand.Reported(scope.point(changes.of()));
        return new Condition.Changes(of, changes.written());
    }

    private Condition crosses(Statement.Crosses crosses) {
        String verb = crosses.rising() ? "rises above" : "falls below";
        if (isWords(crosses.of())) {
            throw scope.fail(
                    crosses.written().at(),
                    "'" + verb + "' is said of numbers; '"
                            + crosses.of().point().text() + "' is none",
                    "use 'becomes' or 'changes'");
        }
        Measured of = operands.check(crosses.of());
        Measured limit = operands.check(crosses.limit());
        Position at = crosses.limit().written().at();
        operands.requireUnits(crosses.of(), of, crosses.limit(), limit);
        operands.requireComparable(of, limit, crosses.limit().written());
        if (!limit.isConstant()) {
            throw scope.fail(
                    at,
                    "'" + verb + "' needs a fixed limit, but found '"
                            + crosses.limit().written().text() + "'",
                    "write a number, or compare with " + (crosses.rising() ? ">" : "<"));
        }
        Unit unit = commonUnit(of, limit);
        return new Condition.Crosses(
                of.in(unit).operand(),
                crosses.rising(),
                limit.in(unit).constant(),
                unit,
                crosses.written());
    }

    private Condition silent(Statement.Silent silent) {
        Point point = scope.point(silent.of());
        long least = 2 * point.everyMillis();
        if (silent.millis() < least) {
            throw scope.fail(
                    silent.written().at(),
                    "'silent for " + Scope.duration(silent.millis())
                            + "' is shorter than twice the reporting interval of '" + point.name()
                            + "' (every " + Scope.duration(point.everyMillis()) + ")",
                    "use at least " + Scope.duration(Math.max(least, 3 * point.everyMillis())));
        }
        return new Condition.Silent(point, silent.millis(), silent.written());
    }

    private Condition emits(Statement.Emits emits) {
        String device = emits.device().text();
        String event = emits.event().text();
        if (!device.equals(scope.variable())) {
            throw scope.fail(
                    emits.device().at(),
                    "'" + device + "' is not known here; the device is called '" + scope.variable()
                            + "'",
                    "write '" + (scope.isOfMember() ? "" : scope.variable() + " ") + "emits "
                            + event + "'");
        }
        if (scope.type().place().isPresent()) {
            throw scope.fail(
                    emits.device().at(),
                    "events happen to devices, and '" + device + "' is a place",
                    "write 'any TYPE in " + device + " emits " + event + "'");
        }
        return new Condition.Emits(
                scope.type().name(), scope.event(emits.event()), emits.written());
    }

    private Condition dwell(Statement.Dwell dwell) {
        Condition of = check(dwell.of());
        if (isInstant(of)) {
            throw scope.fail(
                    dwell.written().at(),
                    "'" + of.written().text() + "' is true for an instant only, it cannot last",
                    of instanceof Condition.Becomes
                            ? "use 'is' instead of 'becomes'"
                            : "use a comparison such as > or <");
        }
        warnOfHaste(of, "for ", dwell.millis(), dwell.written(), "one sample decides");
        return new Condition.Dwell(of, dwell.millis(), dwell.written());
    }

    private Condition counted(Statement.Counted counted) {
        Scope members = scope.members(counted.type(), counted.place());
        Condition of = new ConditionChecker(members).check(counted.of());
        if (new Regions().isImpossible(of)) {
            throw scope.fail(
                    of.written().at(),
                    "'" + of.written().text() + "' can never be true of a '"
                            + counted.type().text() + "'",
                    "");
        }
        if (counted.quantifier() == Condition.Quantifier.AT_LEAST && counted.least() == 0) {
            throw scope.fail(
                    counted.written().at(), "at least none of them always has it", "use 'any'");
        }
        boolean several = counted.quantifier() == Condition.Quantifier.ALL || counted.least() > 1;
        if (several && of instanceof Condition.Emits) {
            scope.findings()
                    .warning(
                            "one-instant",
                            counted.written().at(),
                            "an event is true for an instant, and those of several devices hardly"
                                    + " ever happen in the same one",
                            "use 'any', 'followed by' another event, or a point of the devices");
        }
        return new Condition.Counted(
                counted.quantifier(),
                counted.least(),
                members.type(),
                scope.here(counted.place()),
                of,
                counted.written());
    }

    private void warnOfHaste(
            Condition of, String word, long millis, Written written, String consequence) {
        Points.of(of).stream()
                .filter(point -> point.everyMillis() > millis)
                .findFirst()
                .ifPresent(point -> scope.findings()
                        .warning(
                                "haste",
                                written.at(),
                                "'" + word + Scope.duration(millis)
                                        + "' is shorter than the reporting interval of '"
                                        + point.name() + "' (every "
                                        + Scope.duration(point.everyMillis()) + "): "
                                        + consequence,
                                "use at least " + Scope.duration(point.everyMillis())));
    }

    private Condition sequence(Statement.Sequence sequence) {
        List<Condition> parts = each(List.of(sequence.first(), sequence.then()));
        warnOfHaste(
                parts.getLast(),
                "within ",
                sequence.millis(),
                sequence.then().written(),
                "it may come too late to be seen");
        return new Condition.Sequence(
                parts.getFirst(),
                sequence.followed(),
                parts.getLast(),
                sequence.millis(),
                sequence.written());
    }

    /** True for an edge: it holds at the instant of a sample and no longer. */
    static boolean isInstant(Condition condition) {
        return (condition instanceof Condition.Sequence sequence
                        && sequence.followed()
                        && isInstant(sequence.then()))
                || (condition instanceof Condition.Counted counted
                        && counted.quantifier() != Condition.Quantifier.NO
                        && isInstant(counted.of()))
                || condition instanceof Condition.Becomes
                || condition instanceof Condition.Changes
                || condition instanceof Condition.Emits
                || condition instanceof Condition.Passes
                || condition instanceof Condition.Crosses;
    }
}
