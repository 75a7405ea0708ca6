package io.signalbox.analysis;

import io.signalbox.language.Operand;
import io.signalbox.language.Point;

/** Whether numbers grow with a point of a type. */
record Slope(String type, Point point) {
    /**
     * 1 if the number grows, -1 if it falls while the point grows, 0 if neither can be said.
     *
     * @param of the type whose points the number is computed from, but for those of others in a place
     */
    int of(Operand number, String of) {
        return switch (number) {
            case Operand.Reported reported ->
                of.equals(type) && reported.point().equals(point) ? 1 : 0;
            case Operand.Window window ->
                switch (window.function()) {
                    case AVG, MIN, MAX, P95, SUM, INTEGRAL, DELTA, RATE -> of(window.of(), of);
                    case COUNT, STDDEV -> 0;
                };
            case Operand.Gathered gathered ->
                switch (gathered.function()) {
                    case AVG, MIN, MAX, P95, SUM ->
                        of(gathered.of(), gathered.type().name());
                    case COUNT, DELTA, RATE, STDDEV, INTEGRAL -> 0;
                };
            case Operand.Scaled scaled -> (int) Math.signum(scaled.factor()) * of(scaled.of(), of);
            case Operand.Arithmetic a -> of(a, of);
            case Operand.Extreme extreme -> same(of(extreme.left(), of), of(extreme.right(), of));
            case Operand.Constant constant -> 0;
            case Operand.Truth truth -> 0;
            case Operand.Learned learned -> 0;
            case Operand.Distance distance -> 0;
            case Operand.Age age -> 0;
            case Operand.Absolute absolute -> 0;
        };
    }

    private int of(Operand.Arithmetic a, String of) {
        int left = of(a.left(), of);
        int right = of(a.right(), of);
        return switch (a.operation()) {
            case ADD -> same(left, right);
            case SUBTRACT -> same(left, -right);
            case MULTIPLY -> times(left, right, a.left(), a.right());
            case DIVIDE ->
                a.right() instanceof Operand.Constant constant
                        ? left * (int) Math.signum(constant.value())
                        : 0;
        };
    }

    private static int times(int left, int right, Operand a, Operand b) {
        if (b instanceof Operand.Constant constant) {
            return left * (int) Math.signum(constant.value());
        }
        return a instanceof Operand.Constant constant
                ? right * (int) Math.signum(constant.value())
                : 0;
    }

    private static int same(int a, int b) {
        return a == 0 || b == 0 ? a + b : a == b ? a : 0;
    }
}
