package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The actions of a rule with their numbers: those of {@code then} and of {@code on clear} in the
 * order of the text, each followed by its {@code otherwise}. The number is part of a command's id.
 */
final class Numbered {
    /** An action may have no other one behind {@code otherwise}. */
    static final int NONE = -1;

    /**
     * One action.
     *
     * @param otherwise number of the action that is done if this one is in vain, or {@link #NONE}
     */
    record Step(int number, Action action, int otherwise) {
        /** Its bit among what an instance has done; all beyond the 31st share the last one. */
        int bit() {
            return 1 << Math.min(number, Integer.SIZE - 1);
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Step> then = new ArrayList<>();
    private final List<Step> onClear = new ArrayList<>();

    Numbered(Rule rule) {
        rule.then().forEach(action -> then.add(add(action)));
        rule.onClear().forEach(action -> onClear.add(add(action)));
    }

    private Step add(Action action) {
        int number = steps.size();
        Step placeholder = new Step(number, action, NONE);
        steps.add(placeholder);
        if (!(action instanceof Action.Claim claim) || claim.otherwise().isEmpty()) {
            return placeholder;
        }
        Step step = new Step(number, action, add(claim.otherwise().get()).number);
        steps.set(number, step);
        return step;
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
