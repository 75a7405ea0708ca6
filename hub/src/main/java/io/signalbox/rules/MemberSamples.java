package io.signalbox.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the devices in a place said that decided, for an explanation. */
final class MemberSamples {
    /** Most devices that an explanation shows. */
    static final int SHOWN = 5;

    private final Members members;
    private final List<Column> columns;
    private final List<Emitted> events;

    /** @param compiler what is said of the devices was compiled by it */
    MemberSamples(Members members, ConditionCompiler compiler) {
        this.members = members;
        this.events = compiler.events();
        this.columns = compiler.points().stream()
                .mapToObj(p -> members.devices().columns()[p])
                .toList();
    }

    /** Of the devices in the place the first ones that count. */
    List<Observation.Sample> of(int place, Quantifier quantifier, long now) {
        List<Observation.Sample> samples = new ArrayList<>();
        int shown = 0;
        for (int i = 0; i < members.count(place) && shown < SHOWN; i++) {
            int row = members.row(place, i);
            if (quantifier.isDecisive(row)) {
                samples.addAll(of(row, now));
                shown++;
            }
        }
        return samples;
    }

    private List<Observation.Sample> of(int row, long now) {
        String device = members.devices().device(row);
        return Stream.concat(
                        events.stream().flatMap(event -> event.samples(row).stream()),
                        Probe.samples(columns, row, now).stream())
                .map(s -> new Observation.Sample(
                        device + "." + s.point(), s.value(), s.shown(), s.atMillis()))
                .toList();
    }
}
