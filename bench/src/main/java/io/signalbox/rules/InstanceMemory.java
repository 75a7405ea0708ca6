package io.signalbox.rules;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What an instance of a rule takes of the heap: a plant with its ten rules less one without, by
 * device and rule.
 */
public final class InstanceMemory {
    private static final int DEVICES = 100_000;
    private static final int RULES = 10;

    /** What the collector puts in the place of objects that are gone. */
    private static final String FILLER = "Filler";

    /** Here and nowhere else, so that the one before is gone. */
    private static Plant plant = new Plant(1, "");

    private InstanceMemory() {}

    public static void main(String[] arguments) {
        plant = new Plant(DEVICES, "");
        long without = bytes();
        plant = new Plant(DEVICES, true);
        long with = bytes();
        System.out.printf(
                "%.1f bytes for each of %,d instances%n",
                (with - without) / ((double) DEVICES * RULES), DEVICES * RULES);
        System.out.printf(
                "%.1f bytes for each of %,d devices of five points without rules%n",
                without / (double) DEVICES, DEVICES);
    }

    /** What the engine of the plant holds, after five reports of each point. */
    private static long bytes() {
        for (int i = 0; i < 25 * DEVICES; i++) {
            plant.report();
        }
        long all = used();
        plant.forgetEngine();
        return all - used();
    }

    /** Objects that are alive, in bytes; what a collector leaves between them does not count. */
    private static long used() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return histogram
                    .lines()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length >= 4 && words[0].endsWith(":"))
                    .filter(words -> !words[3].contains(FILLER))
                    .mapToLong(words -> Long.parseLong(words[2]))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
