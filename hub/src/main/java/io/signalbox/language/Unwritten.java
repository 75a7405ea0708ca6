package io.signalbox.language;

import java.util.List;

/** Conditions without the places where they stand: what says the same is then equal. */
final class Unwritten {
    private static final Position NOWHERE = new Position("", 1, 1);

    private Unwritten() {}

    private static Written words(Written written) {
        return new Written(written.text(), NOWHERE);
    }

    static Condition of(Condition condition) {
        Written w = words(condition.written());
        return switch (condition) {
            case Condition.Compare c ->
                new Condition.Compare(of(c.left()), c.comparison(), of(c.right()), c.unit(), w);
            case Condition.Within c ->
                new Condition.Within(of(c.of()), c.low(), c.high(), c.unit(), w);
            case Condition.Is c -> new Condition.Is(c.point(), c.value(), c.code(), w);
            case Condition.Known c -> new Condition.Known(c.point(), w);
            case Condition.Becomes c -> new Condition.Becomes(c.point(), c.value(), c.code(), w);
            case Condition.Changes c -> new Condition.Changes(of(c.of()), w);
            case Condition.Crosses c ->
                new Condition.Crosses(of(c.of()), c.rising(), c.limit(), c.unit(), w);
            case Condition.Emits c -> new Condition.Emits(c.type(), c.event(), w);
            case Condition.Silent c -> new Condition.Silent(c.point(), c.millis(), w);
            case Condition.Inside c -> new Condition.Inside(c.point(), c.area(), w);
            case Condition.Passes c -> new Condition.Passes(c.point(), c.area(), c.entering(), w);
            case Condition.TimeIn c -> new Condition.TimeIn(c.schedule(), w);
            case Condition.Dwell c -> new Condition.Dwell(of(c.of()), c.millis(), w);
            case Condition.Sequence c ->
                new Condition.Sequence(of(c.first()), c.followed(), of(c.then()), c.millis(), w);
            case Condition.Counted c ->
                new Condition.Counted(
                        c.quantifier(), c.least(), c.type(), c.place(), of(c.of()), w);
            case Condition.Not c -> new Condition.Not(of(c.of()), w);
            case Condition.All c -> new Condition.All(each(c.of()), w);
            case Condition.Any c -> new Condition.Any(each(c.of()), w);
        };
    }

    private static List<Condition> each(List<Condition> all) {
        return all.stream().map(Unwritten::of).toList();
    }

    /** Of numbers those parts that are conditions. */
    static Operand of(Operand operand) {
        return switch (operand) {
            case Operand.Truth truth -> new Operand.Truth(of(truth.of()));
            case Operand.Gathered g -> of(g);
            case Operand.Window w -> new Operand.Window(w.function(), of(w.of()), w.millis());
            case Operand.Absolute a -> new Operand.Absolute(of(a.of()));
            case Operand.Scaled s -> new Operand.Scaled(of(s.of()), s.factor(), s.offset());
            case Operand.Extreme e -> new Operand.Extreme(e.greater(), of(e.left()), of(e.right()));
            case Operand.Arithmetic a ->
                new Operand.Arithmetic(a.operation(), of(a.left()), of(a.right()));
            case Operand.Constant constant -> constant;
            case Operand.Reported reported -> reported;
            case Operand.Age age -> age;
            case Operand.Learned learned -> learned;
            case Operand.Distance distance -> distance;
        };
    }

    static Operand.Gathered of(Operand.Gathered g) {
        return new Operand.Gathered(
                g.function(),
                g.name(),
                g.type(),
                g.place(),
                of(g.of()),
                g.where().map(Unwritten::of),
                g.unit());
    }
}
