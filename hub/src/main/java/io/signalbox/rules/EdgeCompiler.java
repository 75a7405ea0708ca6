package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.Operand;
import io.signalbox.language.Point;

/**
 * Turns what holds for an instant only into closures. A point remembers its last change itself; a
 * calculation is compared with what it was when last looked at, so it is looked at with each sample.
 */
final class EdgeCompiler {
    private final ConditionCompiler conditions;

    EdgeCompiler(ConditionCompiler conditions) {
        this.conditions = conditions;
    }

    /** What has to be so beyond a change from one known value to another. */
    private interface Edge {
        boolean is(Column column, int row);
    }

    Node becomes(Condition.Becomes b) {
        double code = b.code();
        String word = Column.word(b.value());
        return edge(b, b.point(), (column, row) -> column.says(row, code, word));
    }

    Node changes(Condition.Changes c) {
        if (c.of() instanceof Operand.Reported reported) {
            return edge(c, reported.point(), (column, row) -> true);
        }
        Reckoning of = conditions.number(c.of());
        Shift shift = new Shift(of);
        conditions.memories().add(shift);
        return stated(c, c.of(), of, Double.NaN, "", shift);
    }

    Node crosses(Condition.Crosses c) {
        double limit = c.limit();
        boolean rising = c.rising();
        if (c.of() instanceof Operand.Reported reported) {
            return edge(c, reported.point(), (column, row) -> column.crossed(row, rising, limit));
        }
        Reckoning of = conditions.number(c.of());
        Node beyond = (row, moment) -> {
            double value = of.at(row, moment);
            return Double.isNaN(value)
                    ? Kleene.UNKNOWN
                    : Kleene.of(rising ? value > limit : value < limit);
        };
        Passage passage = new Passage(beyond, true);
        conditions.memories().add(passage);
        return stated(c, c.of(), of, limit, c.unit().symbol(), passage);
    }

    Node emits(Condition.Emits e) {
        Emitted emitted = new Emitted(e.event());
        conditions.memories().add(emitted);
        conditions.events().add(emitted);
        conditions.explain((row, moment) -> new Observation(
                e.written().text(),
                emitted.truth(row, moment),
                Double.NaN,
                Double.NaN,
                "",
                emitted.samples(row)));
        return emitted;
    }

    /** A statement on a calculation, which is explained by what that is made of. */
    private Node stated(
            Condition condition,
            Operand of,
            Reckoning number,
            double limit,
            String unit,
            Node node) {
        Grounds grounds = conditions.grounds(of);
        conditions.explain((row, moment) -> new Observation(
                condition.written().text(),
                node.truth(row, moment),
                number.at(row, moment),
                limit,
                unit,
                grounds.samples(row, moment.now)));
        return node;
    }

    /** True at the instant of such a change alone. */
    private Node edge(Condition condition, Point point, Edge edge) {
        Column column = conditions.column(point);
        return conditions.probed(condition, column, (row, moment) -> {
            boolean now = column.changedAt(row, moment.now)
                    && column.known(row, moment)
                    && edge.is(column, row);
            if (now) {
                moment.wake(moment.now + 1);
            }
            return Kleene.of(now);
        });
    }
}
