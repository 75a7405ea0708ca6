package io.signalbox.rules;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

/**
 * The time in which rules live; it comes out of the journal and never goes back.
 *
 * <p>{@code now = max(last tick, min(t, last tick + 5 s))}: ticks move it, and a sample may run a
 * little ahead of the next tick. A device whose clock stands in 2099 moves it by 5 s at most.
 */
final class PlantTime {
    /** How far a sample may run ahead of the last tick, in milliseconds. */
    static final long LEAD_MILLIS = 5_000;

    /**
     * Pause between two ticks from which on the hub counts as deaf, in milliseconds: it was
     * stopped, or its machine slept. Nobody's silence counts from before the end of such a pause;
     * otherwise each long stop of the hub would end in an alarm for every device.
     */
    static final long DEAF_MILLIS = 10_000;

    /** Before all times; far enough from the edge that durations can be subtracted from it. */
    static final long NEVER = Long.MIN_VALUE / 4;

    private long lastTick = NEVER;
    private long now = NEVER;
    private long hearingSince = NEVER;

    long now() {
        return now;
    }

    long lastTick() {
        return lastTick;
    }

    /** The end of the last pause in which nothing could be heard. */
    long hearingSince() {
        return hearingSince;
    }

    /** Where a sample of {@code millis} would move the time to. */
    long atSample(long millis) {
        return lastTick == NEVER ? now : Math.max(now, Math.min(millis, lastTick + LEAD_MILLIS));
    }

    /** The first record of a journal sets the time, whatever it is. */
    void begin(long millis) {
        if (lastTick == NEVER) {
            tick(millis);
            moveTo(millis);
        }
    }

    /**
     * Notes a tick; the time itself moves by {@link #moveTo}, past what is due on the way.
     *
     * @return true if the hub was deaf before it
     */
    boolean tick(long millis) {
        boolean deaf = millis - lastTick > DEAF_MILLIS;
        if (deaf) {
            hearingSince = Math.max(now, millis);
        }
        lastTick = Math.max(lastTick, millis);
        return deaf;
    }

    /**
     * True if no tick came for so long that a record of this time, which is the hub's own, stands
     * for one: the first message after a pause must not look as old as the pause is long.
     */
    boolean isTickOverdue(long recordMillis) {
        return recordMillis > lastTick + LEAD_MILLIS;
    }

    void moveTo(long millis) {
        now = Math.max(now, millis);
    }

    void snapshot(ByteWriter out) {
        out.u64(lastTick).u64(now).u64(hearingSince);
    }

    void restore(ByteReader in) {
        lastTick = in.u64();
        now = in.u64();
        hearingSince = in.u64();
    }
}
