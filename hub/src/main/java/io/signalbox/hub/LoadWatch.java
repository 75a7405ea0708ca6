package io.signalbox.hub;

import io.signalbox.broker.Admission.Load;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Judges whether the hub has more to do than it can, from signs that last: a moment's strain is what
 * flow control is for. A heap that is nearly full after a collection cannot wait. Belongs to one
 * thread.
 */
final class LoadWatch {
    private static final Logger LOG = System.getLogger(LoadWatch.class.getName());
    private static final long SECOND = 1_000_000_000L;

    /** How long strain lasts until QoS 0 is shed, until connections are, and calm until less is. */
    static final long SHED_QOS_0_NANOS = 5 * SECOND;

    static final long SHED_CONNECTIONS_NANOS = 15 * SECOND;
    static final long CALM_NANOS = 2 * SECOND;

    /** Percent of the heap that is in use after a collection. */
    static final int HEAP_STRAINED = 85;

    static final int HEAP_NEAR_END = 92;

    /** A loop that comes to its tick so much too late makes every client wait. */
    static final long LOOP_LAG_NANOS = SECOND;

    /**
     * What is looked at.
     *
     * @param heapPercent of the old generation, used after its last collection
     * @param lagNanos by which the slowest loop was late since the last look
     */
    record Signs(boolean journalSaturated, int heapPercent, long lagNanos) {
        private String strain() {
            if (heapPercent >= HEAP_STRAINED) {
                return heapPercent + " % of the heap are in use after a collection";
            }
            if (journalSaturated) {
                return "the journal gets more than the disk takes";
            }
            return lagNanos >= LOOP_LAG_NANOS
                    ? "an event loop is " + lagNanos / 1_000_000 + " ms late"
                    : "";
        }
    }

    private Load load = Load.NORMAL;
    private boolean strained;

    /** Since when it is as {@link #strained} says, or since the last step back. */
    private long sinceNanos;

    LoadWatch(long nowNanos) {
        this.sinceNanos = nowNanos;
    }

    Load judge(Signs signs, long nowNanos) {
        String strain = signs.strain();
        if (strained == strain.isEmpty()) {
            strained = !strained;
            sinceNanos = nowNanos;
        }
        long lasted = nowNanos - sinceNanos;
        Load now = load;
        if (signs.heapPercent >= HEAP_NEAR_END || (strained && lasted >= SHED_CONNECTIONS_NANOS)) {
            now = Load.SHED_CONNECTIONS;
        } else if (signs.heapPercent >= HEAP_STRAINED || (strained && lasted >= SHED_QOS_0_NANOS)) {
            now = load == Load.NORMAL ? Load.SHED_QOS_0 : load;
        } else if (!strained && lasted >= CALM_NANOS && load != Load.NORMAL) {
            now = load == Load.SHED_CONNECTIONS ? Load.SHED_QOS_0 : Load.NORMAL;
            sinceNanos = nowNanos;
        }
        if (now != load) {
            report(now, strain);
            load = now;
        }
        return now;
    }

    private static void report(Load now, String strain) {
        switch (now) {
            case NORMAL -> LOG.log(Level.INFO, "the load is normal again");
            case SHED_QOS_0 ->
                LOG.log(
                        Level.WARNING,
                        "overloaded{0}: messages of QoS 0 are dropped",
                        strain.isEmpty() ? " a little less" : ", " + strain);
            case SHED_CONNECTIONS ->
                LOG.log(
                        Level.WARNING,
                        "overloaded, {0}: messages of QoS 0 are dropped and new connections refused",
                        strain);
        }
    }
}
