package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.List;

/**
 * A statement about one device that is true, false or unknown.
 *
 * <p>Logic is Kleene's: unknown and false is false, unknown or true is true, not unknown is
 * unknown. A statement about a point is unknown while the point is.
 */
public sealed interface Condition {
    /** What the author wrote. */
    Written written();

    /** Compares two numbers that are in {@code unit}, both. */
    record Compare(Operand left, Comparison comparison, Operand right, Unit unit, Written written)
            implements Condition {}

    /** A number in {@code unit} lies between two others, both ends included. */
    record Within(Operand of, double low, double high, Unit unit, Written written)
            implements Condition {}

    /**
     * A point that is no number has a value.
     *
     * @param code {@link PointKind#code} of the value
     */
    record Is(Point point, Value value, double code, Written written) implements Condition {}

    /** The point has a value; true or false, never unknown. */
    record Known(Point point, Written written) implements Condition {}

    /**
     * The point was known to have another value and this sample gives it this one: true at that
     * instant alone, otherwise false.
     *
     * @param code {@link PointKind#code} of the value
     */
    record Becomes(Point point, Value value, double code, Written written) implements Condition {}

    /**
     * The point, or the calculation, was known to have another value before: true at that instant
     * alone.
     */
    record Changes(Operand of, Written written) implements Condition {}

    /**
     * Before this instant the number was known and not beyond the limit, and now it is: true at
     * that instant alone.
     *
     * @param rising beyond means above, else below
     * @param of a point or a calculation
     * @param limit in {@code unit}, as the number is
     */
    record Crosses(Operand of, boolean rising, double limit, Unit unit, Written written)
            implements Condition {}

    /** No sample of the point came for so long, counted from the creation of the device. */
    record Silent(Point point, long millis, Written written) implements Condition {}

    /**
     * The device says that this happened to it, or a rule says so of it: true at that instant alone,
     * otherwise false.
     *
     * @param type that of the device
     * @param event a name of the author's
     */
    record Emits(String type, String event, Written written) implements Condition {}

    /** The position lies in the area. */
    record Inside(Point point, Area area, Written written) implements Condition {}

    /**
     * Before this instant the position was known to be outside and now it is inside, or the other
     * way round: true at that instant alone.
     */
    record Passes(Point point, Area area, boolean entering, Written written) implements Condition {}

    /** The plant's time is in a schedule; true or false, never unknown. */
    record TimeIn(Schedule schedule, Written written) implements Condition {}

    /** {@code of} held on all of [now - millis, now]. */
    record Dwell(Condition of, long millis, Written written) implements Condition {}

    /**
     * One thing comes after another in time, or does not. {@code first} counts at the instant at
     * which it turns from false to true; {@code then} counts at later instants.
     *
     * <p>Followed: true as long as {@code then} is, if {@code first} came at most {@code millis}
     * before an instant of that. Not followed: true from {@code millis} after {@code first} until
     * {@code then} or {@code first} comes; of several that wait the earliest counts. Where {@code
     * then} is unknown, the waiting begins anew.
     */
    record Sequence(Condition first, boolean followed, Condition then, long millis, Written written)
            implements Condition {}

    /**
     * So many of the devices of a type that stand in a place fulfil something. The place is that
     * over which the rule is, or that of its device; without one it is unknown.
     *
     * @param least how many, of {@link Quantifier#AT_LEAST}
     * @param of a statement about one such device
     */
    record Counted(
            Quantifier quantifier,
            int least,
            DeviceType type,
            PlaceKind place,
            Condition of,
            Written written)
            implements Condition {}

    record Not(Condition of, Written written) implements Condition {}

    /** All of two or more. */
    record All(List<Condition> of, Written written) implements Condition {
        public All {
            of = List.copyOf(of);
        }
    }

    /** Any of two or more. */
    record Any(List<Condition> of, Written written) implements Condition {
        public Any {
            of = List.copyOf(of);
        }
    }

    /** How many devices. */
    enum Quantifier {
        /** One or more. */
        ANY,
        /** Every one; unknown of a place without any. */
        ALL,
        /** Not one. */
        NO,
        AT_LEAST
    }

    /** The six comparisons. */
    enum Comparison {
        GREATER(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<="),
        EQUAL("="),
        NOT_EQUAL("!=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        /** The same with its sides changed. */
        Comparison mirrored() {
            return switch (this) {
                case GREATER -> LESS;
                case AT_LEAST -> AT_MOST;
                case LESS -> GREATER;
                case AT_MOST -> AT_LEAST;
                case EQUAL, NOT_EQUAL -> this;
            };
        }

        /** Whether it holds between two numbers. */
        public boolean holds(double left, double right) {
            return switch (this) {
                case GREATER -> left > right;
                case AT_LEAST -> left >= right;
                case LESS -> left < right;
                case AT_MOST -> left <= right;
                case EQUAL -> left == right;
                case NOT_EQUAL -> left != right;
            };
        }
    }
}
