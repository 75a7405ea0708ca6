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
        conditions.explain(new Probe.OfTime(
                (row, moment) -> new Observation(
                        s.written().text(),
                        node.truth(row, moment),
                        (moment.now - Math.max(column.heard(row), table.created(row))) / 1000.0,
                        millis / 1000.0,
                        "s",
                        Probe.samples(read, row, moment.now)),
                true));
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
        conditions.explain(new Probe.OfTime(
                (row, moment) -> new Observation(
                        d.written().text(),
                        dwell.truth(row, moment),
                        dwell.heldMillis(row, moment.now) / 1000.0,
                        d.millis() / 1000.0,
                        "s",
                        List.of()),
                true));
        return dwell;
    }

    Node sequence(Condition.Sequence s) {
        return s.followed() ? followed(s) : notFollowed(s);
    }

    /** How long ago the first came belongs to what holds, and lasts as long as the second does. */
    private Node followed(Condition.Sequence s) {
        FollowedBy followed = new FollowedBy(
                s.first().written().text(),
                conditions.node(s.first()),
                conditions.node(s.then()),
                s.millis());
        conditions.memories().add(followed);
        conditions.fill(followed);
        conditions.explain(new Probe.OfTime(
                (row, moment) -> {
                    int truth = followed.truth(row, moment);
                    boolean holds = truth == Kleene.TRUE;
                    return new Observation(
                            s.written().text(),
                            truth,
                            holds ? followed.pendingMillis(row, moment.now) / 1000.0 : Double.NaN,
                            holds ? s.millis() / 1000.0 : Double.NaN,
                            "s",
                            List.of());
                },
                false));
        return followed;
    }

    private Node notFollowed(Condition.Sequence s) {
        NotFollowedBy waits = new NotFollowedBy(
                conditions.node(s.first()), conditions.inverse(s.then()), s.millis());
        conditions.memories().add(waits);
        conditions.explain(new Probe.OfTime(
                (row, moment) -> new Observation(
                        s.written().text(),
                        waits.truth(row, moment),
                        waits.pendingMillis(row, moment.now) / 1000.0,
                        s.millis() / 1000.0,
                        "s",
                        List.of()),
                true));
        return waits;
    }
}
