package io.signalbox.rules;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * What an instance of a rule takes of the heap: a plant with its ten rules less one without, by
 * device and rule.
 */
public final class InstanceMemory {
    private static final int DEVICES = 100_000;
    private static final int RULES = 10;

    private InstanceMemory() {}

    public static void main(String[] arguments) {
        long without = bytes(new Plant(DEVICES, ""));
        long with = bytes(new Plant(DEVICES, true));
        System.out.printf(
                "%.1f bytes for each of %,d instances%n",
                (with - without) / ((double) DEVICES * RULES), DEVICES * RULES);
        System.out.printf(
                "%.1f bytes for each of %,d devices of five points without rules%n",
                without / (double) DEVICES, DEVICES);
    }

    /** What the engine of the plant holds, after five reports of each point. */
    private static long bytes(Plant plant) {
        for (int i = 0; i < 25 * DEVICES; i++) {
            plant.report();
        }
        long all = used();
        plant.forgetEngine();
        return all - used();
    }

    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < 3; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
