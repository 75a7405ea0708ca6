package io.signalbox.hub;

import com.sun.management.UnixOperatingSystemMXBean;

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

    /** How many connections fit, at most {@code wanted}; fewer are told of in the log. */
    static int connections(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        long most = system.getMaxFileDescriptorCount();
        int fitting = fitting(wanted, most, system.getOpenFileDescriptorCount());
        if (fitting < wanted) {
            System.getLogger(OpenFiles.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "expected enough open files for limits.connections = {0}, found that"
                                    + " this process may have {1}: it takes {2} connections;"
                                    + " ulimit -n, or LimitNOFILE= of systemd, allows more",
                            wanted,
                            most,
                            fitting);
        }
        return fitting;
    }

    /** @param most files that may be open, of which {@code open} are */
    static int fitting(int wanted, long most, long open) {
        long reserved = Math.max(RESERVED_OF_FEW, Math.min(RESERVED, most / 8));
        return (int) Math.max(1, Math.min(wanted, most - open - reserved));
    }
}
