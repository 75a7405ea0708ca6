package io.signalbox.rules;

import io.signalbox.language.Action;
import io.signalbox.language.Rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an instance does later and again, by definition: everything is counted from its last change. */
final class OracleDelays {
    private long changed = Long.MIN_VALUE;
    private boolean active;
    private final Set<Integer> done = new HashSet<>();
    private long rounds;

    void changed(long now, boolean nowActive) {
        changed = now;
        active = nowActive;
        done.clear();
        rounds = 0;
    }

    /** The steps that are due and were not done yet. */
    List<Action.After> due(Rule rule, long now) {
        List<Action.After> due = new ArrayList<>();
        List<Action> actions = active ? rule.then() : rule.onClear();
        for (int i = 0; i < actions.size(); i++) {
            if (changed != Long.MIN_VALUE
                    && actions.get(i) instanceof Action.After after
                    && now >= changed + after.millis()
                    && done.add(i)) {
                due.add(after);
            }
        }
        return due;
    }

    /** True once each time that the actions are due again, but not if that is missed once more. */
    boolean again(Rule rule, long now, long lastTick) {
        long every = rule.pace().repeatMillis();
        if (!active || every == 0 || now < changed + (rounds + 1) * every) {
            return false;
        }
        rounds++;
        return changed + (rounds + 1) * every > lastTick;
    }
}
