package io.signalbox.language;

import io.signalbox.language.Operand.Function;
import io.signalbox.language.OperandChecker.Measured;
import io.signalbox.language.Syntax.Expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gives what is gathered of the devices in a place its unit. */
final class GatheredChecker {
    private final Scope scope;

    GatheredChecker(Scope scope) {
        this.scope = scope;
    }

    Measured check(Expression.Gathered written) {
        refuseBesideDevices(written);
        Function function = Function.valueOf(written.function().text().toUpperCase(Locale.ROOT));
        Scope members = scope.members(written.type(), written.place());
        Optional<Condition> where = written.where().map(of -> where(members, written, of));
        String name = written.type().text()
                + written.point().map(point -> "." + point.text()).orElse("");
        if (function == Function.COUNT) {
            Optional<Condition> counted = written.point().isPresent()
                    ? Optional.of(known(members, written, where))
                    : where;
            return measured(
                    written,
                    function,
                    written.type().text(),
                    members,
                    new Measured(new Operand.Constant(1), Unit.ONE, false),
                    counted);
        }
        Measured of = new OperandChecker(members).steady(ofMember(written)).inCommonUnit();
        if (function == Function.SUM && of.unit().isScale()) {
            throw scope.fail(
                    written.written().at(),
                    "temperatures in " + of.unit() + " cannot be summed",
                    "use 'avg'");
        }
        return measured(written, function, name, members, of, where);
    }

    private Measured measured(
            Expression.Gathered written,
            Function function,
            String name,
            Scope members,
            Measured of,
            Optional<Condition> where) {
        Operand gathered = new Operand.Gathered(
                function,
                name,
                members.type(),
                scope.here(written.place()),
                of.operand(),
                where,
                of.unit());
        return new Measured(gathered, of.unit(), of.difference());
    }

    /** A change of one device would have all others evaluated that stand beside it. */
    private void refuseBesideDevices(Expression.Gathered written) {
        DeviceType own = scope.type();
        if (own.place().isPresent()) {
            return;
        }
        String kind = own.placeKind().isEmpty() ? "Hall" : own.placeKind();
        String one = kind.substring(0, 1).toLowerCase(Locale.ROOT);
        throw scope.fail(
                written.written().at(),
                "'" + written.function().text()
                        + "(… in …)' is for rules over places; this is about" + " each '"
                        + own.name() + "'",
                "make it 'for each " + kind + " " + one + "' with '"
                        + written.function().text() + "(" + written.type().text()
                        + written.point().map(point -> "." + point.text()).orElse("") + " in "
                        + one + ")'");
    }

    private Condition where(
            Scope members, Expression.Gathered written, Syntax.Statement statement) {
        Condition where = new ConditionChecker(members).check(statement);
        if (ConditionChecker.isInstant(where)) {
            throw scope.fail(
                    statement.written().at(),
                    "'" + statement.written().text()
                            + "' is true for an instant only, nothing can be gathered then",
                    "use 'is' or a comparison such as > or <");
        }
        if (new Regions().isImpossible(where)) {
            throw scope.fail(
                    statement.written().at(),
                    "'" + statement.written().text() + "' can never be true of a '"
                            + written.type().text() + "'",
                    "");
        }
        return where;
    }

    /** A count of a point is that of the devices of which it is known. */
    private Condition known(Scope members, Expression.Gathered written, Optional<Condition> where) {
        Expression.Reference reference = ofMember(written);
        if (members.isSignal(reference)) {
            throw scope.fail(
                    reference.written().at(),
                    "'" + reference.point().text() + "' is a signal; devices are counted by what"
                            + " they are or fulfil",
                    "such as count(" + written.type().text() + " in "
                            + written.place().text() + " has (… > 5))");
        }
        Written words = new Written(
                reference.point().text() + " is known", written.written().at());
        Condition known = new Condition.Known(members.point(reference), words);
        return where.<Condition>map(of -> new Condition.All(
                        List.of(known, of),
                        new Written(
                                words.text() + " and (" + of.written().text() + ")", words.at())))
                .orElse(known);
    }

    private static Expression.Reference ofMember(Expression.Gathered written) {
        Syntax.Name point = written.point().orElseThrow();
        return new Expression.Reference(
                written.type(),
                point,
                new Written(
                        written.type().text() + "." + point.text(),
                        written.type().at()));
    }
}
