package io.signalbox.notify;

import java.util.concurrent.TimeUnit;

/** When to try again. */
final class Retries {
    /** After so long without success a notice is given up. */
    static final long GIVE_UP_MILLIS = TimeUnit.HOURS.toMillis(24);

    /** Longest pause that a receiver may ask for. */
    static final long LONGEST_WISH_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final long[] PAUSES_SECONDS = {2, 5, 15, 60, 300, 900, 3_600};

    private Retries() {}

    /**
     * How long to wait, in milliseconds.
     *
     * @param attempts in vain so far, at least 1
     * @param wishMillis what the receiver asked for, 0 for nothing
     */
    static long pauseMillis(int attempts, long wishMillis) {
        int step = Math.min(attempts, PAUSES_SECONDS.length) - 1;
        return Math.max(PAUSES_SECONDS[step] * 1_000, Math.min(wishMillis, LONGEST_WISH_MILLIS));
    }
}
