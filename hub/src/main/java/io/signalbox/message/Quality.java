package io.signalbox.message;

/** How far a reading may be trusted; the ordinal is stored. */
public enum Quality {
    GOOD,
    /** Late, or the device's clock is not trusted. */
    UNCERTAIN,
    /** Out of range, not a number, or the device reported an exception. */
    BAD,
    /** Older than the point's time to live. */
    STALE
}
