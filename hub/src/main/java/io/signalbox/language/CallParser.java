package io.signalbox.language;

import io.signalbox.algorithm.Algorithm;
import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads functions with what stands in their parentheses. */
final class CallParser {
    /** Functions over a window of time. */
    private static final Set<String> WINDOWS = Set.of(
            "avg",
            "min",
            "max",
            "sum",
            "count",
            "delta",
            "rate",
            "p95",
            "stddev",
            "integral",
            "time_in");

    /** Functions of the devices in a place. */
    private static final Set<String> OF_MANY = Set.of("avg", "min", "max", "sum", "count", "p95");

    /** Functions of the present. */
    private static final Set<String> PRESENT = Set.of("age", "abs", "distance");

    private final Cursor cursor;
    private final StatementParser statements;

    CallParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    Expression call(int from, Token function) {
        String text = function.text();
        if (!WINDOWS.contains(text)
                && !PRESENT.contains(text)
                && Algorithm.named(text).isEmpty()) {
            Set<String> known = new TreeSet<>(WINDOWS);
            known.addAll(PRESENT);
            for (Algorithm algorithm : Algorithm.values()) {
                known.add(algorithm.function());
            }
            String near = Nearest.hint(text, known);
            throw cursor.fail(
                    function,
                    "there is no function '" + text + "'",
                    near.isEmpty() ? "there are " + String.join(", ", known) : near);
        }
        Name name = cursor.named(cursor.next());
        cursor.next();
        statements.deeper();
        Expression call = text.equals("time_in") ? timeIn(from) : values(from, name);
        statements.shallower();
        return call;
    }

    private Expression timeIn(int from) {
        Syntax.Statement of = statements.any();
        long millis = length();
        return new Expression.TimeIn(of, millis, cursor.written(from));
    }

    private Expression values(int from, Name name) {
        Expression of = statements.sum();
        if (cursor.at("in")) {
            return gathered(from, name, of);
        }
        if (name.text().equals("distance")) {
            cursor.expect(",", "and the place to which it is measured");
            return two(from, name, of);
        }
        if (PRESENT.contains(name.text())) {
            cursor.expect(")", "after the value");
            return new Expression.Call(name, List.of(of), 0, cursor.written(from));
        }
        if (AlgorithmChecker.isAlone(name) && cursor.take(")")) {
            return new Expression.Call(name, List.of(of), 0, cursor.written(from));
        }
        if (AlgorithmChecker.isAhead(name)) {
            cursor.expect(",", "and how far to look ahead, such as 2 h,");
            long millis = cursor.duration("2 h");
            cursor.expect(")", "after how far to look ahead");
            return new Expression.Call(name, List.of(of), millis, cursor.written(from));
        }
        boolean ofTwo = (name.text().equals("min") || name.text().equals("max"))
                && cursor.at(",")
                && !isDuration();
        if (ofTwo) {
            cursor.next();
            return two(from, name, of);
        }
        return new Expression.Call(name, List.of(of), length(), cursor.written(from));
    }

    /** What is gathered of the devices in a place: {@code sum(Meter.power in s)}. */
    private Expression gathered(int from, Name name, Expression of) {
        if (!OF_MANY.contains(name.text())) {
            throw cursor.fail(
                    cursor.peek(),
                    "'" + name.text() + "' is not said of the devices in a place",
                    "what is: " + String.join(", ", new TreeSet<>(OF_MANY)));
        }
        boolean devices = of instanceof Expression.Word && name.text().equals("count");
        if (!devices && !(of instanceof Expression.Reference)) {
            throw cursor.fail(
                    cursor.peek(),
                    "before 'in' stands a point of a type, such as Meter.power, but found '"
                            + of.written().text() + "'",
                    "a calculation of each device can be a signal of its type");
        }
        Name type = of instanceof Expression.Reference point
                ? point.device()
                : new Name(of.written().text(), of.written().at());
        Optional<Name> point =
                of instanceof Expression.Reference r ? Optional.of(r.point()) : Optional.empty();
        statements.refuseOfMember();
        cursor.next();
        Name place = cursor.name("the name of the place");
        Optional<Syntax.Statement> where = Optional.empty();
        if (cursor.take("has")) {
            cursor.expect("(", "before what each '" + type.text() + "' has");
            where = Optional.of(statements.ofMember(type));
            cursor.expect(")", "after what each '" + type.text() + "' has");
        }
        cursor.expect(")", "after the place");
        return new Expression.Gathered(name, type, point, place, where, cursor.written(from));
    }

    private Expression two(int from, Name name, Expression of) {
        Expression other = statements.sum();
        cursor.expect(")", "after the second value");
        return new Expression.Call(name, List.of(of, other), 0, cursor.written(from));
    }

    private long length() {
        cursor.expect(",", "and the length of the window, such as 15 min,");
        long millis = cursor.duration("15 min");
        cursor.expect(")", "after the length of the window");
        return millis;
    }

    /** Whether a duration alone stands behind the comma. */
    private boolean isDuration() {
        boolean time = Units.of(cursor.peek(2).text())
                .filter(unit -> unit.dimension().equals(Dimension.parse("s")))
                .isPresent();
        return cursor.peek(1).kind() == Kind.NUMBER && time && cursor.peek(3).is(")");
    }
}
