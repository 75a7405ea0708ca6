package io.signalbox.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The cold files found at the start. Each stands in the place of the segments, and of the older cold
 * files, whose first record is within its own; what a crash left of those is deleted.
 */
final class ColdFiles {
    private final Disk disk;
    private final List<ColdHeader> headers = new ArrayList<>();
    private final List<String> replaced = new ArrayList<>();

    ColdFiles(Disk disk) {
        this.disk = disk;
    }

    /** Notes a cold file. */
    void read(String name) throws IOException {
        try (DiskFile file = disk.open(name)) {
            byte[] block = SegmentIndex.read(file, 0, SegmentHeader.BYTES);
            ColdHeader header = ColdHeader.read(block, disk.path(name));
            if (!header.fileName().equals(name)) {
                throw new JournalDamaged(
                        disk.path(name),
                        12,
                        "expected the cold file that begins with record "
                                + SegmentHeader.firstOf(name) + ", found that of "
                                + disk.path(header.fileName())
                                + ". Give the files their own names again.");
            }
            headers.add(header);
        }
    }

    /** All files of the journal in order, given the names of the segments. */
    List<String> inOrder(List<String> names) {
        List<String> all = new ArrayList<>(names);
        headers.forEach(header -> all.add(header.fileName()));
        for (String name : all) {
            if (isReplaced(name)) {
                replaced.add(name);
            }
        }
        all.removeAll(replaced);
        all.sort(Comparator.comparingLong(SegmentHeader::firstOf));
        return all;
    }

    /** Deletes what is not needed any more, now that what stands in its place is known to be whole. */
    void deleteReplaced() throws IOException {
        for (String name : replaced) {
            disk.delete(name);
        }
        if (!replaced.isEmpty()) {
            disk.sync();
        }
    }

    private boolean isReplaced(String name) {
        long first = SegmentHeader.firstOf(name);
        return headers.stream()
                .anyMatch(header -> header.covers(first) && !header.fileName().equals(name));
    }
}
