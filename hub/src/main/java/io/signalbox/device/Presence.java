package io.signalbox.device;

/** Whether a device is there. */
public enum Presence {
    /** It was heard within its time, or is connected. */
    ONLINE,
    /** It is not connected, but was heard within its time, and has a session that waits for it. */
    ASLEEP,
    /** It was silent for longer than its time, and is not connected. */
    OFFLINE;

    /** Messages that may be missed before a device counts as silent. */
    static final int PATIENCE = 3;

    /** The time of a device is at least this, so that a fast one does not flicker. */
    static final long LEAST_SILENCE_MILLIS = 10_000;

    /** The time of a device whose type declares no interval. */
    static final long USUAL_SILENCE_MILLIS = 15 * 60_000L;

    /**
     * Judges a device.
     *
     * @param lastSeenMillis when it was heard last, 0 if never
     * @param patienceMillis its time
     */
    static Presence of(long lastSeenMillis, long patienceMillis, Links.Link link, long nowMillis) {
        boolean heard = lastSeenMillis > 0 && nowMillis - lastSeenMillis <= patienceMillis;
        return switch (link) {
            case CONNECTED -> ONLINE;
            case WAITING -> heard ? ASLEEP : OFFLINE;
            case NONE -> heard ? ONLINE : OFFLINE;
        };
    }
}
