package io.signalbox.analysis;

import io.signalbox.analysis.Actuator.Use;
import io.signalbox.language.Action;
import io.signalbox.language.Findings;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;
import io.signalbox.language.Setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds rules that set one actuator to different values with equal weight while both are active.
 *
 * <p>Two rules are active together if one can become active where the other one stays so. Only
 * claims of one level and priority are compared; of those the ones whose values of the point that
 * most of them look at are apart are never brought together, so that the work grows with what is
 * found and not with the square of the rules.
 */
final class ConflictCheck {
    /** Most pairs of rules that are compared in one program; beyond, a warning says so. */
    static final int MAX_PAIRS = 1_000_000;

    /** Conflicts after which no more are looked for. */
    static final int MAX_FOUND = 1_000;

    static final String CODE = "conflict";

    private final Phases.Table phases;
    private final Findings findings;
    private int pairs;
    private int found;
    private boolean told;

    ConflictCheck(Phases.Table phases, Findings findings) {
        this.phases = phases;
        this.findings = findings;
    }

    private record Rank(int level, int priority) {}

    /** The values that a rule gives an actuator: those who give the same never disagree. */
    private record Values(List<Setting> then, List<Setting> onClear) {
        static Values of(Use use) {
            return new Values(
                    use.then().stream().map(Action.Claim::setting).distinct().toList(),
                    use.onClear().stream().map(Action.Claim::setting).distinct().toList());
        }

        boolean disagree(Values other) {
            return apart(then, other.then)
                    || apart(onClear, other.then)
                    || apart(then, other.onClear);
        }

        private static boolean apart(List<Setting> a, List<Setting> b) {
            return !a.isEmpty() && !b.isEmpty() && !(a.size() == 1 && a.equals(b));
        }
    }

    void check(List<Actuator> actuators) {
        for (Actuator actuator : actuators) {
            actuator.uses().forEach(use -> withItself(actuator, use));
            ranks(actuator).values().forEach(uses -> equals(actuator, uses));
        }
        across(actuators);
    }

    /** Rules over places set the same devices as rules over them, or over places around them. */
    private void across(List<Actuator> actuators) {
        Map<String, List<Actuator>> same = new LinkedHashMap<>();
        actuators.forEach(
                a -> same.computeIfAbsent(a.name(), n -> new ArrayList<>()).add(a));
        for (List<Actuator> group : same.values()) {
            for (int i = 0; i < group.size(); i++) {
                for (Actuator other : group.subList(i + 1, group.size())) {
                    across(group.get(i), other);
                }
            }
        }
    }

    private void across(Actuator here, Actuator there) {
        Map<Rank, List<Use>> ranks = ranks(there);
        for (Use a : here.uses()) {
            Values own = Values.of(a);
            for (Use b : ranks.getOrDefault(rank(a.rule()), List.of())) {
                if (isOver(here)) {
                    return;
                }
                if (own.disagree(Values.of(b))) {
                    compare(here, a, b, phases.ofDevices(a), phases.ofDevices(b));
                }
            }
        }
    }

    private static Map<Rank, List<Use>> ranks(Actuator actuator) {
        Map<Rank, List<Use>> ranks = new LinkedHashMap<>();
        for (Use use : actuator.uses()) {
            ranks.computeIfAbsent(rank(use.rule()), r -> new ArrayList<>()).add(use);
        }
        return ranks;
    }

    private static Rank rank(Rule rule) {
        return new Rank(rule.level().number(), rule.priority());
    }

    /** What it does later is meant to take the place of what it does at once. */
    private void withItself(Actuator actuator, Use use) {
        List<Action.Claim> atOnce = use.atOnce();
        for (Action.Claim claim : atOnce) {
            Action.Claim first = atOnce.getFirst();
            if (!claim.setting().equals(first.setting())) {
                findings.warning(
                        CODE,
                        claim.written().at(),
                        "CONFLICT: '" + use.rule().name() + "' sets " + actuator.name() + " = "
                                + actuator.show(first) + " and at once = " + actuator.show(claim)
                                + ": the last one holds",
                        "take one of the two away");
                return;
            }
        }
    }

    /** Compares rules of one weight, in the order of where the values lie at which they act. */
    private void equals(Actuator actuator, List<Use> uses) {
        if (uses.size() < 2) {
            return;
        }
        Map<Values, List<Sweep.Reach>> open = new LinkedHashMap<>();
        Map<Values, Map<Values, Boolean>> disagree = new HashMap<>();
        for (Sweep.Reach next : Sweep.order(uses, phases)) {
            Values own = Values.of(next.use());
            for (Map.Entry<Values, List<Sweep.Reach>> group : open.entrySet()) {
                group.getValue().removeIf(reach -> reach.high() < next.low());
                boolean apart = disagree.computeIfAbsent(own, v -> new HashMap<>())
                        .computeIfAbsent(group.getKey(), own::disagree);
                for (Sweep.Reach other : apart ? group.getValue() : List.<Sweep.Reach>of()) {
                    if (isOver(actuator)) {
                        return;
                    }
                    boolean later = other.place() < next.place();
                    compare(
                            actuator,
                            later ? other.use() : next.use(),
                            later ? next.use() : other.use());
                }
            }
            open.computeIfAbsent(own, v -> new ArrayList<>()).add(next);
        }
    }

    private boolean isOver(Actuator actuator) {
        boolean over = ++pairs > MAX_PAIRS || found >= MAX_FOUND;
        if (over && !told) {
            told = true;
            findings.warning(
                    "not-compared",
                    actuator.uses().getFirst().rule().at(),
                    "too many rules set " + actuator.name()
                            + " with equal weight: not all were compared with each other",
                    "give them different priorities");
        }
        return over;
    }

    private void compare(Actuator actuator, Use a, Use b) {
        compare(actuator, a, b, phases.of(a.rule()), phases.of(b.rule()));
    }

    private void compare(Actuator actuator, Use a, Use b, Phases one, Phases two) {
        Optional<Case> joint = phases.regions().first(one.start(), two.stay());
        boolean first = joint.isPresent();
        if (!first) {
            joint = phases.regions().first(two.start(), one.stay());
        }
        if (joint.isEmpty()) {
            return;
        }
        if (differ(a.then(), b.then())) {
            String latched = first
                    ? Latch.of(b.rule(), two, joint.get())
                    : Latch.of(a.rule(), one, joint.get());
            report(actuator, a, b, a.then(), b.then(), " sets ", " while ", joint.get(), latched);
            return;
        }
        if (!onClear(actuator, a, b, one, two)) {
            onClear(actuator, b, a, two, one);
        }
    }

    /** Whether the first of two, when it ends, takes the actuator from the second one. */
    private boolean onClear(Actuator actuator, Use ends, Use stays, Phases one, Phases two) {
        if (!differ(ends.onClear(), stays.then())) {
            return false;
        }
        Optional<Case> joint = phases.regions().first(one.end(), two.stay());
        joint.ifPresent(values -> report(
                actuator,
                ends,
                stays,
                ends.onClear(),
                stays.then(),
                " when it clears sets ",
                " while still ",
                values,
                ""));
        return joint.isPresent();
    }

    private static boolean differ(List<Action.Claim> a, List<Action.Claim> b) {
        return !a.isEmpty()
                && !b.isEmpty()
                && !a.getLast().setting().equals(b.getLast().setting());
    }

    private void report(
            Actuator actuator,
            Use a,
            Use b,
            List<Action.Claim> one,
            List<Action.Claim> two,
            String sets,
            String meanwhile,
            Case joint,
            String latched) {
        found++;
        String values = joint.describe(actuator.type());
        boolean inOrder = b.rule().at().line() >= a.rule().at().line();
        findings.warning(
                CODE,
                (inOrder ? two : one).getLast().written().at(),
                "CONFLICT: '" + a.rule().name() + "'" + sets + actuator.name() + " = "
                        + actuator.show(one.getLast()) + meanwhile + "'"
                        + b.rule().name()
                        + "' sets it to " + actuator.show(two.getLast()) + ", both '"
                        + weight(a.rule()) + "': possible"
                        + (values.isEmpty() ? "" : " when " + values)
                        + (latched.isEmpty() ? "" : " (" + latched + ")"),
                "give one of them a higher 'priority' or level, or make the conditions exclude each"
                        + " other");
    }

    private static String weight(Rule rule) {
        String level = rule.level().name().toLowerCase(Locale.ROOT);
        return rule.priority() == 0 ? level : level + "' with priority '" + rule.priority();
    }
}
