package io.signalbox.hub;

import com.sun.management.UnixOperatingSystemMXBean;

import io.signalbox.config.HubConfig;

import java.lang.management.ManagementFactory;

/**
 * How many files this process may have open. A connection is one, too, and must not take those away
 * that the journal, the history and the API need to go on.
 */
final class OpenFiles {
    /** Those that connections leave free, of many. */
    private static final int RESERVED = 512;

    /** Those that connections leave free at least, of few. */
    private static final int RESERVED_OF_FEW = 64;

    private OpenFiles() {}

    /** How many connections fit, at most those of the limits; fewer are told of in the log. */
    static int connections(HubConfig.Limits limits) {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? connections(
                        limits,
                        system.getMaxFileDescriptorCount(),
                        system.getOpenFileDescriptorCount())
                : limits.connections();
    }

    /** @param most files that may be open, of which {@code open} are */
    static int connections(HubConfig.Limits limits, long most, long open) {
        int wanted = limits.connections();
        int fitting = fitting(wanted, most, open);
        if (fitting < wanted) {
            String takes = "it takes " + fitting
                    + " connections; ulimit -n, or LimitNOFILE= of systemd, allows more";
            System.Logger log = System.getLogger(OpenFiles.class.getName());
            if (limits.connectionsSet()) {
                log.log(
                        System.Logger.Level.WARNING,
                        "expected enough open files for limits.connections = " + wanted
                                + ", found that this process may have " + most + ": " + takes);
            } else {
                log.log(
                        System.Logger.Level.INFO,
                        "this process may have " + most + " open files: " + takes);
            }
        }
        return fitting;
    }

    static int fitting(int wanted, long most, long open) {
        long reserved = Math.max(RESERVED_OF_FEW, Math.min(RESERVED, most / 8));
        return (int) Math.max(1, Math.min(wanted, most - open - reserved));
    }
}
