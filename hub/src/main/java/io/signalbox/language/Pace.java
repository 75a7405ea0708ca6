package io.signalbox.language;

/**
 * How a rule goes with time.
 *
 * @param repeatMillis its actions are done again so often while it is active; 0 for once
 */
public record Pace(long repeatMillis) {
    /** Shortest pause between two repetitions. */
    static final long MIN_REPEAT_MILLIS = 1_000;

    /** What a rule has that says nothing of it. */
    public static final Pace USUAL = new Pace(0);
}
