package io.signalbox.language;

import java.util.List;
import java.util.stream.Stream;

/** Which points a condition looks at. */
final class Points {
    private Points() {}

    static List<Point> of(Condition condition) {
        return stream(condition).distinct().toList();
    }

    static List<Point> of(Operand operand) {
        return stream(operand).distinct().toList();
    }

    private static Stream<Point> stream(Condition condition) {
        return switch (condition) {
            case Condition.Compare c -> Stream.concat(stream(c.left()), stream(c.right()));
            case Condition.Within w -> stream(w.of());
            case Condition.Is is -> Stream.of(is.point());
            case Condition.Known known -> Stream.of(known.point());
            case Condition.Becomes becomes -> Stream.of(becomes.point());
            case Condition.Changes changes -> Stream.of(changes.point());
            case Condition.Crosses crosses -> Stream.of(crosses.point());
            case Condition.Silent silent -> Stream.of(silent.point());
            case Condition.Dwell dwell -> stream(dwell.of());
            case Condition.Sequence s -> Stream.concat(stream(s.first()), stream(s.then()));
            case Condition.Not not -> stream(not.of());
            case Condition.All all -> all.of().stream().flatMap(Points::stream);
            case Condition.Any any -> any.of().stream().flatMap(Points::stream);
        };
    }

    private static Stream<Point> stream(Operand operand) {
        return switch (operand) {
            case Operand.Constant c -> Stream.empty();
            case Operand.Reported reported -> Stream.of(reported.point());
            case Operand.Window window -> Stream.of(window.point());
            case Operand.Scaled scaled -> stream(scaled.of());
            case Operand.Arithmetic a -> Stream.concat(stream(a.left()), stream(a.right()));
        };
    }
}
