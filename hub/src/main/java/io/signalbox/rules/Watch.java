package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;
import io.signalbox.language.PointKind;
import io.signalbox.language.Points;

import java.util.BitSet;

/**
 * Which samples the conditions of a rule have to see. A number that is only held against limits
 * changes no truth until it crosses one, and most samples cross none; so the columns are told the
 * limits and say of each sample whether it matters to anybody ({@link Column#take}). What reckons
 * with the number itself has to see each sample of it.
 *
 * <p>A sample that is not seen only puts off what time alone would have done: timers come too
 * early then, never too late.
 */
final class Watch {
    private final DeviceTable table;
    private final BitSet each = new BitSet();

    Watch(DeviceTable table) {
        this.table = table;
    }

    /** The points of which each sample has to be seen. */
    BitSet each() {
        return each;
    }

    void add(Condition condition) {
        switch (condition) {
            case Condition.Compare c -> compare(c.left(), c.right());
            case Condition.Within w -> {
                limit(w.of(), w.low());
                limit(w.of(), w.high());
            }
            case Condition.Is i -> value(i.point());
            case Condition.Known k -> {}
            case Condition.TimeIn t -> {}
            case Condition.Inside i -> value(i.point());
            case Condition.Passes p -> value(p.point());
            case Condition.Becomes b -> value(b.point());
            case Condition.Changes c -> changes(c.of());
            case Condition.Crosses c -> limit(c.of(), c.limit());
            case Condition.Emits e -> {}
            case Condition.Silent s -> table.column(s.point()).silence(s.millis());
            case Condition.Dwell d -> add(d.of());
            case Condition.Sequence s -> {
                add(s.first());
                add(s.then());
            }
            case Condition.Counted c -> {}
            case Condition.Not n -> add(n.of());
            case Condition.All a -> a.of().forEach(this::add);
            case Condition.Any a -> a.of().forEach(this::add);
        }
    }

    private void compare(Operand left, Operand right) {
        if (right instanceof Operand.Constant limit) {
            limit(left, limit.value());
        } else if (left instanceof Operand.Constant limit) {
            limit(right, limit.value());
        } else {
            reckoned(left);
            reckoned(right);
        }
    }

    private void limit(Operand of, double limit) {
        if (of instanceof Operand.Reported reported) {
            table.column(reported.point()).limit(limit);
        } else {
            reckoned(of);
        }
    }

    private void changes(Operand of) {
        if (of instanceof Operand.Reported reported) {
            value(reported.point());
        } else {
            reckoned(of);
        }
    }

    /** Values that are no numbers matter whenever they change. */
    private void value(Point point) {
        if (point.kind() instanceof PointKind.Quantity) {
            each.set(point.index());
        }
    }

    /** Each sample of what is reckoned with has to be seen. */
    void reckoned(Operand operand) {
        switch (operand) {
            case Operand.Constant c -> {}
            case Operand.Reported r -> each.set(r.point().index());
            case Operand.Age a -> each.set(a.point().index());
            case Operand.Learned l -> each.set(l.point().index());
            case Operand.Distance d -> Points.of(d).forEach(p -> each.set(p.index()));
            case Operand.Gathered g -> {}
            case Operand.Truth t -> add(t.of());
            case Operand.Window w -> reckoned(w.of());
            case Operand.Absolute a -> reckoned(a.of());
            case Operand.Extreme e -> {
                reckoned(e.left());
                reckoned(e.right());
            }
            case Operand.Scaled s -> reckoned(s.of());
            case Operand.Arithmetic a -> {
                reckoned(a.left());
                reckoned(a.right());
            }
        }
    }
}
