package io.signalbox.analysis;

import io.signalbox.language.Condition;
import io.signalbox.language.Findings;
import io.signalbox.language.Interlock;
import io.signalbox.language.Program;
import io.signalbox.language.Regions;
import io.signalbox.language.Regions.Case;
import io.signalbox.language.Rule;
import io.signalbox.language.Truth;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds conditions, and parts of conditions, that say less than it seems: what can never be, always
 * is, or changes nothing beside the others.
 */
final class SenseCheck {
    /** Most parts of one condition that are held against each other. */
    static final int MAX_PARTS = 16;

    private static final String IMPOSSIBLE = "impossible";
    private static final String ALWAYS = "always-true";

    private final Phases.Table phases;
    private final Regions regions;
    private final Findings findings;

    SenseCheck(Phases.Table phases, Findings findings) {
        this.phases = phases;
        this.regions = phases.regions();
        this.findings = findings;
    }

    void check(Program program) {
        for (Rule rule : program.rules()) {
            if (check(rule)) {
                parts(rule.when());
                rule.clear().ifPresent(this::parts);
            }
        }
        for (Interlock interlock : program.interlocks()) {
            Condition condition = interlock.condition();
            if (isNever(condition)) {
                warn(
                        IMPOSSIBLE,
                        condition,
                        "this can never be true: the interlock forbids '" + interlock.value()
                                + "' only while points are unknown");
            } else if (isAlways(condition)) {
                warn(
                        ALWAYS,
                        condition,
                        "this is always true: '" + interlock.point().name()
                                + "' can never be set to '" + interlock.value() + "'");
            } else {
                parts(condition);
            }
        }
    }

    private boolean check(Rule rule) {
        if (isNever(rule.when())) {
            warn(
                    IMPOSSIBLE,
                    rule.when(),
                    "'when' can never be true: no values of the points fulfil it");
        } else if (isAlways(rule.when())) {
            warn(ALWAYS, rule.when(), "'when' is always true: all values of the points fulfil it");
        } else if (phases.of(rule).start().isEmpty()) {
            warn(
                    "never-active",
                    rule.when(),
                    "'" + rule.name() + "' never becomes active: whenever 'when' is true so is"
                            + " 'clear when'");
        } else if (rule.clear().filter(this::isNever).isPresent()) {
            warn(
                    IMPOSSIBLE,
                    rule.clear().get(),
                    "'clear when' can never be true: the rule would never end");
        } else {
            return true;
        }
        return false;
    }

    private boolean isNever(Condition condition) {
        return regions.cases(condition, Truth.TRUE).isEmpty();
    }

    private boolean isAlways(Condition condition) {
        return regions.cases(condition, Truth.FALSE).isEmpty();
    }

    /** Looks at what is joined by 'and' and 'or', down to the smallest parts. */
    private void parts(Condition condition) {
        switch (condition) {
            case Condition.All all -> joined(all.of(), true);
            case Condition.Any any -> joined(any.of(), false);
            case Condition.Not not -> parts(not.of());
            case Condition.Dwell dwell -> parts(dwell.of());
            case Condition.Sequence sequence -> {
                parts(sequence.first());
                parts(sequence.then());
            }
            case Condition.Compare c -> {}
            case Condition.Within w -> {}
            case Condition.Is is -> {}
            case Condition.Known known -> {}
            case Condition.Becomes becomes -> {}
            case Condition.Changes changes -> {}
            case Condition.Crosses crosses -> {}
            case Condition.Emits emits -> {}
            case Condition.Silent silent -> {}
            case Condition.TimeIn time -> {}
            case Condition.Inside inside -> {}
            case Condition.Passes passes -> {}
            case Condition.Counted counted -> parts(counted.of());
        }
    }

    private void joined(List<Condition> parts, boolean all) {
        for (int i = 0; i < parts.size(); i++) {
            Condition part = parts.get(i);
            boolean moot = parts.size() <= MAX_PARTS && isMoot(parts, i, all);
            if (!all && isNever(part)) {
                warn(IMPOSSIBLE, part, "'" + part.written().text() + "' can never be true");
            } else if (all && isAlways(part)) {
                warn(ALWAYS, part, "'" + part.written().text() + "' is always true");
            } else if (moot) {
                warn(
                        "redundant",
                        part,
                        "'" + part.written().text() + "' changes nothing: the rest is "
                                + (all ? "true" : "false") + " only where it is, too");
                return;
            } else {
                parts(part);
            }
        }
    }

    /** True if the others together are true, false and unknown where all of them are. */
    private boolean isMoot(List<Condition> parts, int index, boolean all) {
        List<Condition> others = new ArrayList<>(parts);
        Condition part = others.remove(index);
        Condition rest = others.size() == 1
                ? others.getFirst()
                : all
                        ? new Condition.All(others, part.written())
                        : new Condition.Any(others, part.written());
        Truth one = all ? Truth.TRUE : Truth.FALSE;
        Truth notOne = all ? Truth.NOT_TRUE : Truth.NOT_FALSE;
        Truth other = all ? Truth.FALSE : Truth.TRUE;
        Truth notOther = all ? Truth.NOT_FALSE : Truth.NOT_TRUE;
        return isApart(rest, one, part, notOne) && isApart(part, other, rest, notOther);
    }

    private boolean isApart(Condition a, Truth isSo, Condition b, Truth isOther) {
        List<Case> left = regions.cases(a, isSo);
        return regions.first(left, regions.cases(b, isOther)).isEmpty();
    }

    private void warn(String code, Condition at, String message) {
        findings.warning(code, at.written().at(), message, "");
    }
}
