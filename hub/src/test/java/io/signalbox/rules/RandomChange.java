package io.signalbox.rules;

import io.signalbox.language.Condition;
import io.signalbox.language.DeviceType;
import io.signalbox.language.Operand;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Makes rules of rules by chance, as an author does: with another text, another limit, another time
 * to wait, or the same statement in one rule more.
 *
 * <p>What two rules have alike is made twice: the {@link Oracle} knows parts of rules by identity.
 */
final class RandomChange {
    private final Random random;
    private final boolean hearing;

    /** How each rule is made, by its hash. */
    private final Map<String, Supplier<Rule>> recipes = new HashMap<>();

    /** @param hearing as {@link RandomRules} has it */
    RandomChange(Random random, boolean hearing) {
        this.random = random;
        this.hearing = hearing;
    }

    /** So many rules, some of them like another one. */
    List<Rule> rules(DeviceType thing, int count) {
        List<Rule> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(rule(thing, "r" + i, all));
        }
        return all;
    }

    /** A rule of this name that is new, or like one that stands. */
    Rule rule(DeviceType thing, String name, List<Rule> standing) {
        long seed = random.nextLong();
        List<Supplier<Rule>> known = standing.stream()
                .flatMap(rule -> Optional.ofNullable(recipes.get(rule.hash())).stream())
                .toList();
        Supplier<Rule> recipe = () -> new RandomRules(new Random(seed), hearing).rule(thing, name);
        if (!known.isEmpty() && random.nextInt(3) > 0) {
            Supplier<Rule> old = known.get(random.nextInt(known.size()));
            recipe = () -> new Change(new Random(seed), hearing).of(old.get(), thing, name);
        }
        Rule made = recipe.get();
        recipes.put(made.hash(), recipe);
        return made;
    }

    /** One change. */
    private static final class Change {
        private final Random random;
        private final RandomRules rules;

        Change(Random random, boolean hearing) {
            this.random = random;
            this.rules = new RandomRules(random, hearing);
        }

        Rule of(Rule old, DeviceType thing, String name) {
            Rule fresh = rules.rule(thing, name);
            boolean same = random.nextInt(5) < 2;
            Condition when = same ? old.when() : changed(old.when());
            // texts name what their rule asks, so with another condition come others
            Rule does = same && random.nextBoolean() ? old : rules.of(old.type(), name, when);
            return new Rule(
                    name,
                    name,
                    old.type(),
                    "x",
                    fresh.level(),
                    fresh.priority(),
                    when,
                    random.nextBoolean() ? does.clear() : old.clear(),
                    does.then(),
                    does.onClear(),
                    "",
                    fresh.hash(),
                    RandomRules.NOWHERE,
                    fresh.pace());
        }

        private Condition changed(Condition when) {
            return random.nextInt(3) == 0
                    ? new Condition.Dwell(when, rules.duration(10), RandomRules.WRITTEN)
                    : moved(when);
        }

        /** The same with another limit somewhere. */
        private Condition moved(Condition condition) {
            return switch (condition) {
                case Condition.Compare c ->
                    new Condition.Compare(
                            c.left(),
                            rules.comparison(),
                            c.right() instanceof Operand.Constant k
                                    ? new Operand.Constant(k.value() + random.nextInt(3) - 1)
                                    : c.right(),
                            c.unit(),
                            c.written());
                case Condition.Within w ->
                    new Condition.Within(
                            w.of(),
                            w.low() + random.nextInt(2),
                            w.high() + 1,
                            w.unit(),
                            w.written());
                case Condition.Dwell d ->
                    random.nextBoolean()
                            ? new Condition.Dwell(moved(d.of()), d.millis(), d.written())
                            : new Condition.Dwell(d.of(), rules.duration(10), d.written());
                case Condition.Sequence s ->
                    new Condition.Sequence(
                            moved(s.first()), s.followed(), s.then(), s.millis(), s.written());
                case Condition.Counted c ->
                    new Condition.Counted(
                            c.quantifier(),
                            c.least(),
                            c.type(),
                            c.place(),
                            moved(c.of()),
                            c.written());
                case Condition.Not n -> new Condition.Not(moved(n.of()), n.written());
                case Condition.All a -> new Condition.All(moved(a.of()), a.written());
                case Condition.Any a -> new Condition.Any(moved(a.of()), a.written());
                default -> condition;
            };
        }

        private List<Condition> moved(List<Condition> all) {
            List<Condition> next = new ArrayList<>(all);
            int at = random.nextInt(next.size());
            next.set(at, moved(next.get(at)));
            return next;
        }
    }
}
