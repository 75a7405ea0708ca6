package io.signalbox.language;

import io.signalbox.language.Condition.Counted;
import io.signalbox.language.Condition.Quantifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is said of some or all of the devices in a place, so that two such statements can be held
 * against each other: what says the same is one number, 1 while it is true and 0 while it is false.
 * That the last such device leaves a place is not thought of.
 */
final class Quantified {
    private Quantified() {}

    /** The same of {@code any}, {@code all} or {@code at least}, wherever it was written. */
    static Counted plain(Counted counted) {
        boolean any = counted.quantifier() == Quantifier.NO
                || (counted.quantifier() == Quantifier.AT_LEAST && counted.least() == 1);
        Quantifier quantifier = any ? Quantifier.ANY : counted.quantifier();
        int least = quantifier == Quantifier.AT_LEAST ? counted.least() : 0;
        Condition of = Unwritten.of(counted.of());
        String many = switch (quantifier) {
            case ANY -> "any ";
            case ALL -> "all ";
            case NO -> "no ";
            case AT_LEAST -> "at least " + least + " ";
        };
        String words = many + counted.type().name() + " in " + counted.place().name() + " has ("
                + of.written().text() + ")";
        Written written = new Written(words, new Position("", 1, 1));
        return new Counted(quantifier, least, counted.type(), counted.place(), of, written);
    }

    /** What is said, and how that stands. */
    private record Said(Counted what, Truth truth) {
        boolean ofAll() {
            return what.quantifier() == Quantifier.ALL;
        }

        int least() {
            return what.quantifier() == Quantifier.AT_LEAST ? what.least() : 1;
        }

        boolean isBeside(Said other) {
            return what.type().name().equals(other.what.type().name())
                    && what.place().name().equals(other.what.place().name());
        }

        boolean isOpposite() {
            return truth.opposite();
        }
    }

    /** True if some of what is so in a case cannot be so beside the rest of it. */
    static boolean contradict(Regions regions, Map<Operand, ValueSet> limits) {
        if (limits.size() < 2
                || limits.keySet().stream().filter(Quantified::isOfDevices).count() < 2) {
            return false;
        }
        List<Said> all = new ArrayList<>();
        limits.forEach((number, set) -> {
            if (number instanceof Operand.Truth truth && truth.of() instanceof Counted counted) {
                Truth.of(set).ifPresent(so -> all.add(new Said(counted, so)));
            }
        });
        for (Said a : all) {
            for (Said b : all) {
                boolean apart = !a.isOpposite()
                        && a.isBeside(b)
                        && (b.isOpposite() ? implies(regions, a, b) : exclude(regions, a, b));
                if (apart) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOfDevices(Operand number) {
        return number instanceof Operand.Truth truth && truth.of() instanceof Counted;
    }

    /** What has the one thing has the other one, too, so that the second cannot be missing. */
    private static boolean implies(Regions regions, Said a, Said b) {
        boolean counted = b.ofAll() ? a.ofAll() : a.least() >= b.least();
        boolean sure = a.truth == Truth.TRUE && isApart(regions, a, Truth.TRUE, b, Truth.NOT_TRUE);
        boolean known =
                b.truth == Truth.FALSE && isApart(regions, a, Truth.NOT_FALSE, b, Truth.FALSE);
        return counted && (sure || known);
    }

    /** All have one thing, and some another that excludes it. */
    private static boolean exclude(Regions regions, Said a, Said b) {
        return a.ofAll() && isApart(regions, a, a.truth, b, b.truth);
    }

    private static boolean isApart(Regions regions, Said a, Truth one, Said b, Truth other) {
        return regions.first(regions.cases(a.what.of(), one), regions.cases(b.what.of(), other))
                .isEmpty();
    }
}
