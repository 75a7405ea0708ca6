package io.signalbox.time;

/** The time as a component sees it: handed in, so that tests, replays and backtests can own it. */
public interface Clock {
    /** Wall time in milliseconds since 1970-01-01T00:00:00Z; may jump either way. */
    long millis();

    /** Monotonic time in nanoseconds from an arbitrary origin; never goes back. */
    long nanos();
}
