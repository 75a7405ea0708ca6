package io.signalbox.analysis;

import io.signalbox.analysis.Actuator.Use;
import io.signalbox.language.Operand;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.ValueSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders rules by the values of one number, so that those that lie apart need not be compared. */
final class Sweep {
    private Sweep() {}

    /**
     * A rule, and from where to where the number is while it can be active.
     *
     * @param place its place among the rules
     */
    record Reach(Use use, int place, double low, double high) {}

    /** The rules by the least value of the number that most of them limit. */
    static List<Reach> order(List<Use> uses, Phases.Table phases) {
        Map<Operand, Integer> counts = new LinkedHashMap<>();
        for (Use use : uses) {
            for (Operand number : limited(phases.of(use.rule()))) {
                counts.merge(number, 1, Integer::sum);
            }
        }
        Operand most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(new Operand.Constant(0));
        List<Reach> reaches = new ArrayList<>();
        for (Use use : uses) {
            Phases own = phases.of(use.rule());
            boolean unknown = own.start().stream()
                    .anyMatch(
                            c -> c.limits().getOrDefault(most, ValueSet.NUMBERS).unknown());
            ValueSet.Span start = Latch.hull(own.start(), most);
            ValueSet.Span stay = Latch.hull(own.stay(), most);
            double all = Double.POSITIVE_INFINITY;
            reaches.add(new Reach(
                    use,
                    reaches.size(),
                    unknown ? -all : Math.min(start.low(), stay.low()),
                    unknown ? all : Math.max(start.high(), stay.high())));
        }
        reaches.sort(Comparator.comparingDouble(Reach::low).thenComparingInt(Reach::place));
        return reaches;
    }

    /** The numbers that every case limits. */
    private static Set<Operand> limited(Phases phases) {
        Set<Operand> numbers = new LinkedHashSet<>();
        for (Case one : phases.start()) {
            numbers.addAll(one.limits().keySet());
        }
        phases.start().forEach(one -> numbers.retainAll(one.limits().keySet()));
        phases.stay().forEach(one -> numbers.retainAll(one.limits().keySet()));
        return numbers;
    }
}
