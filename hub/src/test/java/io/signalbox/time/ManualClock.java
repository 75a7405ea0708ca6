package io.signalbox.time;

/** A clock that stands still until it is moved. */
public final class ManualClock implements Clock {
    private volatile long millis;
    private volatile long nanos;

    public ManualClock(long startMillis) {
        this.millis = startMillis;
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** Moves both clocks forward by {@code millis} milliseconds (at least 0). */
    public synchronized void advance(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("time moves forward; got " + millis + " ms");
        }
        this.millis += millis;
        this.nanos += millis * 1_000_000;
    }

    /** Sets the wall clock alone, as an operator or a time server does; monotonic time stays. */
    public synchronized void setWallMillis(long millis) {
        this.millis = millis;
    }
}
