package io.signalbox.rules;

import java.util.Arrays;

/**
 * A hierarchical timing wheel: timers are small ints, each due at most once, at a millisecond.
 *
 * <p>Level 0 holds the 64 milliseconds around the current one, each further level 64 times as
 * much; eight levels reach beyond the year 8000. A timer lies on the level of the highest group of
 * six bits in which its time differs from the current time, in the slot of that group. So the
 * earliest timer is always in the lowest slot of the lowest level that is not empty, which a bit
 * mask per level finds at once. Reaching a slot of a higher level spreads its timers over the
 * levels below; each timer goes down at most seven times in its life. (Varghese and Lauck, 1987.)
 *
 * <p>Lists are threaded through arrays: scheduling allocates nothing. Not thread-safe.
 */
final class TimerWheel {
    /** What {@link #next} returns if nothing is due, and {@link #due} of a timer not scheduled. */
    static final long NONE = Long.MAX_VALUE;

    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 8;
    private static final int END = -1;
    private static final long LAST = (1L << (LEVELS * BITS)) - 1;

    private final int[] heads = new int[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS];
    private long current;

    private long[] due = new long[16];
    private int[] next = new int[16];
    private int[] previous = new int[16];
    private int[] slot = new int[16];

    TimerWheel() {
        Arrays.fill(heads, END);
        Arrays.fill(due, NONE);
    }

    /** When the timer is due, or {@link #NONE}. */
    long due(int timer) {
        return timer < due.length ? due[timer] : NONE;
    }

    /** Sets the timer, in place of what it was set to; a time already past means "at once". */
    void schedule(int timer, long millis) {
        cancel(timer);
        if (millis == NONE) {
            return;
        }
        if (timer >= due.length) {
            grow(timer + 1);
        }
        place(timer, Math.clamp(millis, current, LAST));
    }

    void cancel(int timer) {
        if (due(timer) == NONE) {
            return;
        }
        due[timer] = NONE;
        int before = previous[timer];
        int after = next[timer];
        if (after != END) {
            previous[after] = before;
        }
        if (before != END) {
            next[before] = after;
        } else {
            int at = slot[timer];
            heads[at] = after;
            if (after == END) {
                occupied[at / SLOTS] &= ~(1L << (at % SLOTS));
            }
        }
    }

    /**
     * The earliest time at which a timer is due if that is not after {@code limit}, else {@link
     * #NONE}; the wheel has then turned to that time, or to the limit.
     */
    long next(long limit) {
        while (true) {
            int level = 0;
            while (level < LEVELS && occupied[level] == 0) {
                level++;
            }
            if (level == LEVELS) {
                current = Math.max(current, limit);
                return NONE;
            }
            int index = Long.numberOfTrailingZeros(occupied[level]);
            long start = startOf(level, index);
            if (start > limit) {
                current = Math.max(current, limit);
                return NONE;
            }
            current = Math.max(current, start);
            if (level == 0) {
                return start;
            }
            spread(level * SLOTS + index);
        }
    }

    /** Takes a timer that is due at the time {@link #next} returned, or -1 when there is no more. */
    int take() {
        int timer = heads[(int) (current & (SLOTS - 1))];
        if (timer != END) {
            cancel(timer);
        }
        return timer;
    }

    private long startOf(int level, int index) {
        int shift = level * BITS;
        long above = current >>> shift >>> BITS << BITS;
        return (above | index) << shift;
    }

    private void spread(int at) {
        int timer = heads[at];
        heads[at] = END;
        occupied[at / SLOTS] &= ~(1L << (at % SLOTS));
        while (timer != END) {
            int following = next[timer];
            place(timer, due[timer]);
            timer = following;
        }
    }

    private void place(int timer, long millis) {
        long different = millis ^ current;
        int level = different == 0 ? 0 : (63 - Long.numberOfLeadingZeros(different)) / BITS;
        int index = (int) (millis >>> (level * BITS)) & (SLOTS - 1);
        int at = level * SLOTS + index;
        due[timer] = millis;
        slot[timer] = at;
        previous[timer] = END;
        next[timer] = heads[at];
        if (heads[at] != END) {
            previous[heads[at]] = timer;
        }
        heads[at] = timer;
        occupied[level] |= 1L << index;
    }

    private void grow(int atLeast) {
        int old = due.length;
        int size = Math.max(atLeast, old + old / 4);
        due = Arrays.copyOf(due, size);
        Arrays.fill(due, old, size, NONE);
        next = Arrays.copyOf(next, size);
        previous = Arrays.copyOf(previous, size);
        slot = Arrays.copyOf(slot, size);
    }
}
