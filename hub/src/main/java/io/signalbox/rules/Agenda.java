package io.signalbox.rules;

import java.util.Arrays;

/**
 * When which instance wants to be evaluated by time alone: at most one timer each, which it has
 * while it waits. What is due at one instant comes in the order of the rules, then of the rows,
 * whatever the order in which it was noted: so decisions are the same before and after a restart.
 *
 * <p>A timer is only ever moved to the front. One that comes too early costs an evaluation that
 * changes nothing and notes the next one; that is cheaper than moving it with each sample.
 */
final class Agenda {
    private TimerWheel wheel = new TimerWheel();

    /** By timer: whose it is. */
    private Timed[] owners = new Timed[0];

    /** By timer: the row. */
    private int[] rows = new int[0];

    private int timers;

    /** Timers below {@link #timers} that are nobody's. */
    private int[] free = new int[0];

    private int freed;

    /** What is due: the rule's index and the row. */
    private long[] due = new long[16];

    private int count;

    /** Forgets everything; to whoever had a timer, none is due any more. */
    void clear() {
        wheel = new TimerWheel();
        timers = 0;
        freed = 0;
    }

    void wake(Timed of, int row, long millis) {
        int timer = of.timer(row);
        if (timer != Timed.NONE) {
            if (millis < wheel.due(timer)) {
                wheel.schedule(timer, millis);
            }
        } else if (millis != TimerWheel.NONE) {
            wheel.schedule(allot(of, row), millis);
        }
    }

    private int allot(Timed of, int row) {
        if (freed == 0 && timers == rows.length) {
            int size = Math.max(16, timers + timers / 4);
            owners = Arrays.copyOf(owners, size);
            rows = Arrays.copyOf(rows, size);
            free = Arrays.copyOf(free, size);
        }
        int timer = freed > 0 ? free[--freed] : timers++;
        owners[timer] = of;
        rows[timer] = row;
        of.setTimer(row, timer);
        return timer;
    }

    void cancel(Timed of, int row) {
        int timer = of.timer(row);
        if (timer != Timed.NONE) {
            wheel.cancel(timer);
            release(timer);
        }
    }

    private void release(int timer) {
        owners[timer].setTimer(rows[timer], Timed.NONE);
        free[freed++] = timer;
    }

    /** As {@link TimerWheel#next}. */
    long next(long limit) {
        return wheel.next(limit);
    }

    /** Notes what is due at the instant that {@link #next} gave. */
    void take(long now) {
        for (int timer = wheel.take(); timer >= 0; timer = wheel.take()) {
            release(timer);
            owners[timer].due(rows[timer], now, this);
        }
    }

    /**
     * Brings what was noted in order, from the {@code from}th on and each once; returns how much is
     * noted. Lookouts come before all rules: what they note is brought among the rules after them.
     */
    int sort(int from) {
        Arrays.sort(due, from, count);
        int distinct = from;
        for (int i = from; i < count; i++) {
            if (distinct == from || due[i] != due[distinct - 1]) {
                due[distinct++] = due[i];
            }
        }
        count = distinct;
        return count;
    }

    /** Whether nothing is noted. */
    boolean isEmpty() {
        return count == 0;
    }

    /** Nothing is noted any more. */
    void done() {
        count = 0;
    }

    /** The instance is to be evaluated at the instant at hand. */
    void note(Instances of, int row) {
        note(of.index(), row);
    }

    /** As above, by the index of the rule; a device for a lookout, by {@code ~index}. */
    void note(int rule, int row) {
        if (count == due.length) {
            due = Arrays.copyOf(due, count * 2);
        }
        due[count++] = ((long) rule << Integer.SIZE) | row;
    }

    /** The rule of the {@code i}th instance that is due; of a lookout {@code ~index}. */
    int rule(int i) {
        return (int) (due[i] >>> Integer.SIZE);
    }

    int row(int i) {
        return (int) due[i];
    }
}
