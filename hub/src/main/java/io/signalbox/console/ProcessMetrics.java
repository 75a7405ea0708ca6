package io.signalbox.console;

import static io.signalbox.console.MetricsText.labels;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The process that the hub runs in: its heap, its collections and what memory it holds. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessMetrics() {}

    static void write(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.gauge("jvm_heap_used_bytes", "Heap in use, with garbage.", heap.getUsed())
                .gauge("jvm_heap_committed_bytes", "Heap had from the system.", heap.getCommitted())
                .gauge("jvm_heap_max_bytes", "Heap that it may have.", heap.getMax())
                .gauge(
                        "jvm_threads",
                        "Platform threads.",
                        ManagementFactory.getThreadMXBean().getThreadCount());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        text.declareCounter("jvm_gc_collections_total", "Collections, by collector.");
        for (GarbageCollectorMXBean collector : collectors) {
            text.sample(
                    "jvm_gc_collections_total",
                    labels("collector", collector.getName()),
                    Long.toString(collector.getCollectionCount()));
        }
        text.declareCounter("jvm_gc_seconds_total", "Time in collections, by collector.");
        for (GarbageCollectorMXBean collector : collectors) {
            text.sample(
                    "jvm_gc_seconds_total",
                    labels("collector", collector.getName()),
                    Double.toString(collector.getCollectionTime() / 1e3));
        }
        long resident = residentBytes();
        if (resident > 0) {
            text.gauge("process_resident_memory_bytes", "Memory that the process holds.", resident);
        }
    }

    /** 0 on a system that does not tell. */
    private static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        } catch (IOException e) {
            // not Linux: the metric is left out
        }
        return 0;
    }
}
