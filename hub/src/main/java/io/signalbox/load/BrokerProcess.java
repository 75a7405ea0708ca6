package io.signalbox.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The broker as its machine sees it, from {@code /proc}; 0 for what cannot be known. */
final class BrokerProcess {
    private static final long NANOS_PER_TICK = 10_000_000;
    private static final int USER_TICKS = 11;

    private final Path folder;

    BrokerProcess(long id) {
        this.folder = Path.of("/proc", Long.toString(id));
    }

    long residentBytes() {
        for (String line : read("status").split("\n", -1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /** Processor time of all its threads so far; the kernel counts in steps of 10 ms. */
    long processorNanos() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
        if (fields.length <= USER_TICKS + 1) {
            return 0;
        }
        long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]);
        return ticks * NANOS_PER_TICK;
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            return "";
        }
    }
}
