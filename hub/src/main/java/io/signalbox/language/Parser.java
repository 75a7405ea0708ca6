package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Assignment;
import io.signalbox.language.Syntax.Declaration;
import io.signalbox.language.Syntax.Expression;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.Order;
import io.signalbox.language.Syntax.PointDeclaration;
import io.signalbox.language.Syntax.Statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the declarations of a file.
 *
 * <p>By recursive descent. What cannot be read is reported and skipped up to the next line that
 * begins with a clause or a declaration, so one run shows an author most of the slips.
 */
final class Parser {
    /** Greatest priority within a level. */
    private static final int MAX_PRIORITY = 99;

    /** What to do about a clause that stands twice. */
    static final String ONE = "leave one of them away";

    /** What else stands in the head of a rule. */
    private static final String HEAD = "'as', 'priority', 'repeat', 'settle', ";

    /** What begins a declaration. */
    private static final List<String> DECLARATIONS = List.of(
            "type",
            "place",
            "zone",
            "schedule",
            "area",
            "signal",
            "mapping",
            "rule",
            "interlock",
            "test");

    private final Cursor cursor;
    private final StatementParser statements;
    private final DelayParser delays;
    private final OrderParser orders;
    private boolean whole;

    private Parser(Cursor cursor) {
        this.cursor = cursor;
        this.statements = new StatementParser(cursor);
        this.delays = new DelayParser(cursor, statements);
        this.orders = new OrderParser(cursor, statements, delays);
    }

    /** Everything the file declares, as far as it can be read. */
    static List<Declaration> parse(Source source, Findings findings) {
        return new Parser(new Cursor(source, findings)).declarations();
    }

    /** A value alone, as it stands in a text of that line; nothing if it is none. */
    static Optional<Expression> value(Source source, int line, Findings findings) {
        Cursor cursor = new Cursor(source, findings, line - 1);
        try {
            Expression value = new StatementParser(cursor).value();
            return cursor.atEnd() ? Optional.of(value) : Optional.empty();
        } catch (SyntaxError reported) {
            return Optional.empty();
        }
    }

    private List<Declaration> declarations() {
        List<Declaration> found = new ArrayList<>();
        if (cursor.atEnd() && cursor.findings().errors() == 0) {
            cursor.findings().warning(cursor.position(), "the file declares nothing", "");
        }
        while (!cursor.atEnd()) {
            try {
                found.add(declaration());
            } catch (SyntaxError reported) {
                cursor.skipToDeclaration();
            }
        }
        return found;
    }

    private Declaration declaration() {
        Token word = cursor.peek();
        int from = cursor.index();
        whole = true;
        if (cursor.take("type")) {
            return type(from);
        } else if (cursor.take("rule")) {
            return rule(from);
        } else if (cursor.take("interlock")) {
            return interlock(from);
        } else if (cursor.take("test")) {
            return new TestParser(cursor, statements).test(from);
        } else if (cursor.take("schedule")) {
            return new ScheduleParser(cursor).schedule(from);
        } else if (cursor.take("area")) {
            return new AreaParser(cursor, statements).area(from);
        } else if (cursor.take("zone")) {
            return new ScheduleParser(cursor).zone(from);
        } else if (cursor.take("signal")) {
            return signal(from);
        } else if (cursor.take("mapping")) {
            return new MappingParser(cursor, statements).mapping(from);
        } else if (cursor.take("place")) {
            return place(from);
        }
        String meant = word.kind() == Kind.WORD ? Nearest.hint(word.text(), DECLARATIONS) : "";
        cursor.next();
        String all = String.join("', '", DECLARATIONS.subList(0, DECLARATIONS.size() - 1));
        throw cursor.fail(
                word,
                "'" + all + "' or '" + DECLARATIONS.getLast() + "' was expected, but found "
                        + word.shown(),
                meant);
    }

    private Head head(Name name, String title, int from, int titleAt) {
        return new Head(name, title, cursor.text(from), cursor.words(from, titleAt), whole);
    }

    private Declaration type(int from) {
        Name name = cursor.name("the name of the type");
        String place = cursor.take("in") ? cursor.name("what it stands in").text() : "";
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        List<PointDeclaration> points = new ArrayList<>();
        List<EventDeclaration> events = new ArrayList<>();
        PointParser reader = new PointParser(cursor, statements);
        if (!cursor.take("{")) {
            incomplete("'{' before the points of '" + name.text() + "'");
            cursor.skipToDeclaration();
        }
        while (!cursor.at("}") && !cursor.atEnd() && !cursor.atDeclaration()) {
            int start = cursor.index();
            try {
                reader.read(points, events);
            } catch (SyntaxError reported) {
                whole = false;
                cursor.skipLine(start);
            }
        }
        if (!cursor.take("}") && whole) {
            incomplete("'}' after the points of '" + name.text() + "'");
        }
        return new Syntax.TypeDeclaration(head(name, title, from, titleAt), place, points, events);
    }

    /** {@code place Room in Hall in Site}. */
    private Declaration place(int from) {
        List<Name> kinds = new ArrayList<>();
        do {
            kinds.add(cursor.name("a kind of place such as Room"));
        } while (cursor.take("in"));
        return new Syntax.PlaceDeclaration(head(kinds.getFirst(), "", from, -1), kinds);
    }

    private void incomplete(String expected) {
        whole = false;
        cursor.findings()
                .error(
                        cursor.position(),
                        expected + " was expected, but found " + cursor.peek().shown());
    }

    private record Subject(Name type, String variable) {}

    private Subject forEach() {
        cursor.expect("for", "each TYPE or kind of place, and a name for it");
        cursor.expect("each", "after 'for'");
        Name type = cursor.name("the name of a type, or of a kind of place");
        return new Subject(
                type, cursor.name("a short name for each " + type.text()).text());
    }

    private Declaration rule(int from) {
        Name name = cursor.name("the name of the rule");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        Subject subject = forEach();
        Optional<Name> level = Optional.empty();
        int priority = 0;
        Pace pace = Pace.USUAL;
        Set<String> given = new HashSet<>();
        while (atModifier()) {
            Token clause = cursor.peek();
            cursor.once(clause, given.add(clause.text()), "rule", ONE);
            if (cursor.take("as")) {
                level = Optional.of(cursor.name("a level such as protection"));
            } else if (cursor.take("priority")) {
                priority = cursor.integer("a priority", MAX_PRIORITY);
            } else if (cursor.take("repeat")) {
                pace = delays.repeat(pace);
            } else if (cursor.take("settle")) {
                pace = delays.settle(pace);
            }
        }
        Optional<Statement> when = Optional.empty();
        Optional<Statement> clear = Optional.empty();
        List<Order> then = List.of();
        List<Order> onClear = List.of();
        while (!cursor.atEnd() && !cursor.atDeclaration()) {
            Token clause = cursor.peek();
            int start = cursor.index();
            try {
                if (cursor.take("when")) {
                    cursor.once(clause, when.isEmpty(), "rule", "use 'and'");
                    when = Optional.of(statements.statement());
                } else if (cursor.take("clear", "when")) {
                    cursor.once(clause, clear.isEmpty(), "rule", "use 'and'");
                    clear = Optional.of(statements.statement());
                } else if (cursor.take("then")) {
                    cursor.once(clause, then.isEmpty(), "rule", "use 'and'");
                    then = orders.orders();
                } else if (cursor.take("on", "clear")) {
                    cursor.once(clause, onClear.isEmpty(), "rule", "use 'and'");
                    onClear = orders.orders();
                } else {
                    throw noClause(when.isEmpty() && then.isEmpty() && onClear.isEmpty());
                }
            } catch (SyntaxError reported) {
                skipClause(start);
            }
        }
        complete(when.isPresent(), name, "'when'");
        complete(!then.isEmpty() || !onClear.isEmpty(), name, "'then'");
        return new Syntax.RuleDeclaration(
                head(name, title, from, titleAt),
                subject.type,
                subject.variable,
                level,
                priority,
                pace,
                when,
                clear,
                then,
                onClear);
    }

    /** In the head of a rule more can stand than behind it. */
    private SyntaxError noClause(boolean head) {
        String clauses = "'when', 'clear when', 'then' or 'on clear'";
        Token found = cursor.peek();
        if (head && found.kind() == Kind.WORD && RuleChecker.LEVELS.contains(found.text())) {
            return cursor.fail(
                    found,
                    HEAD + clauses + " was expected, but found " + found.shown(),
                    "write 'as " + found.text() + "'");
        }
        return cursor.failExpected(head ? HEAD + clauses : clauses);
    }

    private void skipClause(int start) {
        whole = false;
        if (cursor.index() == start) {
            cursor.next();
        }
        cursor.skipToClause();
    }

    private void complete(boolean present, Name name, String clause) {
        if (whole && !present) {
            whole = false;
            cursor.findings().error(name.at(), "'" + name.text() + "' has no " + clause);
        }
    }

    private Declaration signal(int from) {
        Name name = cursor.name("the name of the signal");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        Subject subject = forEach();
        cursor.expect("=", "and a calculation such as p.outlet - p.inlet");
        Expression value = statements.value();
        return new Syntax.SignalDeclaration(
                head(name, title, from, titleAt), subject.type, subject.variable, value);
    }

    private Declaration interlock(int from) {
        Name name = cursor.name("the name of the interlock");
        int titleAt = cursor.peek().kind() == Kind.STRING ? cursor.index() : -1;
        String title = cursor.optionalString();
        Subject subject = forEach();
        Optional<Assignment> never = Optional.empty();
        Optional<Statement> condition = Optional.empty();
        Optional<Assignment> force = Optional.empty();
        String another = "write another interlock for it";
        while (!cursor.atEnd() && !cursor.atDeclaration()) {
            int start = cursor.index();
            try {
                Token clause = cursor.peek();
                if (cursor.take("never")) {
                    cursor.once(clause, never.isEmpty(), "interlock", another);
                    never = Optional.of(orders.assignment());
                } else if (cursor.take("while")) {
                    cursor.once(clause, condition.isEmpty(), "interlock", "use 'or'");
                    condition = Optional.of(statements.statement());
                } else if (cursor.take("force")) {
                    cursor.once(clause, force.isEmpty(), "interlock", another);
                    force = Optional.of(orders.assignment());
                } else {
                    throw cursor.failExpected("'never', 'while' or 'force'");
                }
            } catch (SyntaxError reported) {
                skipClause(start);
            }
        }
        complete(never.isPresent(), name, "'never'");
        complete(condition.isPresent(), name, "'while'");
        return new Syntax.InterlockDeclaration(
                head(name, title, from, titleAt),
                subject.type,
                subject.variable,
                never,
                condition,
                force);
    }

    private boolean atModifier() {
        return cursor.at("as")
                || cursor.at("priority")
                || cursor.at("repeat")
                || cursor.at("settle");
    }
}
