package io.signalbox.rules;

import io.signalbox.language.Area;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Parts;
import io.signalbox.language.PlaceKind;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Schedule;
import io.signalbox.language.Spot;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Makes conditions by chance, and numbers with {@link RandomNumbers}. */
final class RandomConditions {
    private static final List<String> EVENTS = List.of("seen", "done", "lost");

    private final Random random;
    private final RandomNumbers numbers;

    /** Whether conditions may wait for events: rules that settle may not. */
    private final boolean hearing;

    /** What stands in rooms and halls. */
    private DeviceType things = PlaceTypes.place("Room");

    /** Whether conditions may speak of other devices. */
    private boolean around = true;

    RandomConditions(Random random, boolean hearing) {
        this.random = random;
        this.hearing = hearing;
        this.numbers = new RandomNumbers(random, this);
    }

    RandomNumbers numbers() {
        return numbers;
    }

    DeviceType things() {
        return things;
    }

    /** What stands in places from now on. */
    void speakOf(DeviceType thing) {
        things = thing;
    }

    /** Makes something that speaks of no other devices. */
    <T> T alone(Supplier<T> made) {
        boolean before = around;
        around = false;
        T alone = made.get();
        around = before;
        return alone;
    }

    /** What may happen to a device: the last one only if it says so itself. */
    String event() {
        return EVENTS.get(random.nextInt(EVENTS.size()));
    }

    String emitted() {
        return EVENTS.get(random.nextInt(EVENTS.size() - 1));
    }

    /** Of what rules say in one instant of several devices, the first is the engine's own business. */
    static boolean canBeTold(Condition.Counted asked) {
        return Parts.all(asked.of())
                .noneMatch(part -> part instanceof Condition.Emits emits
                        && !emits.event().equals(EVENTS.getLast()));
    }

    /** Of the devices beside one, or in a place. */
    private Condition counted(DeviceType type) {
        PlaceKind kind = type.place().orElse(PlaceTypes.ROOM);
        DeviceType member = kind.equals(PlaceTypes.HALL) && random.nextInt(3) == 0
                ? PlaceTypes.hall(things)
                : things;
        Condition.Quantifier[] all = Condition.Quantifier.values();
        Condition of = alone(() -> ofMember(member));
        return new Condition.Counted(
                all[random.nextInt(all.length)],
                1 + random.nextInt(2),
                member,
                kind,
                of,
                RandomRules.WRITTEN);
    }

    /** What is asked of each device in a place. */
    Condition ofMember(DeviceType member) {
        if (!hearing || random.nextInt(3) > 0) {
            return condition(member, 1);
        }
        Condition emits = new Condition.Emits(member.name(), event(), RandomRules.WRITTEN);
        return random.nextBoolean()
                ? emits
                : new Condition.Any(List.of(condition(member, 0), emits), RandomRules.WRITTEN);
    }

    /** A condition about sums over the place. */
    private Condition sums(DeviceType type) {
        Operand left = numbers.gathered(type);
        Operand right = new Operand.Constant(random.nextInt(7) - 2);
        switch (random.nextInt(4)) {
            case 0 ->
                // means and deviations are no whole numbers, and rounding must not decide
                left = new Operand.Scaled(numbers.over(left), 0.5, random.nextDouble());
            case 1 ->
                right = type.points().isEmpty()
                        ? numbers.gathered(type)
                        : new Operand.Reported(type.points().get(random.nextInt(2)));
            default -> {}
        }
        return random.nextInt(4) == 0
                ? new Condition.Within(left, -1, 2, Unit.ONE, RandomRules.WRITTEN)
                : new Condition.Compare(left, comparison(), right, Unit.ONE, RandomRules.WRITTEN);
    }

    Condition condition(DeviceType type, int depth) {
        int kind = random.nextInt(depth == 0 ? 8 : 16);
        boolean bare = type.points().isEmpty();
        if (around && kind < 8 && (bare || random.nextInt(4) == 0)) {
            return type.place().isPresent() && random.nextBoolean() ? sums(type) : counted(type);
        }
        if (kind == 5 && type.place().isPresent()) {
            kind = 6;
        }
        if (around && hearing && type.place().isEmpty() && random.nextInt(6) == 0) {
            return new Condition.Emits(type.name(), event(), RandomRules.WRITTEN);
        }
        boolean apart = type.place().isEmpty() && random.nextInt(12) == 0;
        return switch (apart ? 20 + random.nextInt(4) : kind) {
            case 20 -> age(type);
            case 23 -> place(type.points().get(RandomRules.PLACE));
            case 22 -> new Condition.TimeIn(schedule(), RandomRules.WRITTEN);
            case 21 ->
                new Condition.Compare(
                        numbers.window(type),
                        comparison(),
                        new Operand.Constant(random.nextInt(13) * 0.5 - 3),
                        Unit.ONE,
                        RandomRules.WRITTEN);
            case 0 ->
                new Condition.Compare(
                        numbers.operand(type, 1),
                        comparison(),
                        numbers.operand(type, 1),
                        Unit.ONE,
                        RandomRules.WRITTEN);
            case 1 ->
                new Condition.Within(
                        numbers.operand(type, 1), -1, 1, Unit.ONE, RandomRules.WRITTEN);
            case 2 -> {
                Point point = type.points().get(2 + random.nextInt(3));
                Value value = value(point);
                yield new Condition.Is(point, value, point.kind().code(value), RandomRules.WRITTEN);
            }
            case 3 -> new Condition.Known(anyPoint(type), RandomRules.WRITTEN);
            case 4 -> {
                Point point = type.points().get(2 + random.nextInt(3));
                Value value = value(point);
                yield new Condition.Becomes(
                        point, value, point.kind().code(value), RandomRules.WRITTEN);
            }
            case 5 -> new Condition.Silent(anyPoint(type), duration(16), RandomRules.WRITTEN);
            case 6 -> new Condition.Changes(turning(type, anyPoint(type)), RandomRules.WRITTEN);
            case 7 ->
                new Condition.Crosses(
                        turning(type, type.points().get(random.nextInt(2))),
                        random.nextBoolean(),
                        random.nextInt(5) - 2,
                        Unit.ONE,
                        RandomRules.WRITTEN);
            case 8, 9, 10 ->
                new Condition.Dwell(condition(type, depth - 1), duration(10), RandomRules.WRITTEN);
            case 14, 15 ->
                new Condition.Sequence(
                        condition(type, depth - 1),
                        kind == 14,
                        condition(type, depth - 1),
                        duration(10),
                        RandomRules.WRITTEN);
            case 11 -> new Condition.Not(condition(type, depth - 1), RandomRules.WRITTEN);
            case 12 ->
                new Condition.All(
                        List.of(condition(type, depth - 1), condition(type, depth - 1)),
                        RandomRules.WRITTEN);
            default ->
                new Condition.Any(
                        List.of(condition(type, depth - 1), condition(type, depth - 1)),
                        RandomRules.WRITTEN);
        };
    }

    /** What has edges: a point, or a calculation as a signal is one. */
    private Operand turning(DeviceType type, Point point) {
        return random.nextBoolean()
                ? new Operand.Reported(point)
                : random.nextBoolean() || type.place().isPresent()
                        ? numbers.calculation(type)
                        : new Operand.Scaled(numbers.calculation(type), 0.5, 1);
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
            case 0 -> new Condition.Inside(point, area, RandomRules.WRITTEN);
            case 1 ->
                new Condition.Compare(
                        new Operand.Distance(new Spot.Told(point), new Spot.Fixed(1.2, 0.9)),
                        comparison(),
                        new Operand.Constant(50_000 + random.nextInt(5) * 20_000),
                        Unit.ONE,
                        RandomRules.WRITTEN);
            default -> new Condition.Passes(point, area, random.nextBoolean(), RandomRules.WRITTEN);
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
            case 0 -> new Condition.Within(age, limit, limit + 1, Unit.ONE, RandomRules.WRITTEN);
            case 1 ->
                new Condition.Compare(
                        age,
                        comparison(),
                        new Operand.Constant(limit),
                        Unit.ONE,
                        RandomRules.WRITTEN);
            default ->
                new Condition.Compare(
                        new Operand.Constant(limit),
                        comparison(),
                        age,
                        Unit.ONE,
                        RandomRules.WRITTEN);
        };
    }

    long duration(int most) {
        return (1 + random.nextInt(most)) * Oracle.GRID;
    }

    Condition.Comparison comparison() {
        Condition.Comparison[] all = Condition.Comparison.values();
        return all[random.nextInt(all.length)];
    }

    Point anyPoint(DeviceType type) {
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
