package io.signalbox.language;

import io.signalbox.message.Value;

import java.util.List;

/** What the values of a point are. */
public sealed interface PointKind {
    /**
     * Numbers in a unit.
     *
     * @param min least value that can be true, negative infinity if not declared
     * @param max greatest value that can be true, positive infinity if not declared
     * @param deadband smaller changes are not kept; 0 if all are
     * @param whole true for whole numbers of 64 bits, which are kept exactly
     */
    record Quantity(Unit unit, double min, double max, double deadband, boolean whole)
            implements PointKind {
        public Quantity(Unit unit, double min, double max) {
            this(unit, min, max, 0, false);
        }

        private boolean contains(Value value) {
            return switch (value) {
                case Value.Numeric number ->
                    number.value() >= min
                            && number.value() <= max
                            && (!whole || isWhole(number.value()));
                case Value.Whole number ->
                    whole && (number.value() > 0 ? isBelow(number) : isAbove(number));
                case Value.Text text -> false;
                case Value.Bool bool -> false;
                case Value.Position place -> false;
            };
        }

        private static boolean isWhole(double number) {
            return number == Math.rint(number) && Math.abs(number) < 0x1p63;
        }

        private boolean isBelow(Value.Whole number) {
            return max > Value.MAX_EXACT && number.value() <= max;
        }

        private boolean isAbove(Value.Whole number) {
            return min < -Value.MAX_EXACT && number.value() >= min;
        }
    }

    /** One word of a list; its code is its place in the list. */
    record Enumeration(List<String> values) implements PointKind {
        public Enumeration {
            values = List.copyOf(values);
        }
    }

    /** Yes or no; the codes are 1 and 0. */
    record Truth() implements PointKind {}

    /** Any words; they have no code. */
    record Words() implements PointKind {}

    /** A place on the earth; it has no code. */
    record Place() implements PointKind {}

    /**
     * The value as a number: itself (beyond 2^53 the nearest double), its place in the enumeration, or 1 and 0 for yes and no. NaN
     * if it is not a value of this kind, and for {@link Words} always.
     */
    default double code(Value value) {
        return switch (this) {
            case Quantity q ->
                switch (value) {
                    case Value.Numeric number -> number.value();
                    case Value.Whole number -> (double) number.value();
                    case Value.Text text -> Double.NaN;
                    case Value.Bool bool -> Double.NaN;
                    case Value.Position place -> Double.NaN;
                };
            case Enumeration e -> {
                int place = value instanceof Value.Text t ? e.values.indexOf(t.value()) : -1;
                yield place < 0 ? Double.NaN : place;
            }
            case Truth t -> value instanceof Value.Bool b ? b.value() ? 1 : 0 : Double.NaN;
            case Words w -> Double.NaN;
            case Place p -> Double.NaN;
        };
    }

    /** True for a value that a point of this kind can have. */
    default boolean allows(Value value) {
        return switch (this) {
            case Quantity quantity -> quantity.contains(value);
            case Enumeration words ->
                value instanceof Value.Text word && words.values.contains(word.value());
            case Truth truth -> value instanceof Value.Bool;
            case Words words -> value instanceof Value.Text;
            case Place place -> value instanceof Value.Position;
        };
    }

    /** What {@link #allows} wants, for a sentence. */
    default String expectation() {
        return switch (this) {
            case Quantity q -> {
                String unit = q.unit.symbol().equals("1") ? "" : " in " + q.unit.symbol();
                String least = q.min == Double.NEGATIVE_INFINITY
                        ? ""
                        : " from " + new Value.Numeric(q.min);
                String most = q.max == Double.POSITIVE_INFINITY
                        ? ""
                        : " up to " + new Value.Numeric(q.max);
                yield (q.whole ? "a whole number" : "a number") + unit + least + most;
            }
            case Enumeration e -> "one of " + String.join(", ", e.values);
            case Truth t -> "true or false";
            case Words w -> "a text";
            case Place p -> "a position such as {\"lat\":52.5,\"lon\":13.4}";
        };
    }

    /** How {@code value} of a point of this kind is shown: a number with its unit. */
    default String show(Value value) {
        return this instanceof Quantity q && !q.unit.symbol().equals("1")
                ? value + " " + q.unit.symbol()
                : value.toString();
    }
}
