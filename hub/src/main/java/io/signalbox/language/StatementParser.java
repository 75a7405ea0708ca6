package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;
import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Operand.Operation;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads conditions and values. */
final class StatementParser {
    /** Deepest nesting of parentheses, {@code not} and signs, and most operands in a row. */
    static final int MAX_DEPTH = 64;

    private static final Set<String> AFTER_VALUE =
            Set.of(">", "<", ">=", "<=", "=", "!=", "+", "-", "*", "/", "in", "outside");

    private final Cursor cursor;
    private final MemberParser members;
    private int depth;

    /** Whose points are written without a device; nobody's outside of {@code has (…)}. */
    private Optional<Name> member = Optional.empty();

    StatementParser(Cursor cursor) {
        this.cursor = cursor;
        this.members = new MemberParser(cursor);
    }

    /** A whole condition. */
    Statement statement() {
        depth = 0;
        member = Optional.empty();
        return any();
    }

    /** A whole value. */
    Expression value() {
        depth = 0;
        return sum();
    }

    /** A condition within another. */
    Statement any() {
        int from = cursor.index();
        List<Statement> parts = new ArrayList<>(List.of(all()));
        while (cursor.take("or")) {
            parts.add(all());
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Statement.Any(parts, cursor.written(from));
    }

    private Statement all() {
        int from = cursor.index();
        List<Statement> parts = new ArrayList<>(List.of(not()));
        while (cursor.take("and")) {
            parts.add(not());
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        warnOfNarrowDwell(parts);
        return new Statement.All(parts, cursor.written(from));
    }

    private void warnOfNarrowDwell(List<Statement> parts) {
        boolean closed = cursor.previous().is(")");
        boolean alone = parts.stream().filter(Statement.Dwell.class::isInstance).count() == 1;
        if (alone
                && !closed
                && parts.getLast() instanceof Statement.Dwell dwell
                && !dwell.written().text().startsWith("(")) {
            String length = dwell.written()
                    .text()
                    .substring(dwell.of().written().text().length())
                    .strip();
            cursor.findings()
                    .warning(
                            "narrow-dwell",
                            dwell.written().at(),
                            "'" + length + "' belongs to '"
                                    + dwell.of().written().text() + "' alone",
                            "put parentheses around what has to last, or around this part");
        }
    }

    private Statement not() {
        int from = cursor.index();
        if (cursor.take("not")) {
            deeper();
            Statement of = not();
            depth--;
            return new Statement.Not(of, cursor.written(from));
        }
        Statement of = lasting();
        if (!cursor.at("followed") && !cursor.at("not", "followed")) {
            return of;
        }
        boolean followed = !cursor.take("not");
        cursor.expect("followed", "by something");
        cursor.expect("by", "after 'followed'");
        Statement then = lasting();
        cursor.expect("within", "and a duration after 'followed by …'");
        long millis = cursor.duration("20 s");
        return new Statement.Sequence(of, followed, then, millis, cursor.written(from));
    }

    private Statement lasting() {
        int from = cursor.index();
        Statement of = simple();
        return cursor.take("for")
                ? new Statement.Dwell(of, cursor.duration("10 s"), cursor.written(from))
                : of;
    }

    private Statement simple() {
        Token first = cursor.peek();
        if (members.isHere()) {
            refuseOfMember();
            return members.read(this::ofMember);
        }
        if (first.is("(") && !opensValue()) {
            deeper();
            cursor.next();
            Statement inner = any();
            cursor.expect(")", "after the condition");
            depth--;
            return inner;
        }
        int from = cursor.index();
        if (cursor.take("time", "in")) {
            return new ScheduleParser(cursor).timeIn(from);
        }
        return afterValue(from, sum());
    }

    /** Refuses what is about other devices within what one of them has. */
    void refuseOfMember() {
        if (member.isPresent()) {
            throw cursor.fail(
                    cursor.peek(),
                    "what a '" + member.get().text() + "' has cannot be about other devices again",
                    "make a rule of its own for one of both");
        }
    }

    /** A condition on the points of each device of the type. */
    Statement ofMember(Name type) {
        deeper();
        member = Optional.of(type);
        Statement of = any();
        member = Optional.empty();
        depth--;
        return of;
    }

    private Statement afterValue(int from, Expression value) {
        boolean emits = member.isPresent() && value.written().text().equals("emits");
        if (emits || cursor.at("emits")) {
            return emits(from, value);
        }
        Expression left = ofMember(value);
        Token verb = cursor.peek();
        for (Comparison comparison : Comparison.values()) {
            if (cursor.take(comparison.sign())) {
                return new Statement.Compare(
                        left, comparison, cursor.position(verb), sum(), cursor.written(from));
            }
        }
        if (cursor.take("is")) {
            return is(from, left, verb);
        }
        if (atArea()) {
            return area(from, left, cursor.next());
        }
        if (cursor.at("in") || cursor.at("outside")) {
            boolean inside = cursor.next().is("in");
            Expression low = sum();
            cursor.expect("..", "between the two limits");
            return new Statement.InRange(left, inside, low, sum(), cursor.written(from));
        }
        if (cursor.take("becomes")) {
            return new Statement.Becomes(reference(left, verb), sum(), cursor.written(from));
        }
        if (cursor.take("changes")) {
            return new Statement.Changes(reference(left, verb), cursor.written(from));
        }
        if (cursor.at("rises") || cursor.at("falls")) {
            boolean rising = cursor.next().is("rises");
            cursor.expect(rising ? "above" : "below", "after '" + verb.text() + "'");
            return new Statement.Crosses(
                    reference(left, verb), rising, sum(), cursor.written(from));
        }
        if (cursor.take("silent")) {
            cursor.expect("for", "after 'silent'");
            long millis = cursor.duration("1 min");
            return new Statement.Silent(reference(left, verb), millis, cursor.written(from));
        }
        throw cursor.fail(
                verb,
                "a comparison was expected after '" + left.written().text() + "', but found "
                        + verb.shown(),
                "such as > 5, is on, is true, in 2..8, becomes on, silent for 1 min");
    }

    /** Within {@code has (…)} the device need not be named. */
    private Statement emits(int from, Expression value) {
        boolean bare = !cursor.take("emits");
        if (!(value instanceof Expression.Word word)) {
            throw cursor.fail(
                    cursor.previous(),
                    "'emits' is said of the device that a rule is for, by its short name",
                    "such as p emits started");
        }
        Name named = new Name(word.text(), word.written().at());
        Name device = bare ? member.orElse(named) : named;
        Name event = cursor.name("the name of an event");
        return new Statement.Emits(device, event, cursor.written(from));
    }

    private boolean atArea() {
        boolean named = cursor.peek(1).kind() == Kind.WORD
                && !cursor.peek(2).is(".")
                && !cursor.peek(2).is("(");
        return cursor.at("inside")
                || cursor.at("enters")
                || cursor.at("leaves")
                || (cursor.at("outside") && named);
    }

    private Statement area(int from, Expression left, Token verb) {
        Expression.Reference of = reference(left, verb);
        Name area = cursor.name("the name of an area");
        Written written = cursor.written(from);
        if (verb.is("enters") || verb.is("leaves")) {
            return new Statement.Passes(of, verb.is("enters"), area, written);
        }
        Statement inside = new Statement.Inside(of, area, written);
        return verb.is("inside") ? inside : new Statement.Not(inside, written);
    }

    private Statement is(int from, Expression left, Token verb) {
        boolean negated = cursor.take("not");
        Statement is;
        if (cursor.at("known") || cursor.at("unknown")) {
            negated ^= cursor.next().is("unknown");
            is = new Statement.IsKnown(reference(left, verb), cursor.written(from));
        } else {
            is = new Statement.Compare(
                    left, Comparison.EQUAL, cursor.position(verb), sum(), cursor.written(from));
        }
        return negated ? new Statement.Not(is, cursor.written(from)) : is;
    }

    /** Inside of {@code has (…)} a word stands for the point of this name. */
    Expression ofMember(Expression value) {
        return member.isPresent() && value instanceof Expression.Word word
                ? new Expression.Reference(
                        member.get(), new Name(word.text(), word.written().at()), word.written())
                : value;
    }

    Expression.Reference reference(Expression written, Token verb) {
        Expression of = ofMember(written);
        if (of instanceof Expression.Reference reference) {
            return reference;
        }
        throw cursor.fail(
                verb,
                "'" + verb.text() + "' is said of a point such as p.flow, not of '"
                        + of.written().text() + "'",
                "");
    }

    /** Whether the parenthesis here belongs to a value, because a value's continuation follows. */
    private boolean opensValue() {
        return cursor.behindParenthesis()
                .filter(after -> after.kind() != Kind.STRING)
                .filter(after -> AFTER_VALUE.contains(after.text()))
                .isPresent();
    }

    /** A value within another. */
    Expression sum() {
        int from = cursor.index();
        Expression left = product();
        int outer = depth;
        while (cursor.at("+") || cursor.at("-")) {
            deeper();
            Token sign = cursor.next();
            Operation operation = sign.is("+") ? Operation.ADD : Operation.SUBTRACT;
            left = binary(operation, left, sign, product(), from);
        }
        depth = outer;
        return left;
    }

    private Expression product() {
        int from = cursor.index();
        Expression left = factor();
        int outer = depth;
        while (cursor.at("*") || cursor.at("/")) {
            deeper();
            Token sign = cursor.next();
            Operation operation = sign.is("*") ? Operation.MULTIPLY : Operation.DIVIDE;
            left = binary(operation, left, sign, factor(), from);
        }
        depth = outer;
        return left;
    }

    private Expression binary(
            Operation operation, Expression left, Token sign, Expression right, int from) {
        return new Expression.Binary(
                operation, left, cursor.position(sign), right, cursor.written(from));
    }

    private Expression factor() {
        int from = cursor.index();
        Token first = cursor.peek();
        if (cursor.take("-")) {
            deeper();
            Expression of = factor();
            depth--;
            return of instanceof Expression.Amount n
                    ? new Expression.Amount(
                            n.value().negate(), n.unit(), n.unitAt(), cursor.written(from))
                    : new Expression.Negated(of, cursor.written(from));
        }
        if (cursor.atClause()) {
            throw cursor.failExpected("a value");
        }
        if (first.is("(")) {
            deeper();
            cursor.next();
            Expression inner = sum();
            cursor.expect(")", "after the value");
            depth--;
            return inner;
        }
        return switch (first.kind()) {
            case NUMBER -> number(from);
            case STRING -> new Expression.Quoted(cursor.next().text(), cursor.written(from));
            case WORD -> word(from, first);
            case SIGN, END -> throw cursor.failExpected("a value");
        };
    }

    private Expression number(int from) {
        Token token = cursor.next();
        BigDecimal value = new BigDecimal(token.text());
        if (!Double.isFinite(value.doubleValue())) {
            throw cursor.fail(token, "the number is too large", Cursor.BELOW);
        }
        Name unit = cursor.unit();
        return new Expression.Amount(value, unit.text(), unit.at(), cursor.written(from));
    }

    private Expression word(int from, Token first) {
        if (cursor.peek(1).is("(")) {
            return new CallParser(cursor, this).call(from, first);
        }
        Name name = cursor.named(cursor.next());
        if (!cursor.take(".")) {
            return new Expression.Word(name.text(), cursor.written(from));
        }
        Name point = cursor.name("the name of a point");
        return new Expression.Reference(name, point, cursor.written(from));
    }

    /** Something nested in what is read; the caller calls {@link #shallower} behind it. */
    void deeper() {
        if (++depth > MAX_DEPTH) {
            throw cursor.fail(
                    cursor.peek(),
                    "this is nested deeper than " + MAX_DEPTH + " levels",
                    "split the rule");
        }
    }

    void shallower() {
        depth--;
    }
}
