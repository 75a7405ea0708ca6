package io.signalbox.language;

import io.signalbox.language.Syntax.Affected;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.PointDeclaration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the points of a {@code type}. */
final class PointParser {
    private final Cursor cursor;
    private final StatementParser statements;

    PointParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    PointDeclaration point() {
        int from = cursor.index();
        Name name = cursor.name("the name of a point, or '}',");
        cursor.expect(":", "after the name of the point");
        Syntax.Kind kind = kind();
        long every = 0;
        Optional<Syntax.Lasting> valid = Optional.empty();
        Optional<Expression> deadband = Optional.empty();
        List<Affected> affects = new ArrayList<>();
        boolean writable = false;
        boolean safety = false;
        Optional<Name> confirm = Optional.empty();
        Optional<Expression> min = Optional.empty();
        Optional<Expression> max = Optional.empty();
        while (!cursor.at("}") && !cursor.peek(1).is(":") && !cursor.atEnd()) {
            Lexer.Token clause = cursor.peek();
            if (cursor.take("every")) {
                once(clause, every == 0);
                every = cursor.duration("10 s");
            } else if (cursor.at("valid")) {
                boolean first = valid.isEmpty();
                valid = Optional.of(valid());
                once(clause, first);
            } else if (cursor.take("deadband")) {
                once(clause, deadband.isEmpty());
                deadband = Optional.of(statements.value());
            } else if (cursor.take("writable")) {
                once(clause, !writable);
                writable = true;
                safety = cursor.take("for", "safety");
            } else if (cursor.take("confirm")) {
                once(clause, confirm.isEmpty());
                confirm = Optional.of(cursor.name("the point that confirms"));
            } else if (cursor.take("min")) {
                once(clause, min.isEmpty());
                min = Optional.of(statements.value());
            } else if (cursor.take("max")) {
                once(clause, max.isEmpty());
                max = Optional.of(statements.value());
            } else if (cursor.take("affects")) {
                do {
                    affects.add(affected());
                } while (cursor.take(","));
            } else if (cursor.startsLine() || cursor.at("event")) {
                break;
            } else {
                throw cursor.failExpected("'every', 'valid for', 'writable', 'confirm', 'min',"
                        + " 'max', 'deadband', 'affects', 'event' or a point");
            }
        }
        return new PointDeclaration(
                name,
                kind,
                every,
                valid,
                writable,
                safety,
                confirm,
                min,
                max,
                deadband,
                affects,
                cursor.words(from, -1));
    }

    /** The next point, or event; a point may be called so. */
    void read(List<PointDeclaration> points, List<EventDeclaration> events) {
        if (cursor.peek(1).is(":") || !cursor.take("event")) {
            points.add(point());
        } else {
            Name name = cursor.name("the name of an event");
            events.add(new EventDeclaration(name, cursor.optionalString()));
        }
    }

    private void once(Lexer.Token clause, boolean first) {
        cursor.once(clause, first, "point", Parser.ONE);
    }

    private Affected affected() {
        Name point = cursor.name("the point that is affected");
        boolean told = (cursor.at("up") || cursor.at("down")) && !cursor.peek(1).is(":");
        Optional<Name> direction =
                told ? Optional.of(cursor.named(cursor.next())) : Optional.empty();
        List<Name> by = new ArrayList<>();
        if (cursor.at("by") && !cursor.peek(1).is(":")) {
            cursor.next();
            do {
                by.add(cursor.name("the value that does it"));
            } while (cursor.take("|"));
        }
        return new Affected(point, direction, by);
    }

    private Syntax.Lasting valid() {
        Position at = cursor.position();
        cursor.next();
        cursor.expect("for", "after 'valid'");
        return new Syntax.Lasting(cursor.duration("5 min"), at);
    }

    private Syntax.Kind kind() {
        if (!cursor.peek(1).is("|")) {
            Name unit = cursor.pointUnit();
            if (unit.text().isEmpty()) {
                throw cursor.failExpected(
                        "a unit, 'number', 'integer', 'position', 'boolean', 'text' or a list a | b");
            }
            return new Syntax.Kind.InUnit(unit);
        }
        List<Name> values = new ArrayList<>();
        do {
            values.add(cursor.name("a value"));
        } while (cursor.take("|"));
        return new Syntax.Kind.OneOf(values);
    }
}
