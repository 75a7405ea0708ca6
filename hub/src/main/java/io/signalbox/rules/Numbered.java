package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The actions of a rule with their numbers: those of {@code then} and of {@code on clear} in the
 * order of the text, each followed by its {@code otherwise} or by what is done after a delay. The
 * number is part of a command's id.
 */
final class Numbered {
    /** An action may have no other one behind {@code otherwise}. */
    static final int NONE = -1;

    /**
     * One action.
     *
     * @param otherwise number of the action that is done if this one is in vain, or {@link #NONE}
     * @param again true if it is done again while the rule is active, or stands for one that is
     */
    record Step(int number, Action action, int otherwise, boolean again) {
        /** Its bit among what an instance has done; all beyond the 31st share the last one. */
        int bit() {
            return 1 << Math.min(number, Integer.SIZE - 1);
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Step> then = new ArrayList<>();
    private final List<Step> onClear = new ArrayList<>();

    Numbered(Rule rule) {
        boolean repeats = rule.pace().repeatMillis() > 0;
        rule.then().forEach(action -> then.add(add(action, repeats)));
        rule.onClear().forEach(action -> onClear.add(add(action, false)));
    }

    private Step add(Action action, boolean repeats) {
        int number = steps.size();
        boolean again = repeats && !(action instanceof Action.After);
        Step plain = new Step(number, action, NONE, again);
        steps.add(plain);
        if (action instanceof Action.After after) {
            Step inner = add(after.action(), false);
            assert inner.number == number + 1 : "what is done later stands behind its delay";
            return plain;
        }
        if (!(action instanceof Action.Claim claim) || claim.otherwise().isEmpty()) {
            return plain;
        }
        int otherwise = add(claim.otherwise().get(), again).number;
        Step step = new Step(number, action, otherwise, again);
        steps.set(number, step);
        return step;
    }

    /** The actions of {@code then} that are done again. */
    List<Step> again() {
        return then.stream().filter(Step::again).toList();
    }

    List<Step> all() {
        return steps;
    }

    List<Step> then() {
        return then;
    }

    List<Step> onClear() {
        return onClear;
    }
}
