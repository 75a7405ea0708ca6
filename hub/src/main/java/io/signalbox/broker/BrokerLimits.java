package io.signalbox.broker;

/**
 * What the broker bounds, each with its default in {@link #DEFAULT}.
 *
 * @param filtersPerSession subscriptions of one session; more are refused with quota exceeded
 * @param filtersPerPacket filters of one SUBSCRIBE; more end the connection
 * @param inFlight QoS 1 deliveries open at once per session, whatever the client would take
 * @param unackedSpan deliveries from the oldest open one on, acknowledged or not; delivery waits
 * @param retainedMessages retained messages in all; a further topic is refused
 * @param inboxMessages QoS 0 messages on their way from other loops to one loop; more are dropped
 * @param cachedTopics topics whose matches one loop remembers; when full it starts anew
 * @param catchUpRecords records that a late session reads before its loop turns to others
 * @param cursorMillis longest time for which an acknowledgement is not durable
 * @param cursorAcks most acknowledgements of one session that are not durable
 * @param snapshotBytes journal bytes of the broker's concern after which a new snapshot is made, or
 *     eight times as many of any
 */
public record BrokerLimits(
        int filtersPerSession,
        int filtersPerPacket,
        int inFlight,
        int unackedSpan,
        int retainedMessages,
        int inboxMessages,
        int cachedTopics,
        int catchUpRecords,
        int cursorMillis,
        int cursorAcks,
        long snapshotBytes) {

    public static final BrokerLimits DEFAULT = new BrokerLimits(
            1_000, 100, 1_000, 4_000, 1_000_000, 65_536, 16_384, 1_024, 100, 64, 32L << 20);

    public BrokerLimits {
        if (unackedSpan < inFlight || unackedSpan > InFlight.ID_SPAN / 2) {
            throw new IllegalArgumentException("unackedSpan must be from inFlight (" + inFlight
                    + ") to " + InFlight.ID_SPAN / 2 + "; found " + unackedSpan);
        }
    }
}
