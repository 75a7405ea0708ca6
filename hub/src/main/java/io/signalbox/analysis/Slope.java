package io.signalbox.analysis;

import io.signalbox.language.Operand;
import io.signalbox.language.Point;

/** Whether a number grows with a point that it is computed from. */
final class Slope {
    private Slope() {}

    /** 1 if it grows, -1 if it falls while the point grows, 0 if neither can be said. */
    static int of(Operand number, Point point) {
        return switch (number) {
            case Operand.Reported reported -> reported.point().equals(point) ? 1 : 0;
            case Operand.Window window ->
                switch (window.function()) {
                    case AVG, MIN, MAX, P95, SUM, INTEGRAL, DELTA, RATE -> of(window.of(), point);
                    case COUNT, STDDEV -> 0;
                };
            case Operand.Gathered gathered ->
                switch (gathered.function()) {
                    case AVG, MIN, MAX, P95, SUM -> of(gathered.of(), point);
                    case COUNT, DELTA, RATE, STDDEV, INTEGRAL -> 0;
                };
            case Operand.Scaled scaled ->
                (int) Math.signum(scaled.factor()) * of(scaled.of(), point);
            case Operand.Arithmetic a -> of(a, point);
            case Operand.Extreme extreme ->
                same(of(extreme.left(), point), of(extreme.right(), point));
            case Operand.Constant constant -> 0;
            case Operand.Truth truth -> 0;
            case Operand.Learned learned -> 0;
            case Operand.Distance distance -> 0;
            case Operand.Age age -> 0;
            case Operand.Absolute absolute -> 0;
        };
    }

    private static int of(Operand.Arithmetic a, Point point) {
        int left = of(a.left(), point);
        int right = of(a.right(), point);
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
