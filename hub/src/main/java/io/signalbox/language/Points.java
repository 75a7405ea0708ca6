package io.signalbox.language;

import java.util.List;
import java.util.stream.Stream;

/** Which points a condition looks at, each once. */
public final class Points {
    private static final Points ALL = new Points(true);
    private static final Points OWN = new Points(false);

    private final boolean around;

    private Points(boolean around) {
        this.around = around;
    }

    /** Those of its own device, and of others in its place. */
    public static List<Point> of(Condition condition) {
        return ALL.stream(condition).distinct().toList();
    }

    public static List<Point> of(Operand operand) {
        return ALL.stream(operand).distinct().toList();
    }

    /** Those of its own device alone. */
    public static List<Point> own(Operand operand) {
        return OWN.stream(operand).distinct().toList();
    }

    private Stream<Point> stream(Condition condition) {
        return switch (condition) {
            case Condition.Compare c -> Stream.concat(stream(c.left()), stream(c.right()));
            case Condition.Within w -> stream(w.of());
            case Condition.Is is -> Stream.of(is.point());
            case Condition.Known known -> Stream.of(known.point());
            case Condition.Becomes becomes -> Stream.of(becomes.point());
            case Condition.Changes changes -> stream(changes.of());
            case Condition.Crosses crosses -> stream(crosses.of());
            case Condition.Emits emits -> Stream.empty();
            case Condition.Silent silent -> Stream.of(silent.point());
            case Condition.Inside inside -> Stream.of(inside.point());
            case Condition.Passes passes -> Stream.of(passes.point());
            case Condition.TimeIn time -> Stream.empty();
            case Condition.Dwell dwell -> stream(dwell.of());
            case Condition.Sequence s -> Stream.concat(stream(s.first()), stream(s.then()));
            case Condition.Counted counted -> around ? stream(counted.of()) : Stream.empty();
            case Condition.Not not -> stream(not.of());
            case Condition.All all -> all.of().stream().flatMap(this::stream);
            case Condition.Any any -> any.of().stream().flatMap(this::stream);
        };
    }

    private Stream<Point> stream(Operand operand) {
        return switch (operand) {
            case Operand.Constant c -> Stream.empty();
            case Operand.Reported reported -> Stream.of(reported.point());
            case Operand.Age age -> Stream.of(age.point());
            case Operand.Learned learned -> Stream.of(learned.point());
            case Operand.Distance d -> Stream.concat(stream(d.from()), stream(d.to()));
            case Operand.Gathered gathered -> around ? gathered(gathered) : Stream.empty();
            case Operand.Truth truth -> stream(truth.of());
            case Operand.Absolute absolute -> stream(absolute.of());
            case Operand.Extreme e -> Stream.concat(stream(e.left()), stream(e.right()));
            case Operand.Window window -> stream(window.of());
            case Operand.Scaled scaled -> stream(scaled.of());
            case Operand.Arithmetic a -> Stream.concat(stream(a.left()), stream(a.right()));
        };
    }

    private Stream<Point> gathered(Operand.Gathered gathered) {
        return Stream.concat(
                stream(gathered.of()), gathered.where().stream().flatMap(this::stream));
    }

    private static Stream<Point> stream(Spot spot) {
        return switch (spot) {
            case Spot.Fixed fixed -> Stream.empty();
            case Spot.Told told -> Stream.of(told.point());
        };
    }
}
