package io.signalbox.analysis;

import io.signalbox.language.Condition.Counted;
import io.signalbox.language.Condition.Quantifier;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Regions;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Truth;
import io.signalbox.language.ValueSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is so for each device of a type in a place, as far as a rule over the place says so. */
final class Everyone {
    /** Most ways in which it can be; beyond, nothing is said of each device. */
    private static final int MAX_WAYS = 256;

    private Everyone() {}

    /** Where the values of any such device can be, while those of the place are in these cases. */
    static List<Case> of(Regions regions, List<Case> ways, DeviceType type) {
        List<Case> all = new ArrayList<>();
        for (Case way : ways) {
            List<Case> each = List.of(Case.ALL);
            for (Map.Entry<Operand, ValueSet> limit : way.limits().entrySet()) {
                if (limit.getKey() instanceof Operand.Truth truth
                        && truth.of() instanceof Counted counted
                        && counted.type().name().equals(type.name())) {
                    each = regions.both(each, told(regions, counted, limit.getValue()));
                }
            }
            all.addAll(each);
        }
        return all.size() > MAX_WAYS ? List.of(Case.ALL) : all;
    }

    /** Of each one: that it has what all have, and not what none has. */
    private static List<Case> told(Regions regions, Counted counted, ValueSet set) {
        return Truth.of(set)
                .filter(so -> switch (so) {
                    case TRUE, NOT_FALSE -> counted.quantifier() == Quantifier.ALL;
                    case FALSE, NOT_TRUE -> counted.quantifier() == Quantifier.ANY;
                })
                .map(so -> regions.cases(counted.of(), so))
                .orElse(List.of(Case.ALL));
    }
}
