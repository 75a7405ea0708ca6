package io.signalbox.language;

import java.util.List;
import java.util.stream.Stream;

/** What conditions are made of. */
public final class Parts {
    private Parts() {}

    /** A condition and all that stand in it, also in the numbers that it compares. */
    public static Stream<Condition> all(Condition condition) {
        return Stream.concat(Stream.of(condition), inside(condition).stream().flatMap(Parts::all));
    }

    /** What is gathered of other devices for a number. */
    public static Stream<Operand.Gathered> gathered(Operand operand) {
        return switch (operand) {
            case Operand.Gathered gathered -> Stream.of(gathered);
            case Operand.Window window -> gathered(window.of());
            case Operand.Scaled scaled -> gathered(scaled.of());
            case Operand.Absolute absolute -> gathered(absolute.of());
            case Operand.Extreme e -> Stream.concat(gathered(e.left()), gathered(e.right()));
            case Operand.Arithmetic a -> Stream.concat(gathered(a.left()), gathered(a.right()));
            case Operand.Truth truth -> Stream.empty();
            case Operand.Constant constant -> Stream.empty();
            case Operand.Reported reported -> Stream.empty();
            case Operand.Learned learned -> Stream.empty();
            case Operand.Age age -> Stream.empty();
            case Operand.Distance distance -> Stream.empty();
        };
    }

    /**
     * True if a number rests on more than the last samples: whoever wants it has to see all of
     * them. What is gathered of other devices is kept up to date with these.
     */
    public static boolean looksBack(Operand operand) {
        return switch (operand) {
            case Operand.Window window -> true;
            case Operand.Learned learned -> true;
            case Operand.Truth truth -> true;
            case Operand.Scaled scaled -> looksBack(scaled.of());
            case Operand.Absolute absolute -> looksBack(absolute.of());
            case Operand.Arithmetic a -> looksBack(a.left()) || looksBack(a.right());
            case Operand.Extreme e -> looksBack(e.left()) || looksBack(e.right());
            case Operand.Gathered gathered -> false;
            case Operand.Age age -> false;
            case Operand.Constant constant -> false;
            case Operand.Reported reported -> false;
            case Operand.Distance distance -> false;
        };
    }

    private static List<Condition> inside(Condition condition) {
        return switch (condition) {
            case Condition.Compare c ->
                Stream.concat(inside(c.left()), inside(c.right())).toList();
            case Condition.Within w -> inside(w.of()).toList();
            case Condition.Dwell dwell -> List.of(dwell.of());
            case Condition.Sequence s -> List.of(s.first(), s.then());
            case Condition.Counted counted -> List.of(counted.of());
            case Condition.Not not -> List.of(not.of());
            case Condition.All all -> all.of();
            case Condition.Any any -> any.of();
            case Condition.Is is -> List.of();
            case Condition.Known known -> List.of();
            case Condition.Becomes becomes -> List.of();
            case Condition.Changes changes -> inside(changes.of()).toList();
            case Condition.Crosses crosses -> inside(crosses.of()).toList();
            case Condition.Emits emits -> List.of();
            case Condition.Silent silent -> List.of();
            case Condition.TimeIn time -> List.of();
            case Condition.Inside inside -> List.of();
            case Condition.Passes passes -> List.of();
        };
    }

    /** The conditions that stand in a number, without those that stand in them. */
    static Stream<Condition> inside(Operand operand) {
        return switch (operand) {
            case Operand.Truth truth -> Stream.of(truth.of());
            case Operand.Gathered gathered ->
                Stream.concat(inside(gathered.of()), gathered.where().stream());
            case Operand.Window window -> inside(window.of());
            case Operand.Scaled scaled -> inside(scaled.of());
            case Operand.Absolute absolute -> inside(absolute.of());
            case Operand.Extreme e -> Stream.concat(inside(e.left()), inside(e.right()));
            case Operand.Arithmetic a -> Stream.concat(inside(a.left()), inside(a.right()));
            case Operand.Constant constant -> Stream.empty();
            case Operand.Reported reported -> Stream.empty();
            case Operand.Learned learned -> Stream.empty();
            case Operand.Age age -> Stream.empty();
            case Operand.Distance distance -> Stream.empty();
        };
    }
}
