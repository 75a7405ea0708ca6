package io.signalbox.rules;

import io.signalbox.language.Operand;
import io.signalbox.language.Operand.Function;
import io.signalbox.language.PointKind;
import io.signalbox.language.Unit;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is gathered of the devices in a place, ready to be evaluated and explained.
 *
 * @param lookout looks at the devices
 */
record Gathering(Operand.Gathered gathered, Lookout lookout, Aggregate aggregate, Members members) {
    /** Most devices that an explanation shows. */
    static final int SHOWN = 3;

    /** @param table the places of the rule, whose rows are those of the places themselves */
    static Gathering of(Operand.Gathered g, DeviceTable table, Neighbours neighbours) {
        if (table.type().place().isEmpty()) {
            throw new IllegalStateException("a checked rule gathers over its own place");
        }
        Members members = neighbours.members(g.place(), g.type());
        ConditionCompiler ofMember = new ConditionCompiler(members.devices(), neighbours);
        Watch watch = new Watch(members.devices());
        watch.reckoned(g.of());
        g.where().ifPresent(watch::add);
        Aggregate aggregate = new Aggregate(
                g,
                members,
                ofMember.number(g.of()),
                g.where().map(ofMember::node).orElse(null));
        return new Gathering(
                g, new Lookout(members, aggregate, ofMember, watch), aggregate, members);
    }

    /** What it comes to in a place, and those devices that matter most. */
    List<Observation.Sample> samples(int place, long now) {
        List<Observation.Sample> samples = new ArrayList<>();
        double whole = aggregate.at(place);
        String number = shown(whole);
        int count = aggregate.count(place);
        samples.add(new Observation.Sample(
                gathered.call(),
                value(whole),
                Double.isNaN(whole) || gathered.function() == Function.COUNT
                        ? number
                        : number + " of " + count,
                now));
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < members.count(place); i++) {
            int row = members.row(place, i);
            if (Double.isNaN(whole) ? aggregate.isUnknown(row) : aggregate.isIn(row)) {
                rows.add(row);
            }
        }
        rows.stream().sorted(order()).limit(SHOWN).forEach(row -> {
            double of = aggregate.isIn(row) ? aggregate.number(row) : Double.NaN;
            samples.add(new Observation.Sample(device(row), value(of), shown(of), now));
        });
        return samples;
    }

    /** The greatest first, or the least if the least is asked for; equal ones in their order. */
    private Comparator<Integer> order() {
        Comparator<Integer> ascending = Comparator.comparingDouble(aggregate::number);
        return gathered.function() == Function.MIN ? ascending : ascending.reversed();
    }

    private String device(int row) {
        int dot = gathered.name().indexOf('.');
        return members.devices().device(row) + (dot < 0 ? "" : gathered.name().substring(dot));
    }

    private static Optional<Value> value(double number) {
        return Double.isNaN(number) ? Optional.empty() : Optional.of(new Value.Numeric(number));
    }

    private String shown(double number) {
        return Double.isNaN(number)
                ? "unknown"
                : kind(gathered.unit()).show(new Value.Numeric(number));
    }

    private static PointKind kind(Unit unit) {
        return new PointKind.Quantity(unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
}
