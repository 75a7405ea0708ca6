package io.signalbox.language;

import io.signalbox.language.Syntax.Order;
import io.signalbox.language.Syntax.Statement;

import java.util.Optional;
import java.util.function.Supplier;

/** Reads what a rule does later or again: {@code after} and {@code repeat every}. */
final class DelayParser {
    private final Cursor cursor;
    private final StatementParser statements;

    DelayParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    /** {@code after 15 min unless acknowledged: …}; the action behind the colon is read by another. */
    Order after(Supplier<Order> action) {
        int from = cursor.index();
        cursor.expect("after", "and a duration");
        long millis = cursor.duration("15 min");
        boolean acknowledged = false;
        Optional<Statement> unless = Optional.empty();
        if (cursor.take("unless")) {
            acknowledged = cursor.take("acknowledged");
            unless = acknowledged ? Optional.empty() : Optional.of(statements.statement());
        }
        cursor.expect(":", "and an action after 'after …'");
        Order order = action.get();
        return new Order.After(millis, unless, acknowledged, order, cursor.written(from));
    }

    /** {@code every 10 min}, behind {@code repeat}. */
    Pace repeat(Pace pace) {
        cursor.expect("every", "and a duration after 'repeat'");
        Lexer.Token at = cursor.peek();
        long millis = cursor.duration("10 min");
        if (millis < Pace.MIN_REPEAT_MILLIS) {
            throw cursor.fail(at, "a rule repeats at most once a second", "write every 1 s");
        }
        return new Pace(millis, pace.settleMillis());
    }

    /** {@code 30 s}, behind {@code settle}. */
    Pace settle(Pace pace) {
        Lexer.Token at = cursor.peek();
        long millis = cursor.duration("30 s");
        if (millis < 1_000 || millis > Pace.MAX_SETTLE_MILLIS) {
            throw cursor.fail(at, "a rule settles for 1 s to 1 h", "write settle 30 s");
        }
        return new Pace(pace.repeatMillis(), millis);
    }
}
