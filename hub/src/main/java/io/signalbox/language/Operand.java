package io.signalbox.language;

/** A number computed from constants and points of one device; unknown if a point of it is. */
public sealed interface Operand {
    /** A number, already in the unit in which it is used. */
    record Constant(double value) implements Operand {}

    /** The value of a point in its declared unit. */
    record Reported(Point point) implements Operand {}

    /**
     * What a point was like over the last {@code millis}, which move on in {@link #STEPS} steps;
     * unknown while the point was known for less than half of them.
     */
    record Window(Function function, Point point, long millis) implements Operand {
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
    }

    /** What {@link Window} tells of a point. */
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
        RATE
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
