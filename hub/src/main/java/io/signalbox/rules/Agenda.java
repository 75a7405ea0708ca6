package io.signalbox.rules;

import java.util.Arrays;

/**
 * When which instance wants to be evaluated by time alone: one timer each. What is due at one
 * instant comes in the order of the rules, then of the rows, whatever the order in which it was
 * noted: so decisions are the same before and after a restart.
 *
 * <p>A timer is only ever moved to the front. One that comes too early costs an evaluation that
 * changes nothing and notes the next one; that is cheaper than moving it with each sample.
 */
final class Agenda {
    private TimerWheel wheel = new TimerWheel();

    /** By timer: the rule's index and the row. */
    private long[] instances = new long[16];

    private int timers;
    private long[] due = new long[16];

    /** Forgets everything; each table is announced anew by {@link #resize}. */
    void clear() {
        wheel = new TimerWheel();
        timers = 0;
    }

    /** Gives each instance a timer that has none yet. */
    void resize(TypeRules rules) {
        rules.resize();
        for (Instances of : rules.all()) {
            for (int row = of.timed(); row < of.capacity(); row++) {
                if (timers == instances.length) {
                    instances = Arrays.copyOf(instances, timers * 2);
                }
                instances[timers] = ((long) of.index() << Integer.SIZE) | row;
                of.addTimer(timers++);
            }
        }
    }

    void wake(int timer, long millis) {
        if (millis < wheel.due(timer)) {
            wheel.schedule(timer, millis);
        }
    }

    void cancel(int timer) {
        wheel.cancel(timer);
    }

    /** As {@link TimerWheel#next}. */
    long next(long limit) {
        return wheel.next(limit);
    }

    /** Takes what is due at the instant that {@link #next} gave, and returns how much that is. */
    int take() {
        int count = 0;
        for (int timer = wheel.take(); timer >= 0; timer = wheel.take()) {
            if (count == due.length) {
                due = Arrays.copyOf(due, count * 2);
            }
            due[count++] = instances[timer];
        }
        Arrays.sort(due, 0, count);
        return count;
    }

    /** The rule of the {@code i}th instance that is due. */
    int rule(int i) {
        return (int) (due[i] >>> Integer.SIZE);
    }

    int row(int i) {
        return (int) due[i];
    }
}
