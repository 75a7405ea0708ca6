package io.signalbox.rules;

import static io.signalbox.rules.Members.NOWHERE;

import io.signalbox.language.Condition;

import java.util.List;

/**
 * What is said of the devices in a place, ready to be evaluated and explained.
 *
 * @param lookout looks at the devices
 * @param node what the rule makes of it, for its own device or place
 */
record Counting(Lookout lookout, Node node, Probe probe) {
    /** Where a device of the rule stands; a rule over places looks at the place itself. */
    private interface Standing {
        int place(int row);
    }

    /** @param table the devices or places of the rule */
    static Counting of(Condition.Counted c, DeviceTable table, Neighbours neighbours) {
        Members members = neighbours.members(c.place(), c.type());
        ConditionCompiler ofMember = new ConditionCompiler(members.devices(), neighbours);
        Quantifier quantifier = new Quantifier(c, ofMember.compile(c.of()).node(), members);
        Watch watch = new Watch(members.devices());
        watch.add(c.of());
        Standing standing = table.type().place().isPresent()
                ? row -> row
                : neighbours.members(c.place(), table.type())::place;
        MemberSamples samples = new MemberSamples(members, ofMember);
        return new Counting(
                new Lookout(members, quantifier, ofMember, watch),
                (row, moment) -> truth(quantifier, standing.place(row)),
                (row, moment) -> {
                    int place = standing.place(row);
                    boolean there = place != NOWHERE;
                    return new Observation(
                            c.written().text(),
                            truth(quantifier, place),
                            there ? quantifier.trues(place) : Double.NaN,
                            there ? quantifier.wanted(place) : Double.NaN,
                            "",
                            there ? samples.of(place, quantifier, moment.now) : List.of());
                });
    }

    private static int truth(Quantifier quantifier, int place) {
        return place == NOWHERE ? Kleene.UNKNOWN : quantifier.truth(place);
    }
}
