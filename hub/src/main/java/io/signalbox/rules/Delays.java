package io.signalbox.rules;

import static io.signalbox.rules.TimerWheel.NONE;

import io.signalbox.language.Action;
import io.signalbox.rules.ConditionCompiler.Compiled;
import io.signalbox.rules.Numbered.Step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the instances of a rule do later in their activation, and again: by row the instants at which
 * it is due. They are part of the state, so a restart moves none of them.
 */
final class Delays extends RowMemory {
    /** One {@code after}. */
    static final class Delayed {
        private final Step step;
        private final Step inner;
        private final Action.After action;
        private final Optional<Compiled> unless;

        /** When it is due, by row. */
        private final Longs due;

        private Delayed(
                Step step, Step inner, Action.After action, Optional<Compiled> unless, Longs due) {
            this.due = due;
            this.step = step;
            this.inner = inner;
            this.action = action;
            this.unless = unless;
        }

        /** What is done. */
        Step inner() {
            return inner;
        }

        Action.After action() {
            return action;
        }

        /** The condition under which it is not done. */
        Optional<Compiled> unless() {
            return unless;
        }
    }

    private final List<Delayed> delayed = new ArrayList<>();
    private final long everyMillis;

    /** When the row's actions are done again. */
    private final Longs again;

    /** When they were last done again in this activation; 0 if they were not yet. */
    private final Longs round;

    Delays(Numbered actions, long everyMillis, ConditionCompiler compiler, Watch watch) {
        this.everyMillis = everyMillis;
        for (Step step : actions.all()) {
            if (step.action() instanceof Action.After after) {
                after.unless().ifPresent(watch::add);
                delayed.add(new Delayed(
                        step,
                        actions.all().get(step.number() + 1),
                        after,
                        after.unless().map(compiler::compile),
                        longs(NONE)));
            }
        }
        this.again = longs(NONE);
        this.round = longs(0);
    }

    /** True if the rule does nothing later nor again. */
    boolean none() {
        return delayed.isEmpty() && everyMillis == 0;
    }

    /**
     * Lets the conditions of {@code unless} see the instant, whether something is due or not; returns
     * when time may change something next.
     */
    long look(int row, Moment moment) {
        for (Delayed one : delayed) {
            one.unless.ifPresent(condition -> condition.node().truth(row, moment));
        }
        return none() ? moment.wakeAt() : Math.min(moment.wakeAt(), next(row));
    }

    /** The instance changed its state: what was due is not any more. */
    void changed(int row, boolean active, long now) {
        delayed.forEach(one -> one.due.at[row] = NONE);
        again.at[row] = active && everyMillis > 0 ? now + everyMillis : NONE;
    }

    /** An activation begins. */
    void begin(int row) {
        round.at[row] = 0;
    }

    void schedule(int row, Step step, long millis) {
        for (Delayed one : delayed) {
            if (one.step.number() == step.number()) {
                one.due.at[row] = millis;
            }
        }
    }

    private long next(int row) {
        long next = again.at[row];
        for (Delayed one : delayed) {
            next = Math.min(next, one.due.at[row]);
        }
        return next;
    }

    /** Takes the first of the steps that are due, in the order of the text. */
    Optional<Delayed> take(int row, long now) {
        for (Delayed one : delayed) {
            if (one.due.at[row] <= now) {
                one.due.at[row] = NONE;
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /**
     * True if the actions are due again, which is noted. Of the times that were missed while no tick
     * came, the last one stands for all.
     */
    boolean takeAgain(int row, long now, long lastTick) {
        if (again.at[row] > now) {
            return false;
        }
        long missed = Math.max(0, (lastTick - again.at[row]) / everyMillis);
        again.at[row] += missed * everyMillis;
        if (again.at[row] > now) {
            return false;
        }
        again.at[row] += everyMillis;
        round.at[row] = now;
        return true;
    }

    /** When the actions were last done again in this activation; 0 if they were not yet. */
    long round(int row) {
        return round.at[row];
    }

    /** What is due later, the earliest first. */
    List<Why.Later> pending(int row, long lagMillis) {
        List<Why.Later> pending = new ArrayList<>();
        if (none()) {
            return pending;
        }
        for (Delayed one : delayed) {
            if (one.due.at[row] != NONE) {
                pending.add(new Why.Later(
                        one.due.at[row] + lagMillis, one.action.written().text()));
            }
        }
        if (again.at[row] != NONE) {
            pending.add(new Why.Later(again.at[row] + lagMillis, "its actions again"));
        }
        pending.sort(Comparator.comparingLong(Why.Later::atMillis));
        return pending;
    }
}
