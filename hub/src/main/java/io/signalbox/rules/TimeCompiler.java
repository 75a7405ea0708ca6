package io.signalbox.rules;

import io.signalbox.language.Condition;

import java.util.List;
import java.util.Optional;

/** Turns conditions about how long something has been, and when, into closures. */
final class TimeCompiler {
    private final ConditionCompiler conditions;
    private final DeviceTable table;

    TimeCompiler(ConditionCompiler conditions, DeviceTable table) {
        this.conditions = conditions;
        this.table = table;
    }

    /**
     * Silence counts from the last sample or the device's creation; it is unknown as long as the
     * hub itself could not hear the device for a part of it.
     */
    Node silent(Condition.Silent s) {
        Column column = conditions.column(s.point());
        long millis = s.millis();
        conditions.lookBack(millis);
        Node node = (row, moment) -> {
            long since = Math.max(column.heard(row), table.created(row));
            long due = since + millis;
            if (moment.now < due) {
                moment.wake(due);
                return Kleene.FALSE;
            }
            long sure = moment.hearingSince + millis;
            if (moment.now < sure) {
                moment.wake(sure);
                return Kleene.UNKNOWN;
            }
            return Kleene.TRUE;
        };
        List<Column> read = List.of(column);
        conditions.explain((row, moment) -> new Observation(
                s.written().text(),
                node.truth(row, moment),
                (moment.now - Math.max(column.heard(row), table.created(row))) / 1000.0,
                millis / 1000.0,
                "s",
                Probe.samples(read, row, moment.now)));
        return node;
    }

    Node timeIn(Condition.TimeIn t) {
        Clocked clocked = new Clocked(t.schedule());
        conditions.explain((row, moment) -> new Observation(
                t.written().text(),
                clocked.truth(row, moment),
                Double.NaN,
                Double.NaN,
                "",
                List.of(new Observation.Sample(
                        "time", Optional.empty(), clocked.shown(moment.now), moment.now))));
        return clocked;
    }

    Node dwell(Condition.Dwell d) {
        Dwell dwell = new Dwell(conditions.node(d.of()), d.millis());
        conditions.remember(dwell, Meaning.of(d));
        conditions.explain((row, moment) -> new Observation(
                d.written().text(),
                dwell.truth(row, moment),
                dwell.heldMillis(row, moment.now) / 1000.0,
                d.millis() / 1000.0,
                "s",
                List.of()));
        return dwell;
    }

    Node sequence(Condition.Sequence s) {
        Node first = conditions.node(s.first());
        Node then = s.followed() ? conditions.node(s.then()) : conditions.inverse(s.then());
        Sequence sequence = s.followed()
                ? new FollowedBy(first, then, s.millis())
                : new NotFollowedBy(first, then, s.millis());
        conditions.memories().add(sequence);
        conditions.explain((row, moment) -> new Observation(
                s.written().text(),
                sequence.truth(row, moment),
                sequence.pendingMillis(row, moment.now) / 1000.0,
                s.millis() / 1000.0,
                "s",
                List.of()));
        return sequence;
    }
}
