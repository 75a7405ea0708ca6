package io.signalbox.hub;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * How full the heap is of what lives long, as the last collection of it found. That finds out
 * nothing by itself: {@link #collect} asks for one.
 */
final class Heap {
    /** As much may be garbage before it is collected, or as much as there was of the rest. */
    private static final long GARBAGE_BYTES = 64 << 20;

    /** The serial collector's; others look after theirs by themselves. */
    private static final String LEFT_TO_GROW = "Tenured Gen";

    private final @Nullable MemoryPoolMXBean old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(MemoryPoolMXBean::isUsageThresholdSupported)
            .findFirst()
            .orElse(null);

    /** Percent of the old generation that was in use after its last collection; 0 if unknown. */
    int percentAfterCollection() {
        MemoryUsage usage = old == null ? null : old.getCollectionUsage();
        if (usage == null) {
            return 0;
        }
        long max = usage.getMax() > 0 ? usage.getMax() : Runtime.getRuntime().maxMemory();
        return (int) (usage.getUsed() * 100 / max);
    }

    /**
     * Whether a collection is due: the serial collector lets the old generation grow to its limit, a
     * quarter of the machine's memory, before it looks for garbage there.
     */
    boolean isDue() {
        if (old == null || !old.getName().equals(LEFT_TO_GROW)) {
            return false;
        }
        MemoryUsage after = old.getCollectionUsage();
        return isDue(old.getUsage().getUsed(), after == null ? 0 : after.getUsed());
    }

    static boolean isDue(long used, long usedAfterCollection) {
        return used - usedAfterCollection > Math.max(GARBAGE_BYTES, usedAfterCollection);
    }

    void collect() {
        System.gc();
    }
}
