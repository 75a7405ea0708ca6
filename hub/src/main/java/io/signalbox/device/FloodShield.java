package io.signalbox.device;

/**
 * How much one device may send before only a sample of it is looked at: a token bucket, in the time
 * of the journal, so that a replay leaves out the same messages.
 *
 * <p>The whole bucket is one number per device: the microsecond at which it will be full again. A
 * message moves it on by the time in which one token comes; it may be ahead of the present by
 * {@link #BURST_SECONDS}. In a flood one message passes whenever a token has come, so what is left
 * is spread evenly over time.
 *
 * @param messagesPerSecond that pass in the long run; 0 for any number
 */
public record FloodShield(int messagesPerSecond) {
    /** What a hub starts with that was told nothing. */
    public static final FloodShield DEFAULT = new FloodShield(2000);

    /** Most that may be asked for. */
    public static final int MOST = 1_000_000;

    /** A bucket holds what comes in so many seconds. */
    static final int BURST_SECONDS = 10;

    /** A device that was cut within this time is said to flood. */
    static final long SAID_MILLIS = 60_000;

    private static final long MICROS = 1_000_000;

    public FloodShield {
        if (messagesPerSecond < 0 || messagesPerSecond > MOST) {
            throw new IllegalArgumentException(
                    "expected 0 to " + MOST + " messages per second, found " + messagesPerSecond);
        }
    }

    /**
     * Lets a message pass or not.
     *
     * @param fullMicros the bucket
     * @return the bucket after that, or -1 if the message does not pass
     */
    long admit(long fullMicros, long nowMillis) {
        if (messagesPerSecond == 0) {
            return fullMicros;
        }
        long now = nowMillis * 1000;
        long next = Math.max(fullMicros, now) + MICROS / messagesPerSecond;
        return next - now > BURST_SECONDS * MICROS ? -1 : next;
    }
}
