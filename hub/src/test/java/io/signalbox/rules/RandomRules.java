package io.signalbox.rules;

import io.signalbox.algorithm.Algorithm;
import io.signalbox.language.Action;
import io.signalbox.language.Area;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Operand;
import io.signalbox.language.Pace;
import io.signalbox.language.Parts;
import io.signalbox.language.PlaceKind;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Schedule;
import io.signalbox.language.Setting;
import io.signalbox.language.Severity;
import io.signalbox.language.Spot;
import io.signalbox.language.Template;
import io.signalbox.language.Unit;
import io.signalbox.language.Written;
import io.signalbox.message.Qos;
import io.signalbox.message.Value;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes types and rules by chance; the same seed makes the same ones.
 *
 * <p>Longer than 600 lines because the constructs of the language stand within each other, and all
 * are drawn from one row of numbers: a part that is moved elsewhere would need both.
 */
final class RandomRules {
    static final Position NOWHERE = new Position("random.rules", 1, 1);
    static final Written WRITTEN = new Written("by chance", NOWHERE);

    private static final List<String> EVENTS = List.of("seen", "done", "lost");

    /** The last one outlasts many a stay in a place. */
    private static final List<Long> LEASES = List.of(0L, 4_000L, 8_000L, 30_000L);

    /** Index of the point that is a position. */
    static final int PLACE = 6;

    private final Random random;
    private DeviceType things = PlaceTypes.place("Room");

    /** What the rule that is being made asks of the devices in a place. */
    private List<Condition.Counted> asked = List.of();

    /** Whether conditions may speak of other devices. */
    private boolean around = true;

    /** Whether conditions may wait for events: rules that settle may not. */
    private final boolean hearing;

    RandomRules(Random random, boolean hearing) {
        this.random = random;
        this.hearing = hearing;
    }

    /** What is registered where: in rooms, in halls alone, or nowhere. */
    String somewhere() {
        return List.of("h0/r0", "h0/r0", "h0/r1", "h1/r0", "h1", "").get(random.nextInt(6));
    }

    DeviceType type() {
        PointKind number = new PointKind.Quantity(
                Unit.ONE, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        PointKind word = new PointKind.Enumeration(List.of("a", "b", "c"));
        List<Point> points = List.of(
                point(0, "n0", number, false),
                point(1, "n1", number, false),
                point(2, "e", word, false),
                point(3, "t", new PointKind.Truth(), false),
                point(4, "w", new PointKind.Words(), false),
                point(5, "out", actuator(), true),
                point(PLACE, "at", new PointKind.Place(), false));
        return PlaceTypes.named("Thing", "Room", points, Optional.empty());
    }

    /** It cannot take all that is worked out for it. */
    private PointKind actuator() {
        return new PointKind.Quantity(Unit.ONE, -3, 6, 0, random.nextBoolean());
    }

    private Point point(int index, String name, PointKind kind, boolean writable) {
        long every = List.of(0L, 0L, 500L, 1_000L, 2_000L).get(random.nextInt(5));
        return new Point(index, name, kind, every, writable, name);
    }

    Program program(DeviceType type, int rules) {
        List<Rule> made = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            made.add(rule(type, "r" + i));
        }
        return program(type, made);
    }

    static Program program(DeviceType type, List<Rule> rules) {
        return program(type, rules, List.of());
    }

    static Program program(DeviceType type, List<Rule> rules, List<Interlock> interlocks) {
        return new Program(
                List.of(type, PlaceTypes.hall(type)),
                List.of(),
                rules,
                interlocks,
                List.of(),
                List.of(),
                List.of(PlaceTypes.place("Room"), PlaceTypes.hallPlace(type)));
    }

    /** Something that devices are never to do, and mostly what they do then. */
    Interlock interlock(DeviceType thing) {
        Value value = new Value.Numeric(random.nextInt(4));
        boolean before = around;
        around = false;
        Condition condition = condition(thing, 2);
        around = before;
        return new Interlock(
                "never",
                "never",
                thing,
                "x",
                thing.points().get(5),
                value,
                0,
                condition,
                random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(new Value.Numeric(4 + random.nextInt(2))),
                "",
                String.format("%016x", random.nextLong()),
                NOWHERE);
    }

    /** A rule on things, or over the rooms or halls in which they stand. */
    Rule rule(DeviceType thing, String name) {
        things = thing;
        DeviceType type = switch (random.nextInt(6)) {
            case 0, 1 -> PlaceTypes.place("Room");
            case 2 -> PlaceTypes.hallPlace(thing);
            default -> thing;
        };
        return of(type, name, condition(type, 3));
    }

    /** A rule under this condition, whatever it does then. */
    Rule of(DeviceType type, String name, Condition when) {
        asked = Parts.all(when)
                .filter(Condition.Counted.class::isInstance)
                .map(Condition.Counted.class::cast)
                .filter(RandomRules::canBeTold)
                .toList();
        List<Action> then = new ArrayList<>();
        then.add(new Action.Alarm(Severity.MAJOR, text(type), WRITTEN));
        if (random.nextBoolean()) {
            then.add(claim(
                    type, Optional.of(new Action.Alarm(Severity.CRITICAL, text(type), WRITTEN))));
        }
        for (int more = random.nextInt(3); more > 0; more--) {
            then.add(saying(type));
        }
        List<Action> onClear = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            onClear.add(claim(type, Optional.empty()));
        }
        for (int more = random.nextInt(4); more > 0; more--) {
            (random.nextInt(3) == 0 ? onClear : then).add(later(type));
        }
        return new Rule(
                name,
                name,
                type,
                "x",
                List.of(Level.PROTECTION, Level.AUTOMATION).get(random.nextInt(2)),
                name.charAt(name.length() - 1),
                when,
                random.nextInt(3) == 0 ? Optional.of(condition(type, 3)) : Optional.empty(),
                then,
                onClear,
                "",
                String.format("%016x", random.nextLong()),
                NOWHERE,
                random.nextInt(3) == 0 ? new Pace(duration(12), 0) : Pace.USUAL);
    }

    private Action later(DeviceType type) {
        int unless = random.nextInt(3);
        return new Action.After(
                duration(12),
                unless == 0 ? Optional.of(condition(type, 2)) : Optional.empty(),
                unless == 1,
                random.nextBoolean() ? saying(type) : claim(type, Optional.empty()),
                WRITTEN);
    }

    /** With a value of the device or place, or what is worked out from some. */
    private Template text(DeviceType type) {
        boolean bare = type.points().isEmpty();
        return new Template(List.of(
                new Template.Part.Fixed(random.nextInt(4) == 0 ? "{v: " : "v: "),
                asked.isEmpty() || random.nextBoolean()
                        ? new Template.Part.DeviceName()
                        : new Template.Part.Among(asked),
                new Template.Part.Fixed(" "),
                bare || random.nextBoolean()
                        ? new Template.Part.Calculated(worth(type), Unit.ONE)
                        : new Template.Part.PointValue(
                                type.points().get(random.nextInt(PLACE + 1)))));
    }

    /** What a text shows, or an actuator is set to. */
    private Operand worth(DeviceType type) {
        boolean place = type.place().isPresent();
        if (place && (type.points().isEmpty() || random.nextBoolean())) {
            Operand all = gathered(type);
            return random.nextBoolean() ? all : over(all);
        }
        return switch (random.nextInt(4)) {
            case 0 -> learned(type);
            case 1 -> calculation(type);
            case 2 -> place ? operand(type, 1) : window(type);
            default -> operand(type, 1);
        };
    }

    /** A window over what is gathered. */
    private Operand over(Operand gathered) {
        List<Operand.Function> all = Stream.of(Operand.Function.values())
                .filter(f -> f != Operand.Function.SUM && f != Operand.Function.COUNT)
                .toList();
        return new Operand.Window(
                all.get(random.nextInt(all.size())),
                gathered,
                (1 + random.nextInt(2)) * 60L * Oracle.GRID);
    }

    private Action saying(DeviceType type) {
        Template text = text(type);
        Template topic = new Template(
                List.of(new Template.Part.Fixed("plant/"), new Template.Part.DeviceName()));
        return switch (random.nextInt(3)) {
            case 0 -> new Action.Notify("lead", text, "", WRITTEN);
            case 1 ->
                new Action.Publish(
                        topic, text, Qos.of(random.nextInt(3)), random.nextBoolean(), WRITTEN);
            default -> new Action.Emit(emitted(), Optional.of(text), WRITTEN);
        };
    }

    /** What may happen to a device: the last one only if it says so itself. */
    String event() {
        return EVENTS.get(random.nextInt(EVENTS.size()));
    }

    private String emitted() {
        return EVENTS.get(random.nextInt(EVENTS.size() - 1));
    }

    /** Of what rules say in one instant of several devices, the first is the engine's own business. */
    private static boolean canBeTold(Condition.Counted asked) {
        return Parts.all(asked.of())
                .noneMatch(part -> part instanceof Condition.Emits emits
                        && !emits.event().equals(EVENTS.getLast()));
    }

    private Action claim(DeviceType type, Optional<Action> otherwise) {
        Optional<DeviceType> everywhere =
                type.place().isPresent() && (type.points().isEmpty() || random.nextBoolean())
                        ? Optional.of(things)
                        : Optional.empty();
        return new Action.Claim(
                things.points().get(5),
                type.place().isPresent() && random.nextBoolean()
                        ? new Setting.Calculated(worth(type))
                        : everywhere.isPresent() || type.points().isEmpty()
                                ? new Setting.Fixed(new Value.Numeric(random.nextInt(4)))
                                : setting(type),
                LEASES.get(random.nextInt(LEASES.size())),
                otherwise.isPresent() ? 1_000 : 0,
                otherwise.isPresent() ? 1 : 0,
                otherwise.isPresent() ? 1_000 : 0,
                otherwise,
                WRITTEN,
                everywhere);
    }

    /** Of the devices beside one, or in a place. */
    private Condition counted(DeviceType type) {
        PlaceKind kind = type.place().orElse(PlaceTypes.ROOM);
        DeviceType member = kind.equals(PlaceTypes.HALL) && random.nextInt(3) == 0
                ? PlaceTypes.hall(things)
                : things;
        Condition.Quantifier[] all = Condition.Quantifier.values();
        around = false;
        Condition of = ofMember(member);
        around = true;
        return new Condition.Counted(
                all[random.nextInt(all.length)], 1 + random.nextInt(2), member, kind, of, WRITTEN);
    }

    /** What is asked of each device in a place. */
    private Condition ofMember(DeviceType member) {
        if (!hearing || random.nextInt(3) > 0) {
            return condition(member, 1);
        }
        Condition emits = new Condition.Emits(member.name(), event(), WRITTEN);
        return random.nextBoolean()
                ? emits
                : new Condition.Any(List.of(condition(member, 0), emits), WRITTEN);
    }

    /** What the devices in a place come to. */
    private Operand.Gathered gathered(DeviceType type) {
        PlaceKind kind = type.place().orElseThrow();
        DeviceType member = kind.equals(PlaceTypes.HALL) && random.nextInt(4) == 0
                ? PlaceTypes.hall(things)
                : things;
        List<Operand.Function> all = Stream.of(Operand.Function.values())
                .filter(Operand.Gathered::isOfMany)
                .toList();
        Operand.Function function = all.get(random.nextInt(all.size()));
        around = false;
        Optional<Condition> where =
                random.nextInt(3) == 0 ? Optional.of(ofMember(member)) : Optional.empty();
        Operand of = random.nextInt(4) == 0
                ? calculation(member)
                : new Operand.Reported(member.points().get(random.nextInt(2)));
        around = true;
        return new Operand.Gathered(
                function,
                member.name() + ".n",
                member,
                kind,
                function == Operand.Function.COUNT ? new Operand.Constant(1) : of,
                where,
                Unit.ONE);
    }

    /** A condition about sums over the place. */
    private Condition sums(DeviceType type) {
        Operand left = gathered(type);
        Operand right = new Operand.Constant(random.nextInt(7) - 2);
        switch (random.nextInt(4)) {
            case 0 ->
                // means and deviations are no whole numbers, and rounding must not decide
                left = new Operand.Scaled(over(left), 0.5, random.nextDouble());
            case 1 ->
                right = type.points().isEmpty()
                        ? gathered(type)
                        : new Operand.Reported(type.points().get(random.nextInt(2)));
            default -> {}
        }
        return random.nextInt(4) == 0
                ? new Condition.Within(left, -1, 2, Unit.ONE, WRITTEN)
                : new Condition.Compare(left, comparison(), right, Unit.ONE, WRITTEN);
    }

    private Setting setting(DeviceType type) {
        return switch (random.nextInt(5)) {
            case 4 -> new Setting.Calculated(worth(type));
            case 0 -> new Setting.Copied(type.points().get(random.nextInt(2)));
            case 1 ->
                new Setting.Calculated(new Operand.Arithmetic(
                        Operand.Operation.DIVIDE,
                        new Operand.Constant(2),
                        new Operand.Reported(type.points().get(random.nextInt(2)))));
            default -> new Setting.Fixed(new Value.Numeric(random.nextInt(4)));
        };
    }

    private Condition condition(DeviceType type, int depth) {
        int kind = random.nextInt(depth == 0 ? 8 : 16);
        boolean bare = type.points().isEmpty();
        if (around && kind < 8 && (bare || random.nextInt(4) == 0)) {
            return type.place().isPresent() && random.nextBoolean() ? sums(type) : counted(type);
        }
        if (kind == 5 && type.place().isPresent()) {
            kind = 6;
        }
        if (around && hearing && type.place().isEmpty() && random.nextInt(6) == 0) {
            return new Condition.Emits(type.name(), event(), WRITTEN);
        }
        boolean apart = type.place().isEmpty() && random.nextInt(12) == 0;
        return switch (apart ? 20 + random.nextInt(4) : kind) {
            case 20 -> age(type);
            case 23 -> place(type.points().get(PLACE));
            case 22 -> new Condition.TimeIn(schedule(), WRITTEN);
            case 21 ->
                new Condition.Compare(
                        window(type),
                        comparison(),
                        new Operand.Constant(random.nextInt(13) * 0.5 - 3),
                        Unit.ONE,
                        WRITTEN);
            case 0 ->
                new Condition.Compare(
                        operand(type, 1), comparison(), operand(type, 1), Unit.ONE, WRITTEN);
            case 1 -> new Condition.Within(operand(type, 1), -1, 1, Unit.ONE, WRITTEN);
            case 2 -> {
                Point point = type.points().get(2 + random.nextInt(3));
                Value value = value(point);
                yield new Condition.Is(point, value, point.kind().code(value), WRITTEN);
            }
            case 3 -> new Condition.Known(anyPoint(type), WRITTEN);
            case 4 -> {
                Point point = type.points().get(2 + random.nextInt(3));
                Value value = value(point);
                yield new Condition.Becomes(point, value, point.kind().code(value), WRITTEN);
            }
            case 5 -> new Condition.Silent(anyPoint(type), duration(16), WRITTEN);
            case 6 -> new Condition.Changes(turning(type, anyPoint(type)), WRITTEN);
            case 7 ->
                new Condition.Crosses(
                        turning(type, type.points().get(random.nextInt(2))),
                        random.nextBoolean(),
                        random.nextInt(5) - 2,
                        Unit.ONE,
                        WRITTEN);
            case 8, 9, 10 -> new Condition.Dwell(condition(type, depth - 1), duration(10), WRITTEN);
            case 14, 15 ->
                new Condition.Sequence(
                        condition(type, depth - 1),
                        kind == 14,
                        condition(type, depth - 1),
                        duration(10),
                        WRITTEN);
            case 11 -> new Condition.Not(condition(type, depth - 1), WRITTEN);
            case 12 ->
                new Condition.All(
                        List.of(condition(type, depth - 1), condition(type, depth - 1)), WRITTEN);
            default ->
                new Condition.Any(
                        List.of(condition(type, depth - 1), condition(type, depth - 1)), WRITTEN);
        };
    }

    /** What has edges: a point, or a calculation as a signal is one. */
    private Operand turning(DeviceType type, Point point) {
        return random.nextBoolean()
                ? new Operand.Reported(point)
                : random.nextBoolean() || type.place().isPresent()
                        ? calculation(type)
                        : new Operand.Scaled(calculation(type), 0.5, 1);
    }

    /** Positions are whole degrees, so that none lies on the edge of an area. */
    private Condition place(Point point) {
        Area area = random.nextBoolean()
                ? new Area.Circle("c", 1, 0.5, 70_000 + random.nextInt(5) * 30_000)
                : new Area.Polygon(
                        "p",
                        List.of(
                                new Area.Corner(-0.3, -0.4),
                                new Area.Corner(0.5 + random.nextInt(3), -0.2),
                                new Area.Corner(1.3, 1.4 + random.nextInt(2)),
                                new Area.Corner(0.4, 0.3)));
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.Inside(point, area, WRITTEN);
            case 1 ->
                new Condition.Compare(
                        new Operand.Distance(new Spot.Told(point), new Spot.Fixed(1.2, 0.9)),
                        comparison(),
                        new Operand.Constant(50_000 + random.nextInt(5) * 20_000),
                        Unit.ONE,
                        WRITTEN);
            default -> new Condition.Passes(point, area, random.nextBoolean(), WRITTEN);
        };
    }

    /** Minutes about a case: it begins on a Monday at 14:13:20 UTC. */
    private Schedule schedule() {
        boolean berlin = random.nextBoolean();
        ZoneId zone = berlin ? ZoneId.of("Europe/Berlin") : ZoneOffset.UTC;
        int from = (berlin ? 16 : 14) * 60 + 12 + random.nextInt(4);
        int to = from + 1 + random.nextInt(2);
        Set<DayOfWeek> days = EnumSet.of(
                random.nextInt(3) == 0 ? DayOfWeek.SUNDAY : DayOfWeek.MONDAY,
                DayOfWeek.of(1 + random.nextInt(7)));
        boolean overnight = random.nextInt(3) == 0;
        Schedule.Slot slot = new Schedule.Slot(days, overnight ? to : from, overnight ? from : to);
        return new Schedule("", zone, List.of(slot));
    }

    private Condition age(DeviceType type) {
        Operand age = new Operand.Age(anyPoint(type));
        double limit = random.nextInt(12) * 0.5;
        return switch (random.nextInt(3)) {
            case 0 -> new Condition.Within(age, limit, limit + 1, Unit.ONE, WRITTEN);
            case 1 ->
                new Condition.Compare(
                        age, comparison(), new Operand.Constant(limit), Unit.ONE, WRITTEN);
            default ->
                new Condition.Compare(
                        new Operand.Constant(limit), comparison(), age, Unit.ONE, WRITTEN);
        };
    }

    long duration(int most) {
        return (1 + random.nextInt(most)) * Oracle.GRID;
    }

    Condition.Comparison comparison() {
        Condition.Comparison[] all = Condition.Comparison.values();
        return all[random.nextInt(all.length)];
    }

    private Operand operand(DeviceType type, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 9)) {
            case 0 -> new Operand.Constant(random.nextInt(5) - 2);
            case 1, 2 -> new Operand.Reported(type.points().get(random.nextInt(2)));
            case 5 ->
                type.place().isPresent()
                        ? new Operand.Reported(type.points().get(0))
                        : window(type);
            case 6 -> new Operand.Absolute(operand(type, depth - 1));
            case 7 ->
                new Operand.Extreme(
                        random.nextBoolean(), operand(type, depth - 1), operand(type, depth - 1));
            case 8 -> learned(type);
            case 3 -> new Operand.Scaled(operand(type, depth - 1), 0.5, random.nextInt(3) - 1);
            default -> {
                Operand.Operation[] all = Operand.Operation.values();
                yield new Operand.Arithmetic(
                        all[random.nextInt(all.length)],
                        operand(type, depth - 1),
                        operand(type, depth - 1));
            }
        };
    }

    private Operand window(DeviceType type) {
        long millis = (1 + random.nextInt(2)) * 60L * Oracle.GRID;
        if (random.nextInt(4) == 0) {
            boolean before = around;
            around = false;
            Operand truth = new Operand.Truth(condition(type, 1));
            around = before;
            return new Operand.Window(Operand.Function.INTEGRAL, truth, millis);
        }
        Operand.Function[] all = Operand.Function.values();
        Operand.Function function = all[random.nextInt(all.length)];
        boolean ofSamples = function == Operand.Function.SUM || function == Operand.Function.COUNT;
        Operand of = ofSamples || random.nextBoolean()
                ? new Operand.Reported(type.points().get(random.nextInt(2)))
                : calculation(type);
        Operand window = new Operand.Window(function, of, millis);
        // deviations are no whole numbers, and rounding must not decide
        return function == Operand.Function.STDDEV
                ? new Operand.Scaled(window, 0.5, random.nextDouble())
                : window;
    }

    private Operand calculation(DeviceType type) {
        Operand left = operand(type, 0);
        Operand right = new Operand.Reported(type.points().get(random.nextInt(2)));
        return switch (random.nextInt(3)) {
            case 0 -> new Operand.Extreme(random.nextBoolean(), left, right);
            case 1 -> new Operand.Absolute(right);
            default -> {
                Operand.Operation[] all = Operand.Operation.values();
                yield new Operand.Arithmetic(all[random.nextInt(all.length)], left, right);
            }
        };
    }

    /** What an algorithm says, brought to the size of the points. */
    private Operand learned(DeviceType type) {
        Point point = type.points().get(random.nextInt(2));
        Operand.Learned learned = random.nextInt(4) == 0
                ? new Operand.Learned(Algorithm.FORECAST, point, 900_000)
                : new Operand.Learned(Algorithm.ANOMALY, point, 0);
        return new Operand.Scaled(learned, 4, 0);
    }

    /** A rule on things, or over the halls, that calls an algorithm, and tells what it says. */
    Rule learning(DeviceType type, String name, DeviceType thing) {
        Condition surprised = new Condition.Compare(
                learned(type),
                Condition.Comparison.GREATER,
                new Operand.Constant(random.nextInt(5) - 1),
                Unit.ONE,
                WRITTEN);
        things = thing;
        Rule rule = of(
                type,
                name,
                random.nextBoolean() ? surprised : new Condition.Dwell(surprised, 500, WRITTEN));
        Template learned = new Template(List.of(
                new Template.Part.Fixed("l: "),
                new Template.Part.Calculated(learned(type), Unit.ONE)));
        List<Action> then = new ArrayList<>(rule.then());
        then.add(new Action.Notify("lead", learned, "", WRITTEN));
        return new Rule(
                name,
                name,
                type,
                "x",
                rule.level(),
                rule.priority(),
                rule.when(),
                rule.clear(),
                then,
                rule.onClear(),
                "",
                rule.hash(),
                NOWHERE,
                new Pace(duration(12), 0));
    }

    private Point anyPoint(DeviceType type) {
        return type.points().get(random.nextInt(5));
    }

    /** A value that the point may report. */
    Value value(Point point) {
        return switch (point.kind()) {
            case PointKind.Quantity q -> new Value.Numeric(random.nextInt(5) - 2);
            case PointKind.Enumeration e ->
                new Value.Text(e.values().get(random.nextInt(e.values().size())));
            case PointKind.Truth t -> new Value.Bool(random.nextBoolean());
            case PointKind.Words w -> new Value.Text(random.nextBoolean() ? "hello" : "world");
            case PointKind.Place p ->
                new Value.Position(random.nextInt(3), random.nextInt(3), Double.NaN);
        };
    }
}
