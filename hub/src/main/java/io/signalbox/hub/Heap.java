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

    void collect() {
        System.gc();
    }
}
