package io.signalbox.broker;

/**
 * How late a loop comes to its tick, that is how long everything on it waits. The loop writes, one
 * other thread reads.
 */
final class LoopLag {
    /** A tick is no surprise after so long. */
    private static final long USUAL_NANOS = 100_000_000L;

    private volatile long tickedNanos;
    private volatile long longest;
    private long takenNanos;

    LoopLag(long nowNanos) {
        tickedNanos = nowNanos;
        takenNanos = nowNanos;
    }

    void ticked(long nowNanos) {
        long gap = nowNanos - tickedNanos;
        tickedNanos = nowNanos;
        if (gap > longest) {
            longest = gap;
        }
    }

    /** The longest since the last call, one that has not ended yet included. */
    long take(long nowNanos) {
        long open = nowNanos - Math.max(tickedNanos, takenNanos);
        long most = Math.max(longest, open);
        longest = 0;
        takenNanos = nowNanos;
        return Math.max(0, most - USUAL_NANOS);
    }
}
