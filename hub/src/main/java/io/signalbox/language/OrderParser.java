package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Assignment;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Order;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what rules do: commands, alarms, and what is said or done later. */
final class OrderParser {
    /** Most retries of a command. */
    private static final int MAX_RETRIES = 100;

    private final Cursor cursor;
    private final StatementParser statements;
    private final SayingParser sayings;
    private final DelayParser delays;

    OrderParser(Cursor cursor, StatementParser statements, DelayParser delays) {
        this.cursor = cursor;
        this.statements = statements;
        this.sayings = new SayingParser(cursor);
        this.delays = delays;
    }

    /** What is to be done, as long as one thing follows another. */
    List<Order> orders() {
        List<Order> orders = new ArrayList<>();
        do {
            orders.add(order());
        } while (cursor.at("set") || cursor.at("alarm") || cursor.at("after") || sayings.isNext());
        return orders;
    }

    private Order order() {
        int from = cursor.index();
        if (cursor.at("after")) {
            return delays.after(this::order);
        }
        if (cursor.take("alarm")) {
            Severity severity = severity(cursor);
            Position textAt = cursor.position();
            String text = cursor.string("the text of the alarm");
            return new Order.Alarm(severity, text, textAt, cursor.written(from));
        }
        if (cursor.take("set")) {
            return claim(from);
        }
        if (sayings.isNext()) {
            return sayings.order();
        }
        throw cursor.failExpected("'set', 'alarm', 'notify', 'publish', 'emit' or 'after'");
    }

    private Order claim(int from) {
        Assignment assignment = assignment();
        long expires = 0;
        long confirm = 0;
        int retries = 0;
        long retryEvery = 0;
        Optional<Order> otherwise = Optional.empty();
        while (true) {
            Token clause = cursor.peek();
            if (cursor.take("expires")) {
                cursor.once(clause, expires == 0, "order", Parser.ONE);
                cursor.expect("in", "after 'expires'");
                expires = cursor.duration("1 min");
            } else if (cursor.take("confirm")) {
                cursor.once(clause, confirm == 0, "order", Parser.ONE);
                cursor.expect("within", "after 'confirm'");
                confirm = cursor.duration("5 s");
            } else if (cursor.take("retry")) {
                cursor.once(clause, retryEvery == 0, "order", Parser.ONE);
                retries = cursor.integer("the number of retries", MAX_RETRIES);
                cursor.expect("every", "after the number of retries");
                retryEvery = cursor.duration("5 s");
            } else if (cursor.take("otherwise")) {
                otherwise = Optional.of(order());
                break;
            } else {
                break;
            }
        }
        return new Order.Claim(
                assignment, expires, confirm, retries, retryEvery, otherwise, cursor.written(from));
    }

    Assignment assignment() {
        return assignment(cursor, statements);
    }

    /** {@code p.command = stop}. */
    static Assignment assignment(Cursor cursor, StatementParser statements) {
        int from = cursor.index();
        Name device = cursor.name("a point such as p.command");
        cursor.expect(".", "and the name of a point");
        Name point = cursor.name("the name of a point");
        Expression.Reference target = new Expression.Reference(device, point, cursor.written(from));
        Optional<Name> place = cursor.take("in")
                ? Optional.of(cursor.name("the name of the place, or of a device in it"))
                : Optional.empty();
        cursor.expect("=", "and a value");
        return new Assignment(target, place, statements.value());
    }

    /** One of the five severities. */
    static Severity severity(Cursor cursor) {
        List<String> names = List.of("critical", "major", "minor", "warning", "info");
        Token token = cursor.peek();
        if (token.kind() != Kind.WORD || !names.contains(token.text())) {
            throw cursor.fail(
                    token,
                    "a severity (" + String.join(", ", names) + ") was expected, but found "
                            + token.shown(),
                    Nearest.hint(token.text(), names));
        }
        return Severity.valueOf(cursor.next().text().toUpperCase(Locale.ROOT));
    }
}
