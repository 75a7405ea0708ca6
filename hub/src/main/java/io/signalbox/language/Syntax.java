package io.signalbox.language;

import io.signalbox.payload.BinaryField;
import io.signalbox.payload.Encoding;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The tree of a file as it was written, before any name in it means something.
 *
 * <p>Longer than 400 lines because a tree is read best in one place, and its records do nothing.
 */
final class Syntax {
    private Syntax() {}

    /** A word at its place. */
    record Name(String text, Position at) {}

    /** One of the things a file declares. */
    sealed interface Declaration {
        Head head();
    }

    /**
     * What all declarations share.
     *
     * @param title empty if none was written
     * @param text the whole declaration as written
     * @param words its tokens with single spaces, without the title: what a version is made of
     * @param whole false if a part of it could not be read; it is then looked up but not checked
     */
    record Head(Name name, String title, String text, String words, boolean whole) {}

    record TypeDeclaration(
            Head head,
            String placeKind,
            List<PointDeclaration> points,
            List<EventDeclaration> events)
            implements Declaration {}

    record PointDeclaration(
            Name name,
            Kind kind,
            long everyMillis,
            Optional<Lasting> valid,
            boolean writable,
            boolean safety,
            Optional<Name> confirm,
            Optional<Expression> min,
            Optional<Expression> max,
            Optional<Expression> deadband,
            List<Affected> affects,
            String words) {}

    /**
     * What setting a point does to another one.
     *
     * @param direction up or down; empty if not said
     * @param by the values that do it; none for all
     */
    record Affected(Name point, Optional<Name> direction, List<Name> by) {}

    record Lasting(long millis, Position at) {}

    /** What stands behind the colon of a point. */
    sealed interface Kind {
        record InUnit(Name symbol) implements Kind {}

        record OneOf(List<Name> values) implements Kind {}
    }

    /** Kinds of place, from the inmost to the outmost. */
    record PlaceDeclaration(Head head, List<Name> kinds) implements Declaration {}

    record RuleDeclaration(
            Head head,
            Name type,
            String variable,
            Optional<Name> level,
            int priority,
            Pace pace,
            Optional<Statement> when,
            Optional<Statement> clear,
            List<Order> then,
            List<Order> onClear)
            implements Declaration {}

    record SignalDeclaration(Head head, Name type, String variable, Expression value)
            implements Declaration {}

    record InterlockDeclaration(
            Head head,
            Name type,
            String variable,
            Optional<Assignment> never,
            Optional<Statement> condition,
            Optional<Assignment> force)
            implements Declaration {}

    /** The time zone of the program; its head's name is the zone. */
    record ZoneDeclaration(Head head) implements Declaration {}

    /** A part of the earth's surface that conditions can name. */
    record AreaDeclaration(Head head, Shape shape) implements Declaration {}

    sealed interface Shape {
        record Circle(Coordinates middle, Expression radius) implements Shape {}

        record Polygon(List<Coordinates> corners, Position at) implements Shape {}
    }

    record Coordinates(double latitude, double longitude, Position at) {}

    /** Times of the week that conditions can name; in the program's zone if none is written. */
    record ScheduleDeclaration(Head head, Optional<Name> zone, List<Schedule.Slot> slots)
            implements Declaration {}

    /**
     * A test of rules.
     *
     * @param start when it begins, if that is written
     */
    record TestDeclaration(
            Head head,
            Optional<Name> start,
            List<TestDevice> devices,
            List<TestStep> steps,
            List<TestExpectation> expectations,
            long shuffledWithinMillis,
            double lossPercent,
            boolean restarted)
            implements Declaration {}

    /** Its {@code samples} are tests that run when it is checked. */
    record MappingDeclaration(
            Head head,
            Name type,
            List<Name> topics,
            List<MappingLine> lines,
            List<MappingSample> samples)
            implements Declaration {}

    /**
     * Where the values of a point, of each point or of the time come from.
     *
     * @param point what is given; {@code {point}} for the one that the topic names
     * @param scale one of * and / with its number, if any
     * @param shift one of + and - with its number, if any
     * @param table empty if values stand for themselves
     */
    record MappingLine(
            Name point,
            Origin origin,
            Optional<Scaling> scale,
            Optional<Scaling> shift,
            Optional<Name> unit,
            List<TableEntry> table) {}

    record Scaling(String sign, String number) {}

    record TableEntry(Expression from, Expression to) {}

    /** A place in a message. */
    sealed interface Origin {
        Position at();

        record Pointer(Encoding encoding, String path, Position at) implements Origin {}

        /** Latitude, longitude and perhaps altitude. */
        record Place(List<Pointer> parts, Position at) implements Origin {}

        record Senml(Encoding encoding, String name, Position at) implements Origin {}

        record Bytes(BinaryField field, Position at) implements Origin {}

        record Payload(Position at) implements Origin {}

        record Level(String name, Position at) implements Origin {}
    }

    /**
     * A message and the readings that must come of it, and no others.
     *
     * @param time what a device tells as the time, or empty if it tells none
     */
    record MappingSample(
            Name payload,
            boolean hexadecimal,
            Name topic,
            List<Expected> expected,
            Optional<Name> time,
            Position at) {}

    record Expected(Name point, Expression value, Written written) {}

    record TestDevice(Name name, Name type, String place) {}

    /**
     * Reports at {@code from}, then again each {@code everyMillis} until {@code toMillis}; without
     * any somebody acknowledges or orders, or else the hub restarts.
     */
    record TestStep(
            long fromMillis,
            long everyMillis,
            long toMillis,
            List<Assignment> reports,
            List<Statement.Emits> events,
            Optional<Acknowledged> acknowledged,
            Optional<Ordered> ordered,
            Position at) {}

    /** Somebody knows of the alarms of a rule on a device. */
    record Acknowledged(Name rule, Name device) {}

    /** A person sets an actuator; {@code expiresMillis} is 0 for a claim without an end. */
    record Ordered(Assignment assignment, long expiresMillis) {}

    /** What the test expects. */
    sealed interface TestExpectation {
        record Nothing(Scenario.Window window, Written written) implements TestExpectation {}

        record Command(
                boolean forbidden,
                Assignment assignment,
                Scenario.Window window,
                Optional<Name> by,
                Written written)
                implements TestExpectation {}

        record Alarm(
                boolean forbidden,
                Optional<Severity> severity,
                Name device,
                Scenario.Window window,
                Optional<Name> by,
                Written written)
                implements TestExpectation {}

        /** Its {@code device} is empty for any; {@code text} is what must be said. */
        record Told(
                boolean forbidden,
                Scenario.Told what,
                Name name,
                Optional<String> text,
                Optional<Name> device,
                Scenario.Window window,
                Optional<Name> by,
                Written written)
                implements TestExpectation {}
    }

    /**
     * A point gets a value: that of a device, or with a {@code place} those of all devices of the type
     * {@code target} that stand in it.
     */
    record Assignment(Expression.Reference target, Optional<Name> place, Expression value) {}

    /** What stands after {@code then} and {@code on clear}; texts that were not written are empty. */
    sealed interface Order {
        Written written();

        record Claim(
                Assignment assignment,
                long expiresMillis,
                long confirmMillis,
                int retries,
                long retryEveryMillis,
                Optional<Order> otherwise,
                Written written)
                implements Order {}

        record Alarm(Severity severity, String text, Position textAt, Written written)
                implements Order {}

        record Notify(Name who, Name text, Name via, Written written) implements Order {}

        record Publish(Name topic, Name payload, int qos, boolean retained, Written written)
                implements Order {}

        record After(
                long millis,
                Optional<Statement> unless,
                boolean unlessAcknowledged,
                Order order,
                Written written)
                implements Order {}

        record Emit(Name event, Name text, Written written) implements Order {}
    }

    /** Something that is true, false or unknown. */
    sealed interface Statement {
        Written written();

        record Compare(
                Expression left,
                Condition.Comparison comparison,
                Position signAt,
                Expression right,
                Written written)
                implements Statement {}

        record InRange(
                Expression of, boolean inside, Expression low, Expression high, Written written)
                implements Statement {}

        record IsKnown(Expression.Reference of, Written written) implements Statement {}

        record Becomes(Expression.Reference of, Expression value, Written written)
                implements Statement {}

        record Changes(Expression.Reference of, Written written) implements Statement {}

        record Crosses(Expression.Reference of, boolean rising, Expression limit, Written written)
                implements Statement {}

        record Silent(Expression.Reference of, long millis, Written written) implements Statement {}

        record Emits(Name device, Name event, Written written) implements Statement {}

        record Inside(Expression.Reference of, Name area, Written written) implements Statement {}

        record Passes(Expression.Reference of, boolean entering, Name area, Written written)
                implements Statement {}

        /** In a schedule, by its name or by its times. */
        record TimeIn(Optional<Name> schedule, List<Schedule.Slot> slots, Written written)
                implements Statement {}

        record Dwell(Statement of, long millis, Written written) implements Statement {}

        record Sequence(
                Statement first, boolean followed, Statement then, long millis, Written written)
                implements Statement {}

        /** What is said of {@code type} in {@code place}; {@code of} is about one of them. */
        record Counted(
                Condition.Quantifier quantifier,
                int least,
                Name type,
                Name place,
                Statement of,
                Written written)
                implements Statement {}

        record Not(Statement of, Written written) implements Statement {}

        record All(List<Statement> of, Written written) implements Statement {}

        record Any(List<Statement> of, Written written) implements Statement {}
    }

    /** Something that has a value. */
    sealed interface Expression {
        Written written();

        /** A number; its unit is empty if none was written. */
        record Amount(BigDecimal value, String unit, Position unitAt, Written written)
                implements Expression {
            double number() {
                return value.doubleValue();
            }
        }

        record Word(String text, Written written) implements Expression {}

        record Quoted(String text, Written written) implements Expression {}

        record Reference(Name device, Name point, Written written) implements Expression {}

        /**
         * A function of one or two values.
         *
         * @param millis length of the window over which it looks, 0 if it looks at the present
         */
        record Call(Name function, List<Expression> of, long millis, Written written)
                implements Expression {}

        /**
         * What the devices of a type in a place come to.
         *
         * @param point whose values are gathered; empty for a count of devices
         * @param where what those have to fulfil that take part; empty for all of them
         */
        record Gathered(
                Name function,
                Name type,
                Optional<Name> point,
                Name place,
                Optional<Statement> where,
                Written written)
                implements Expression {}

        /** For how long something was true in the last {@code millis}. */
        record TimeIn(Statement of, long millis, Written written) implements Expression {}

        record Negated(Expression of, Written written) implements Expression {}

        record Binary(
                Operand.Operation operation,
                Expression left,
                Position signAt,
                Expression right,
                Written written)
                implements Expression {}
    }
}
