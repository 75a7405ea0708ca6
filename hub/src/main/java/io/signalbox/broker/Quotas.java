package io.signalbox.broker;

/**
 * How much may wait in the broker for others to take it.
 *
 * @param sessions that are stored, with or without a connection; a further one is refused
 * @param sessionMessages messages of QoS 1 and 2 that wait for one session; when there are more the
 *     oldest are dropped, and a connection that is too slow for its messages ends first. One that
 *     matches several filters of the session counts for each
 * @param sessionBytes the same in bytes as they stand in the journal
 * @param sessionAgeSeconds how long a message waits for a session whose client is away, in seconds
 *     that the hub runs; 0 for as long as the session lives
 * @param retainedBytes retained messages in all, with their topics; a further one is refused
 */
public record Quotas(
        int sessions,
        long sessionMessages,
        long sessionBytes,
        long sessionAgeSeconds,
        long retainedBytes) {

    public static final Quotas DEFAULT =
            new Quotas(2_000_000, 10_000_000, 16L << 30, 0, 256L << 20);

    public Quotas {
        if (sessions < 1
                || sessionMessages < 1
                || sessionBytes < 1
                || sessionAgeSeconds < 0
                || retainedBytes < 0) {
            throw new IllegalArgumentException("expected quotas above 0");
        }
    }
}
