package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Interlock;
import io.signalbox.language.Level;
import io.signalbox.language.Operand;
import io.signalbox.language.Pace;
import io.signalbox.language.Parts;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Position;
import io.signalbox.language.Program;
import io.signalbox.language.Rule;
import io.signalbox.language.Setting;
import io.signalbox.language.Severity;
import io.signalbox.language.Template;
import io.signalbox.language.Unit;
import io.signalbox.language.Written;
import io.signalbox.message.Qos;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes types and rules by chance; the same seed makes the same ones. */
final class RandomRules {
    static final Position NOWHERE = new Position("random.rules", 1, 1);
    static final Written WRITTEN = new Written("by chance", NOWHERE);

    /** The last one outlasts many a stay in a place. */
    private static final List<Long> LEASES = List.of(0L, 4_000L, 8_000L, 30_000L);

    /** Index of the point that is a position. */
    static final int PLACE = 6;

    private final Random random;
    private final RandomConditions conditions;
    private final RandomNumbers numbers;

    /** What the rule that is being made asks of the devices in a place. */
    private List<Condition.Counted> asked = List.of();

    /** @param hearing whether conditions may wait for events: rules that settle may not */
    RandomRules(Random random, boolean hearing) {
        this.random = random;
        this.conditions = new RandomConditions(random, hearing);
        this.numbers = conditions.numbers();
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
        Condition condition = conditions.alone(() -> conditions.condition(thing, 2));
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
        conditions.speakOf(thing);
        DeviceType type = switch (random.nextInt(6)) {
            case 0, 1 -> PlaceTypes.place("Room");
            case 2 -> PlaceTypes.hallPlace(thing);
            default -> thing;
        };
        return of(type, name, conditions.condition(type, 3));
    }

    /** A rule under this condition, whatever it does then. */
    Rule of(DeviceType type, String name, Condition when) {
        asked = Parts.all(when)
                .filter(Condition.Counted.class::isInstance)
                .map(Condition.Counted.class::cast)
                .filter(RandomConditions::canBeTold)
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
                random.nextInt(3) == 0
                        ? Optional.of(conditions.condition(type, 3))
                        : Optional.empty(),
                then,
                onClear,
                "",
                String.format("%016x", random.nextLong()),
                NOWHERE,
                random.nextInt(3) == 0 ? new Pace(conditions.duration(12), 0) : Pace.USUAL);
    }

    private Action later(DeviceType type) {
        int unless = random.nextInt(3);
        return new Action.After(
                conditions.duration(12),
                unless == 0 ? Optional.of(conditions.condition(type, 2)) : Optional.empty(),
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
                        ? new Template.Part.Calculated(numbers.worth(type), Unit.ONE)
                        : new Template.Part.PointValue(
                                type.points().get(random.nextInt(PLACE + 1)))));
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
            default -> new Action.Emit(conditions.emitted(), Optional.of(text), WRITTEN);
        };
    }

    private Action claim(DeviceType type, Optional<Action> otherwise) {
        Optional<DeviceType> everywhere =
                type.place().isPresent() && (type.points().isEmpty() || random.nextBoolean())
                        ? Optional.of(conditions.things())
                        : Optional.empty();
        return new Action.Claim(
                conditions.things().points().get(5),
                type.place().isPresent() && random.nextBoolean()
                        ? new Setting.Calculated(numbers.worth(type))
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

    private Setting setting(DeviceType type) {
        return switch (random.nextInt(5)) {
            case 4 -> new Setting.Calculated(numbers.worth(type));
            case 0 -> new Setting.Copied(type.points().get(random.nextInt(2)));
            case 1 ->
                new Setting.Calculated(new Operand.Arithmetic(
                        Operand.Operation.DIVIDE,
                        new Operand.Constant(2),
                        new Operand.Reported(type.points().get(random.nextInt(2)))));
            default -> new Setting.Fixed(new Value.Numeric(random.nextInt(4)));
        };
    }

    /** A rule on things, or over the halls, that calls an algorithm, and tells what it says. */
    Rule learning(DeviceType type, String name, DeviceType thing) {
        Condition surprised = new Condition.Compare(
                numbers.learned(type),
                Condition.Comparison.GREATER,
                new Operand.Constant(random.nextInt(5) - 1),
                Unit.ONE,
                WRITTEN);
        conditions.speakOf(thing);
        Rule rule = of(
                type,
                name,
                random.nextBoolean() ? surprised : new Condition.Dwell(surprised, 500, WRITTEN));
        Template learned = new Template(List.of(
                new Template.Part.Fixed("l: "),
                new Template.Part.Calculated(numbers.learned(type), Unit.ONE)));
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
                new Pace(conditions.duration(12), 0));
    }

    /** What may happen to a device: the last one only if it says so itself. */
    String event() {
        return conditions.event();
    }

    /** A value that the point may report. */
    Value value(Point point) {
        return conditions.value(point);
    }

    long duration(int most) {
        return conditions.duration(most);
    }

    Condition.Comparison comparison() {
        return conditions.comparison();
    }
}
