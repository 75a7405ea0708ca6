package io.signalbox.language;

/** A number computed from constants and points of one device; unknown if a point of it is. */
public sealed interface Operand {
    /** A number, already in the unit in which it is used. */
    record Constant(double value) implements Operand {}

    /** The value of a point in its declared unit. */
    record Reported(Point point) implements Operand {}

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
