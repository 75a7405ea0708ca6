package io.signalbox.rules;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/**
 * Readings per second of processor time through the rules that the peers of {@code bench/rules} have, too: {@code
 * stateless} is ten limits, {@code dwell} one that has to be passed for 20 s.
 */
public final class BesidePeers {
    private static final int WARM_UP_ROUNDS = 5;
    private static final int MEASURED_ROUNDS = 200;

    private BesidePeers() {}

    /** {@code stateless|dwell PUMPS}. */
    public static void main(String[] arguments) {
        int pumps = Integer.parseInt(arguments[1]);
        Plant plant = Plant.calm(pumps, arguments[0].equals("dwell") ? Plant.DWELL : Plant.LIMITS);
        int round = 20 * pumps;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            report(plant, round);
        }
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = system.getProcessCpuTime();
        for (int i = 0; i < MEASURED_ROUNDS; i++) {
            report(plant, round);
        }
        double seconds = (system.getProcessCpuTime() - begin) / 1e9;
        System.out.printf("%.0f%n", MEASURED_ROUNDS * (double) round / seconds);
    }

    private static void report(Plant plant, int readings) {
        for (int i = 0; i < readings; i++) {
            plant.report();
        }
    }
}
