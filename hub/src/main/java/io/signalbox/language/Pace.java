package io.signalbox.language;

/**
 * How a rule goes with time.
 *
 * @param repeatMillis its actions are done again so often while it is active; 0 for once
 * @param settleMillis it decides so much later, in the order of the samples' times; 0 for at once
 */
public record Pace(long repeatMillis, long settleMillis) {
    /** Shortest pause between two repetitions. */
    static final long MIN_REPEAT_MILLIS = 1_000;

    /** Longest time that a rule waits for late samples. */
    static final long MAX_SETTLE_MILLIS = 3_600_000;

    /** What a rule has that says nothing of it. */
    public static final Pace USUAL = new Pace(0, 0);
}
