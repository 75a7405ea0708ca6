package io.signalbox.broker;

/**
 * When a session of a model ends, or its will is published: not before its time, and soon after. The
 * hub looks at a calendar of whole seconds at each tick, of which models have one a second at least.
 * After a restart it knows times by TICK records alone, which are a second apart, and what was not
 * durable before a power failure it does again.
 */
final class Deadline {
    private static final long SWEEP_MILLIS = 2_000;
    private static final long TICK_MILLIS = 1_000;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final long first;
    private long earliest;
    private long due;

    /** Unknown as long as the hub may not have heard of it. */
    private long latest = UNKNOWN;

    /** So many seconds from now on. */
    static Deadline in(long seconds, long millis) {
        long due = millis + seconds * 1000;
        return new Deadline(due, due);
    }

    private Deadline(long earliest, long due) {
        this.first = earliest;
        this.earliest = earliest;
        this.due = due;
    }

    /** The hub did it by now, but perhaps before, and at this time at the earliest. */
    static Deadline since(long earliest, long millis) {
        return new Deadline(earliest, millis);
    }

    /** Or so many seconds from now on. */
    Deadline or(long millis, long seconds) {
        long other = millis + seconds * 1000;
        return new Deadline(Math.min(earliest, other), Math.max(due, other));
    }

    /** The hub knows of it. */
    void settled(long millis) {
        if (latest == UNKNOWN) {
            latest = Math.max(due, millis) + SWEEP_MILLIS;
        }
    }

    /** {@code lost} is the time that the journal does not know of. */
    void restarted(long lost) {
        earliest = Math.min(earliest, first - TICK_MILLIS);
        due += TICK_MILLIS + lost;
        latest = UNKNOWN;
    }

    long earliest() {
        return earliest;
    }

    boolean isBefore(long millis) {
        return millis < earliest;
    }

    boolean isOver(long millis) {
        return millis > latest;
    }

    @Override
    public String toString() {
        return earliest + ".." + latest;
    }
}
