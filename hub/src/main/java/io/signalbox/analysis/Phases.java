package io.signalbox.analysis;

import io.signalbox.language.Regions;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;
import io.signalbox.language.Truth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the values of a device can be while a rule becomes active, stays so, and ends: a rule with
 * {@code clear when} stays active where it would not have become so.
 *
 * @param start at the instant in which it becomes active
 * @param stay while it is active
 * @param end at the instant in which it clears
 */
record Phases(List<Case> start, List<Case> stay, List<Case> end) {
    /** The phases of the rules of a program, each worked out once. */
    static final class Table {
        private final Regions regions = Regions.thorough();
        private final Map<String, Phases> known = new HashMap<>();

        Regions regions() {
            return regions;
        }

        Phases of(Rule rule) {
            return known.computeIfAbsent(rule.name(), name -> phases(rule));
        }

        /** The same of the devices that a rule sets, which it may be about as those of a place. */
        Phases ofDevices(Actuator.Use use) {
            Phases own = of(use.rule());
            return use.everywhere()
                    .map(type -> new Phases(
                            Everyone.of(regions, own.start, type),
                            Everyone.of(regions, own.stay, type),
                            Everyone.of(regions, own.end, type)))
                    .orElse(own);
        }

        private Phases phases(Rule rule) {
            List<Case> start = regions.cases(rule.when(), Truth.TRUE);
            return rule.clear()
                    .map(clear -> {
                        List<Case> stay = regions.cases(clear, Truth.NOT_TRUE);
                        List<Case> end = regions.cases(clear, Truth.TRUE);
                        return new Phases(regions.both(start, stay), stay, end);
                    })
                    .orElseGet(() -> new Phases(
                            start,
                            regions.cases(rule.when(), Truth.NOT_FALSE),
                            regions.cases(rule.when(), Truth.FALSE)));
        }
    }
}
