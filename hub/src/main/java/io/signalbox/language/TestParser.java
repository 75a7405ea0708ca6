package io.signalbox.language;

import io.signalbox.language.Lexer.Kind;
import io.signalbox.language.Lexer.Token;
import io.signalbox.language.Syntax.Assignment;
import io.signalbox.language.Syntax.Head;
import io.signalbox.language.Syntax.Name;
import io.signalbox.language.Syntax.TestDevice;
import io.signalbox.language.Syntax.TestExpectation;
import io.signalbox.language.Syntax.TestStep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code test} block, line by line. */
final class TestParser {
    /** Words of a time that begin no line. */
    private static final Set<String> TIMES = Set.of("before", "after", "from");

    private final Cursor cursor;
    private final StatementParser statements;
    private final List<TestDevice> devices = new ArrayList<>();
    private final List<TestStep> steps = new ArrayList<>();
    private final List<TestExpectation> expectations = new ArrayList<>();
    private Optional<Name> start = Optional.empty();
    private long shuffledWithinMillis;
    private double lossPercent;
    private boolean restarted;

    TestParser(Cursor cursor, StatementParser statements) {
        this.cursor = cursor;
        this.statements = statements;
    }

    /** The block whose first word, at {@code from}, has been read. */
    Syntax.Declaration test(int from) {
        Position at = cursor.position();
        Name name = new Name(cursor.string("the name of the test"), at);
        boolean whole = true;
        while (!cursor.atEnd() && !cursor.atDeclaration()) {
            int start = cursor.index();
            try {
                line();
            } catch (SyntaxError reported) {
                whole = false;
                cursor.skipLine(start);
            }
        }
        Head head = new Head(name, name.text(), cursor.text(from), cursor.words(from, -1), whole);
        return new Syntax.TestDeclaration(
                head,
                start,
                devices,
                steps,
                expectations,
                shuffledWithinMillis,
                lossPercent,
                restarted);
    }

    private void line() {
        Position at = cursor.position();
        if (cursor.peek(1).is(":")) {
            device();
        } else if (cursor.take("starts")) {
            Position when = cursor.position();
            start = Optional.of(new Name(
                    cursor.string("when the test begins, such as 2026-03-29T01:30:00+01:00,"),
                    when));
        } else if (cursor.take("at")) {
            long time = cursor.time("10 s");
            steps.add(deed(time, at));
        } else if (cursor.take("every")) {
            long every = cursor.duration("1 s");
            cursor.expect("from", "and the first time");
            long from = cursor.time("10 s");
            cursor.expect("to", "and the last time");
            long to = cursor.time("40 s");
            boolean happens = cursor.peek(1).is("emits");
            steps.add(new TestStep(
                    from,
                    every,
                    to,
                    happens ? List.of() : reports(),
                    happens ? events() : List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    at));
        } else if (cursor.at("expect")) {
            expectations.add(expectation());
        } else if (cursor.take("also")) {
            variants();
        } else {
            throw cursor.failExpected(
                    "a device (p1 : Pump), 'starts', 'at', 'every', 'expect' or 'also' in the test");
        }
    }

    private void device() {
        Name name = deviceName();
        cursor.expect(":", "and a type");
        Name type = cursor.name("the name of a type");
        String place = cursor.take("in") ? deviceName().text() : "";
        devices.add(new TestDevice(name, type, place));
    }

    Name deviceName() {
        Token token = cursor.peek();
        if (token.kind() != Kind.STRING) {
            return cursor.name("a name");
        }
        return cursor.named(cursor.next());
    }

    private Syntax.Acknowledged acknowledged() {
        Name rule = cursor.name("the rule whose alarm is acknowledged");
        cursor.expect("on", "and the device");
        return new Syntax.Acknowledged(rule, deviceName());
    }

    /** What happens once. */
    private TestStep deed(long time, Position at) {
        Optional<Syntax.Acknowledged> acknowledged =
                cursor.take("acknowledge") ? Optional.of(acknowledged()) : Optional.empty();
        Optional<Syntax.Ordered> ordered =
                cursor.take("operator", "sets") ? Optional.of(ordered()) : Optional.empty();
        boolean nothing = acknowledged.isPresent() || ordered.isPresent() || cursor.take("restart");
        boolean happens = !nothing && cursor.peek(1).is("emits");
        List<Assignment> reports = nothing || happens ? List.of() : reports();
        List<Syntax.Statement.Emits> events = happens ? events() : List.of();
        return new TestStep(time, 0, time, reports, events, acknowledged, ordered, at);
    }

    private List<Syntax.Statement.Emits> events() {
        List<Syntax.Statement.Emits> events = new ArrayList<>();
        do {
            int from = cursor.index();
            Name device = deviceName();
            cursor.expect("emits", "and the name of an event");
            Name event = cursor.name("the name of an event");
            events.add(new Syntax.Statement.Emits(device, event, cursor.written(from)));
        } while (cursor.take(","));
        return events;
    }

    private Syntax.Ordered ordered() {
        Assignment assignment = OrderParser.assignment(cursor, statements);
        return new Syntax.Ordered(
                assignment, cursor.take("expires", "in") ? cursor.duration("10 min") : 0);
    }

    private List<Assignment> reports() {
        List<Assignment> reports = new ArrayList<>();
        do {
            reports.add(OrderParser.assignment(cursor, statements));
        } while (cursor.take(","));
        return reports;
    }

    private TestExpectation expectation() {
        int from = cursor.index();
        cursor.next();
        if (cursor.take("nothing")) {
            return new TestExpectation.Nothing(window(), cursor.written(from));
        }
        boolean forbidden = cursor.take("no");
        if (cursor.take("set")) {
            Assignment assignment = OrderParser.assignment(cursor, statements);
            Scenario.Window window = window();
            Optional<Name> by = by();
            return new TestExpectation.Command(
                    forbidden, assignment, window, by, cursor.written(from));
        }
        if (!cursor.take("alarm")) {
            return new SayingParser(cursor).expectation(from, forbidden, this);
        }
        Optional<Severity> severity =
                cursor.at("on") ? Optional.empty() : Optional.of(OrderParser.severity(cursor));
        cursor.expect("on", "and the device of the alarm");
        Name device = deviceName();
        Scenario.Window window = window();
        Optional<Name> by = by();
        return new TestExpectation.Alarm(
                forbidden, severity, device, window, by, cursor.written(from));
    }

    Scenario.Window window() {
        if (cursor.startsLine()) {
            return Scenario.Window.ALWAYS;
        } else if (cursor.take("at")) {
            long time = cursor.time("10 s");
            return new Scenario.Window(time, time);
        } else if (cursor.take("before")) {
            return new Scenario.Window(0, cursor.duration("10 s") - 1);
        } else if (cursor.take("after")) {
            return new Scenario.Window(cursor.time("10 s") + 1, Long.MAX_VALUE);
        } else if (cursor.take("from")) {
            long first = cursor.time("10 s");
            cursor.expect("to", "and the last time");
            return new Scenario.Window(first, cursor.time("40 s"));
        }
        return Scenario.Window.ALWAYS;
    }

    Optional<Name> by() {
        if (!cursor.take("by")) {
            return Optional.empty();
        }
        Name rule = cursor.name("the name of a rule");
        Token behind = cursor.peek();
        if (!cursor.startsLine() && TIMES.contains(behind.text())) {
            throw cursor.fail(
                    behind,
                    "the time of what is expected stands before 'by'",
                    "write '" + behind.text() + " … by " + rule.text() + "'");
        }
        return Optional.of(rule);
    }

    private void variants() {
        do {
            if (cursor.take("shuffled")) {
                cursor.expect("within", "and a duration");
                shuffledWithinMillis = cursor.duration("3 s");
            } else if (cursor.take("with")) {
                lossPercent = cursor.integer("a loss", 100);
                cursor.expect("%", "after the loss");
                cursor.expect("loss", "after the percentage");
            } else if (cursor.take("restarted")) {
                restarted = true;
            } else {
                throw cursor.failExpected("'shuffled within 3 s', 'with 5 % loss' or 'restarted'");
            }
        } while (cursor.take(",", "also"));
    }
}
