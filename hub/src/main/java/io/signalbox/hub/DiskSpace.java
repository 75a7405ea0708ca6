package io.signalbox.hub;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system at one moment. What only its administrator may write counts neither as used nor as
 * free.
 *
 * @param usable bytes that this process can still write
 */
record DiskSpace(long used, long usable) {
    /** Asks for it. */
    interface Probe {
        DiskSpace look() throws IOException;
    }

    /** The file system that holds this folder. */
    static Probe of(Path folder) throws IOException {
        FileStore store = Files.getFileStore(folder);
        return () -> new DiskSpace(
                store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace());
    }

    /** The same if so many more bytes were used. */
    DiskSpace without(long bytes) {
        long taken = Math.min(bytes, usable);
        return new DiskSpace(used + taken, usable - taken);
    }

    long total() {
        return used + usable;
    }

    /** 0 for a disk without a size. */
    double usedPercent() {
        return total() == 0 ? 0 : 100.0 * used / total();
    }
}
