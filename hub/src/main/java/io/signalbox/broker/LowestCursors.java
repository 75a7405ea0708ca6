package io.signalbox.broker;

import java.util.Map;
import java.util.TreeMap;

/**
 * The lowest cursor of many sessions that come and go: how many have theirs in which stretch of the
 * journal. Exact while there are few different ones; then the stretches get longer, and the answer
 * is the beginning of the lowest, which is off by less than a thousandth of what lies between the
 * cursors. Used by all threads.
 */
final class LowestCursors {
    /** Stretches at most; with more each becomes twice as long. */
    static final int MOST = 4096;

    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    /** A stretch is two to the power of this many records long. */
    private int shift;

    synchronized void add(long cursor) {
        counts.merge(cursor >>> shift, 1, Integer::sum);
        while (counts.size() > MOST) {
            lengthen();
        }
    }

    private void lengthen() {
        TreeMap<Long, Integer> before = new TreeMap<>(counts);
        counts.clear();
        shift++;
        for (Map.Entry<Long, Integer> stretch : before.entrySet()) {
            counts.merge(stretch.getKey() >>> 1, stretch.getValue(), Integer::sum);
        }
    }

    /** Takes out one that was added. */
    synchronized void remove(long cursor) {
        counts.computeIfPresent(
                cursor >>> shift, (stretch, count) -> count == 1 ? null : count - 1);
        if (counts.isEmpty()) {
            shift = 0;
        }
    }

    /** The lowest, or a bit less; {@link Long#MAX_VALUE} if there is none. */
    synchronized long lowest() {
        return counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey() << shift;
    }
}
