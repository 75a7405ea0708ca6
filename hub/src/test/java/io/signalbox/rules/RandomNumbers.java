package io.signalbox.rules;

import io.signalbox.algorithm.Algorithm;
import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.PlaceKind;
import io.signalbox.language.Point;
import io.signalbox.language.Unit;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Makes numbers by chance, with the conditions that stand in them. */
final class RandomNumbers {
    private final Random random;
    private final RandomConditions conditions;

    RandomNumbers(Random random, RandomConditions conditions) {
        this.random = random;
        this.conditions = conditions;
    }

    /** What a text shows, or an actuator is set to. */
    Operand worth(DeviceType type) {
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
    Operand over(Operand gathered) {
        List<Operand.Function> all = Stream.of(Operand.Function.values())
                .filter(f -> f != Operand.Function.SUM && f != Operand.Function.COUNT)
                .toList();
        return new Operand.Window(
                all.get(random.nextInt(all.size())),
                gathered,
                (1 + random.nextInt(2)) * 60L * Oracle.GRID);
    }

    /** What the devices in a place come to. */
    Operand.Gathered gathered(DeviceType type) {
        PlaceKind kind = type.place().orElseThrow();
        DeviceType member = kind.equals(PlaceTypes.HALL) && random.nextInt(4) == 0
                ? PlaceTypes.hall(conditions.things())
                : conditions.things();
        List<Operand.Function> all = Stream.of(Operand.Function.values())
                .filter(Operand.Gathered::isOfMany)
                .toList();
        Operand.Function function = all.get(random.nextInt(all.size()));
        Optional<Condition> where = random.nextInt(3) == 0
                ? Optional.of(conditions.alone(() -> conditions.ofMember(member)))
                : Optional.empty();
        Operand of = random.nextInt(4) == 0
                ? conditions.alone(() -> calculation(member))
                : new Operand.Reported(member.points().get(random.nextInt(2)));
        return new Operand.Gathered(
                function,
                member.name() + ".n",
                member,
                kind,
                function == Operand.Function.COUNT ? new Operand.Constant(1) : of,
                where,
                Unit.ONE);
    }

    Operand operand(DeviceType type, int depth) {
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

    Operand window(DeviceType type) {
        long millis = (1 + random.nextInt(2)) * 60L * Oracle.GRID;
        if (random.nextInt(4) == 0) {
            Operand truth =
                    conditions.alone(() -> new Operand.Truth(conditions.condition(type, 1)));
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

    Operand calculation(DeviceType type) {
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
    Operand learned(DeviceType type) {
        Point point = type.points().get(random.nextInt(2));
        Operand.Learned learned = random.nextInt(4) == 0
                ? new Operand.Learned(Algorithm.FORECAST, point, 900_000)
                : new Operand.Learned(Algorithm.ANOMALY, point, 0);
        return new Operand.Scaled(learned, 4, 0);
    }
}
