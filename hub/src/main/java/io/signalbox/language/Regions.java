package io.signalbox.language;

import io.signalbox.language.Condition.Comparison;
import io.signalbox.message.Value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a condition can be true, worked out by intervals and sets of values.
 *
 * <p>A condition is brought into a list of cases, any of which makes it true; a case limits the
 * values of some numbers (points, or calculations with them). What cannot be expressed so (silence,
 * the opposite of a dwell) leaves the case {@code vague}: it may then be smaller than it looks, so
 * only its emptiness proves something.
 *
 * <p>What is proved here can refuse a program, so that a hub has to prove the same of what stands in
 * old journals. {@link #thorough} proves more, and is for advice alone.
 */
public final class Regions {
    /** Most cases of a condition; beyond, nothing is proved. */
    private static final int MAX_CASES = 256;

    /** A dwell that holds, or does not: what lasts longer can rule it out. */
    private record Lasting(Condition.Dwell dwell, Truth truth) {}

    /**
     * One way to be true.
     *
     * @param vague the case may be smaller than this
     * @param instant it lasts for one sample only
     */
    public record Case(
            Map<Operand, ValueSet> limits, boolean vague, boolean instant, List<Lasting> lasting) {
        /** No limit at all. */
        public static final Case ALL = new Case(Map.of(), false, false, List.of());

        static Case of(Operand number, ValueSet values) {
            return new Case(Map.of(number, values), false, false, List.of());
        }

        static Case atOnce(Operand number, ValueSet values) {
            return new Case(Map.of(number, values), false, true, List.of());
        }

        Case and(Case other) {
            Map<Operand, ValueSet> both = new LinkedHashMap<>(limits);
            other.limits.forEach((number, set) -> both.merge(number, set, ValueSet::and));
            List<Lasting> lastings = lasting.isEmpty() ? other.lasting : lasting;
            if (!lasting.isEmpty() && !other.lasting.isEmpty()) {
                lastings = Stream.concat(lasting.stream(), other.lasting.stream())
                        .distinct()
                        .toList();
            }
            return new Case(both, vague || other.vague, instant || other.instant, lastings);
        }

        private Case with(Lasting more) {
            return and(new Case(Map.of(), more.truth != Truth.TRUE, false, List.of(more)));
        }

        boolean isEmpty() {
            return limits.entrySet().stream()
                    .anyMatch(e -> e.getValue().and(Domain.of(e.getKey())).isEmpty());
        }

        /** Up to three of its limits: "Chiller.outlet = 13 °C, Chiller.door is open". */
        public String describe(String type) {
            return limits.entrySet().stream()
                    .map(limit -> LimitText.of(
                            type, limit.getKey(), limit.getValue().and(Domain.of(limit.getKey()))))
                    .filter(text -> !text.isEmpty())
                    .limit(MAX_DESCRIBED)
                    .collect(Collectors.joining(", "));
        }

        /** Whether some of it has to have lasted a while. */
        public boolean lasts() {
            return lasting.stream().anyMatch(held -> held.truth == Truth.TRUE);
        }

        /** False if two of its numbers are computed from one point, so that they hang together. */
        boolean isIndependent() {
            List<Point> points = limits.keySet().stream()
                    .flatMap(number -> Points.of(number).stream())
                    .toList();
            return points.size() == points.stream().distinct().count();
        }
    }

    /** Most limits of a case that are shown. */
    private static final int MAX_DESCRIBED = 3;

    private static final Written UNWRITTEN = new Written("", new Position("", 1, 1));

    private static final Case VAGUE = new Case(Map.of(), true, false, List.of());

    /** What holds for an instant only. */
    private static final Case INSTANT = new Case(Map.of(), false, true, List.of());

    private final boolean thorough;
    private final Map<String, Double> words = new HashMap<>();
    private boolean tooMany;

    Regions() {
        this(false);
    }

    private Regions(boolean thorough) {
        this.thorough = thorough;
    }

    /** One that proves all that it can; its lists are without cases that are empty. */
    public static Regions thorough() {
        return new Regions(true);
    }

    /** True if no values of the points make it true. */
    boolean isImpossible(Condition condition) {
        return allEmpty(cases(condition, Truth.TRUE));
    }

    /** True if it is true for all values of its points, as long as they are known. */
    boolean isAlwaysTrue(Condition condition) {
        return allEmpty(cases(condition, Truth.FALSE));
    }

    /** A case in which both are true and stay true; nothing if none can be proved. */
    Optional<Case> overlap(Condition a, Condition b) {
        List<Case> cases = both(cases(a, Truth.TRUE), cases(b, Truth.TRUE));
        return tooMany
                ? Optional.empty()
                : cases.stream()
                        .filter(c -> !c.vague && !c.instant && !c.isEmpty() && c.isIndependent())
                        .findFirst();
    }

    private boolean allEmpty(List<Case> cases) {
        return !tooMany && cases.stream().allMatch(Case::isEmpty);
    }

    /** The cases in which a condition is so: together they are no smaller than the truth. */
    public List<Case> cases(Condition condition, Truth truth) {
        return switch (condition) {
            case Condition.Compare compare -> compare(compare, truth);
            case Condition.Within within ->
                limit(within.of(), ValueSet.between(within.low(), within.high()), truth);
            case Condition.Is is ->
                limit(new Operand.Reported(is.point()), word(is.value(), is.code()), truth);
            case Condition.Known known ->
                List.of(Case.of(
                        new Operand.Reported(known.point()),
                        truth.opposite() ? ValueSet.UNKNOWN : ValueSet.NUMBERS));
            case Condition.Becomes becomes -> becomes(becomes, truth);
            case Condition.Changes changes -> List.of(truth.opposite() ? VAGUE : INSTANT);
            case Condition.Crosses crosses -> crosses(crosses, truth);
            case Condition.Emits emits ->
                atOnce(
                        new Operand.Truth(
                                new Condition.Emits(emits.type(), emits.event(), UNWRITTEN)),
                        ValueSet.between(1, 1),
                        truth);
            case Condition.Silent silent -> silent(silent, truth);
            case Condition.Inside inside ->
                itself(new Condition.Inside(inside.point(), inside.area(), UNWRITTEN), truth);
            case Condition.Passes passes -> passes(passes, truth);
            case Condition.TimeIn time ->
                itself(new Condition.TimeIn(time.schedule(), UNWRITTEN), truth);
            case Condition.Dwell dwell -> dwell(dwell, truth);
            case Condition.Sequence sequence -> sequence(sequence, truth);
            case Condition.Counted counted -> thorough ? counted(counted, truth) : List.of(VAGUE);
            case Condition.Not not -> cases(not.of(), truth.negated());
            case Condition.All all ->
                truth.opposite() ? either(all.of(), truth) : every(all.of(), truth);
            case Condition.Any any ->
                truth.opposite() ? every(any.of(), truth) : either(any.of(), truth);
        };
    }

    private List<Case> counted(Condition.Counted counted, Truth truth) {
        Operand whole = new Operand.Truth(Quantified.plain(counted));
        Truth so = counted.quantifier() == Condition.Quantifier.NO ? truth.negated() : truth;
        return ConditionChecker.isInstant(counted)
                ? atOnce(whole, ValueSet.between(1, 1), truth)
                : limit(whole, ValueSet.between(1, 1), so);
    }

    /** What is nothing but true or false: wherever it is written, it is one and the same. */
    private List<Case> itself(Condition condition, Truth truth) {
        return limit(new Operand.Truth(condition), ValueSet.between(1, 1), truth);
    }

    private static List<Case> passes(Condition.Passes passes, Truth truth) {
        Condition inside = new Condition.Inside(passes.point(), passes.area(), UNWRITTEN);
        int now = passes.entering() ? 1 : 0;
        return atOnce(new Operand.Truth(inside), ValueSet.between(now, now), truth);
    }

    private static List<Case> atOnce(Operand number, ValueSet values, Truth truth) {
        return List.of(truth.opposite() ? VAGUE : Case.atOnce(number, values));
    }

    /** What has sent nothing for as long as it is believed is unknown. */
    private List<Case> silent(Condition.Silent silent, Truth truth) {
        long limit = silent.point().timeToLiveMillis();
        return thorough && truth == Truth.TRUE && limit > 0 && silent.millis() >= limit
                ? List.of(new Case(
                        Map.of(new Operand.Reported(silent.point()), ValueSet.UNKNOWN),
                        true,
                        false,
                        List.of()))
                : List.of(VAGUE);
    }

    private List<Case> dwell(Condition.Dwell dwell, Truth truth) {
        Lasting lasting = new Lasting(dwell, truth);
        return switch (truth) {
            case TRUE -> {
                List<Case> now = cases(dwell.of(), Truth.TRUE);
                yield thorough ? now.stream().map(c -> c.with(lasting)).toList() : now;
            }
            case NOT_FALSE -> cases(dwell.of(), Truth.NOT_FALSE);
            case FALSE, NOT_TRUE -> List.of(thorough ? Case.ALL.with(lasting) : VAGUE);
        };
    }

    /** While it is true so is what follows, or what does not follow is false. */
    private List<Case> sequence(Condition.Sequence sequence, Truth truth) {
        if (truth != Truth.TRUE) {
            return List.of(VAGUE);
        }
        return allEmpty(cases(sequence.first(), Truth.TRUE))
                ? List.of()
                : both(
                        List.of(VAGUE),
                        cases(sequence.then(), sequence.followed() ? Truth.TRUE : Truth.FALSE));
    }

    /** The first way in which two conditions are both so, if any can be thought of. */
    public Optional<Case> first(List<Case> left, List<Case> right) {
        for (Case a : left) {
            for (Case b : right) {
                Case both = a.and(b);
                if (!isEmpty(both)) {
                    return Optional.of(both);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isEmpty(Case one) {
        if (!thorough) {
            return one.isEmpty();
        }
        for (Map.Entry<Operand, ValueSet> limit : one.limits.entrySet()) {
            if (isEmpty(limit.getKey(), limit.getValue())) {
                return true;
            }
        }
        return (!one.lasting.isEmpty() && isContradiction(one.lasting))
                || Quantified.contradict(this, one.limits);
    }

    private static boolean isEmpty(Operand number, ValueSet values) {
        if (values.unknown() || values.spans().isEmpty()) {
            return !values.unknown();
        }
        ValueSet set = values.and(Domain.of(number));
        return Domain.isWhole(number) ? !set.hasWhole() : set.isEmpty();
    }

    /** True if something held for so long that something else has held, too, but is said not to. */
    private boolean isContradiction(List<Lasting> lasting) {
        for (Lasting held : lasting) {
            for (Lasting broken : lasting) {
                if (held.truth == Truth.TRUE
                        && broken.truth != Truth.TRUE
                        && held.dwell.millis() >= broken.dwell.millis()
                        && first(
                                        cases(held.dwell.of(), Truth.TRUE),
                                        cases(broken.dwell.of(), broken.truth))
                                .isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Case> either(List<Condition> conditions, Truth truth) {
        List<Case> cases = new ArrayList<>();
        for (Condition condition : conditions) {
            cases.addAll(cases(condition, truth));
        }
        return bounded(cases);
    }

    private List<Case> every(List<Condition> conditions, Truth truth) {
        List<Case> cases = List.of(Case.ALL);
        for (Condition condition : conditions) {
            cases = both(cases, cases(condition, truth));
        }
        return cases;
    }

    /** The cases in which two conditions are both so. */
    public List<Case> both(List<Case> left, List<Case> right) {
        List<Case> cases = new ArrayList<>();
        for (Case a : left) {
            for (Case b : right) {
                Case both = a.and(b);
                if (!thorough || !isEmpty(both)) {
                    cases.add(both);
                }
            }
        }
        return bounded(cases);
    }

    private List<Case> bounded(List<Case> cases) {
        boolean over = cases.size() > MAX_CASES;
        tooMany |= over;
        return (thorough ? over : tooMany) ? List.of(VAGUE) : cases;
    }

    private List<Case> becomes(Condition.Becomes becomes, Truth truth) {
        ValueSet values = word(becomes.value(), becomes.code());
        return atOnce(new Operand.Reported(becomes.point()), values, truth);
    }

    private List<Case> crosses(Condition.Crosses crosses, Truth truth) {
        if (truth.opposite()) {
            return List.of(VAGUE);
        }
        Condition beyond = new Condition.Compare(
                crosses.of(),
                crosses.rising() ? Comparison.GREATER : Comparison.LESS,
                new Operand.Constant(crosses.limit()),
                crosses.unit(),
                UNWRITTEN);
        return both(cases(beyond, Truth.TRUE), List.of(INSTANT));
    }

    private List<Case> limit(Operand number, ValueSet values, Truth truth) {
        ValueSet set = truth.opposite() ? values.complement() : values;
        Case one = Case.of(number, truth.orUnknown() ? set.orUnknown() : set);
        return thorough && isEmpty(one) ? List.of() : List.of(one);
    }

    private List<Case> compare(Condition.Compare compare, Truth truth) {
        if (thorough) {
            Linear apart = Linear.of(compare.left()).minus(Linear.of(compare.right()));
            Optional<Linear.Limit> limit = apart.limit(compare.comparison());
            if (limit.isPresent()) {
                return limit(limit.get().number(), limit.get().values(), truth);
            }
        }
        Operand number = compare.left();
        Comparison comparison = compare.comparison();
        double limit = 0;
        if (compare.right() instanceof Operand.Constant constant) {
            limit = constant.value();
        } else if (compare.left() instanceof Operand.Constant constant) {
            number = compare.right();
            limit = constant.value();
            comparison = comparison.mirrored();
        } else {
            number = new Operand.Arithmetic(
                    Operand.Operation.SUBTRACT, compare.left(), compare.right());
        }
        while (number instanceof Operand.Scaled scaled) {
            limit = (limit - scaled.offset()) / scaled.factor();
            comparison = scaled.factor() < 0 ? comparison.mirrored() : comparison;
            number = scaled.of();
        }
        return limit(number, ValueSet.of(comparison, limit), truth);
    }

    /** One value of a point; each free text stands for a number of its own. */
    private ValueSet word(Value value, double code) {
        double number = Double.isNaN(code)
                ? words.computeIfAbsent(value.toString(), w -> (double) words.size())
                : code;
        return ValueSet.between(number, number);
    }
}
