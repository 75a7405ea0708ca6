package io.signalbox.time;

/**
 * The hub's time: wall time that never goes back and never jumps.
 *
 * <p>It runs with the monotonic clock from the wall time found at its start. A wall clock that
 * differs by up to {@link #FOLLOWED_MILLIS} is followed gently, one part in {@link #SLEW}, as time
 * servers correct clocks. A greater difference is a jump (an operator, a broken time server, a
 * machine that woke up): it is shown by {@link #jumpMillis} and not followed before the next
 * start, so that no lease, dwell time or session ends because somebody set a clock.
 */
public final class SteadyClock implements Clock {
    /** Greatest difference to the wall clock that is followed, in milliseconds. */
    public static final long FOLLOWED_MILLIS = 300_000;

    private static final long SLEW = 200;

    private final Clock source;
    private long lastNanos;
    private long steadyNanos;
    private long jumpMillis;

    /**
     * @param notBeforeMillis the newest time already in the journal: a machine that wakes up in
     *     1970 goes on from there
     */
    public SteadyClock(Clock source, long notBeforeMillis) {
        this.source = source;
        this.lastNanos = source.nanos();
        this.steadyNanos = Math.max(source.millis(), notBeforeMillis) * 1_000_000;
    }

    @Override
    public synchronized long millis() {
        long nanos = source.nanos();
        long elapsed = nanos - lastNanos;
        lastNanos = nanos;
        steadyNanos += elapsed;
        long differenceMillis = source.millis() - steadyNanos / 1_000_000;
        if (Math.abs(differenceMillis) <= FOLLOWED_MILLIS) {
            jumpMillis = 0;
            long step = Math.min(elapsed / SLEW, Math.abs(differenceMillis) * 1_000_000);
            steadyNanos += differenceMillis < 0 ? -step : step;
        } else {
            jumpMillis = differenceMillis;
        }
        return steadyNanos / 1_000_000;
    }

    @Override
    public long nanos() {
        return source.nanos();
    }

    /** How far the wall clock has jumped away, in milliseconds; 0 while it is followed. */
    public synchronized long jumpMillis() {
        return jumpMillis;
    }
}
