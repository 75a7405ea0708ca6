package io.signalbox.language;

import io.signalbox.algorithm.Algorithm;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A number computed from constants and points of one device, or of those in its place; unknown if a
 * point of it is.
 */
public sealed interface Operand {
    /** A number, already in the unit in which it is used. */
    record Constant(double value) implements Operand {}

    /** The value of a point in its declared unit. */
    record Reported(Point point) implements Operand {}

    /** Seconds since the device saw what the newest sample of the point says; grows by itself. */
    record Age(Point point) implements Operand {}

    /** 1 while the condition is true, 0 while it is false. */
    record Truth(Condition of) implements Operand {}

    /** Metres between two places; unknown if one of them is. */
    record Distance(Spot from, Spot to) implements Operand {}

    /** A number without its sign. */
    record Absolute(Operand of) implements Operand {}

    /** The greater of two numbers in one unit, or the lesser one; unknown if one of them is. */
    record Extreme(boolean greater, Operand left, Operand right) implements Operand {}

    /**
     * What a point, or a calculation with points, was like over the last {@code millis}, which move
     * on in {@link #STEPS} steps; unknown while it was known for less than half of them.
     *
     * @param of a {@link Reported} point for what counts samples; contains no window and no age
     *     but in a {@link Truth}
     */
    record Window(Function function, Operand of, long millis) implements Operand {
        /** Steps of a window. */
        public static final int STEPS = 60;

        /** The step in which an instant lies. */
        public long step(long instant) {
            return Math.floorDiv((instant + 1) * STEPS - 1, millis);
        }

        /** The first instant of a step; the window then spans the {@link #STEPS} before it. */
        public long start(long step) {
            return Math.floorDiv(step * millis, STEPS);
        }

        /** The call as text, such as {@code avg(level, 15 min)}; a calculation as three dots. */
        public String call() {
            return function.name().toLowerCase(Locale.ROOT) + "("
                    + (of instanceof Reported reported ? reported.point().name() : "…") + ", "
                    + Scope.duration(millis) + ")";
        }

        /** How long it is, as text. */
        public String ago() {
            return Scope.duration(millis);
        }

        /** How much of it is known, such as "4.2 of 15 min". */
        public String share(long knownMillis) {
            String whole = Scope.duration(millis);
            String unit = whole.substring(whole.indexOf(' ') + 1);
            long unitMillis = switch (unit) {
                case "d" -> 86_400_000;
                case "h" -> 3_600_000;
                case "min" -> 60_000;
                case "s" -> 1000;
                default -> 1;
            };
            long tenths = knownMillis * 10 / unitMillis;
            boolean small = tenths < 10 && knownMillis >= 1000;
            return small
                    ? knownMillis / 1000 + " s of " + whole
                    : tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " of " + whole;
        }

        /** Instants at which {@link Function#P95} looks, {@link #LOOKS} in a step. */
        public static final int LOOKS = 4;

        /** The instant of a look; the first one of a step is the instant at which it starts. */
        public long look(long number) {
            return Math.floorDiv(number * millis, STEPS * LOOKS);
        }
    }

    /**
     * What an algorithm says of a point, in the unit of {@link Algorithm#unit}; unknown while the
     * point is, and until enough of its samples were seen.
     *
     * @param millis how far ahead it looks; 0 for an algorithm that does not
     */
    record Learned(Algorithm algorithm, Point point, long millis) implements Operand {
        /** The call as text, for a point that is named so. */
        String call(String name) {
            return algorithm.function() + "(" + name
                    + (millis == 0 ? "" : ", " + Scope.duration(millis)) + ")";
        }

        /** The call as text, such as {@code forecast(level, 2 h)}. */
        public String call() {
            return call(point.name());
        }
    }

    /**
     * What a number of all devices of a type that stand in a place comes to: their sum, their mean,
     * how many they are. Unknown while it is unknown of one of them; and of a place without any,
     * unless they are counted.
     *
     * @param function one of those that {@link #isOfMany}
     * @param name what is gathered, such as "Meter.power"; the type alone if devices are counted
     * @param of the number of one such device
     * @param where what those fulfil that take part; unknown of one makes the whole unknown
     * @param unit of the result
     */
    record Gathered(
            Function function,
            String name,
            DeviceType type,
            PlaceKind place,
            Operand of,
            Optional<Condition> where,
            Unit unit)
            implements Operand {
        /** True for what can be said of the devices in a place. */
        public static boolean isOfMany(Function function) {
            return switch (function) {
                case AVG, MIN, MAX, SUM, COUNT, P95 -> true;
                case DELTA, RATE, STDDEV, INTEGRAL -> false;
            };
        }

        public Gathered {
            if (!isOfMany(function)) {
                throw new IllegalArgumentException(function + " is not said of several devices");
            }
        }

        /** The call as text, such as {@code sum(Meter.power in Site)}. */
        public String call() {
            return function.name().toLowerCase(Locale.ROOT) + "(" + name + " in " + place.name()
                    + where.map(fulfilled -> " has (" + fulfilled.written().text() + ")")
                            .orElse("")
                    + ")";
        }

        /** As {@link #equals} has it, without a look at all points of the type. */
        @Override
        public int hashCode() {
            return Objects.hash(function, name, place.name(), of);
        }
    }

    /** What {@link Window} tells of a point, and {@link Gathered} of several devices. */
    enum Function {
        /** Mean value, weighted by time. */
        AVG,
        /** Least value that was held. */
        MIN,
        /** Greatest value that was held. */
        MAX,
        /** Sum of the samples that came. */
        SUM,
        /** Number of samples that came. */
        COUNT,
        /** Last value less the first; unknown if one of the two is. */
        DELTA,
        /** The same for each second. */
        RATE,
        /** The least value that is not exceeded at 95 % of {@link Window#look equally spaced instants}. */
        P95,
        /** Standard deviation of the values, weighted by time. */
        STDDEV,
        /** Sum of the values times the seconds for which each was held. */
        INTEGRAL
    }

    /** {@code of * factor + offset}: a change of unit, or of sign. */
    record Scaled(Operand of, double factor, double offset) implements Operand {}

    /** Two numbers in fitting units. Division by zero makes the result unknown. */
    record Arithmetic(Operation operation, Operand left, Operand right) implements Operand {}

    /** What {@link Arithmetic} does. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE;

        /** The result; not a finite number after a division by zero or an overflow. */
        public double apply(double left, double right) {
            return switch (this) {
                case ADD -> left + right;
                case SUBTRACT -> left - right;
                case MULTIPLY -> left * right;
                case DIVIDE -> left / right;
            };
        }
    }
}
