package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of the journal, oldest first; the last is the one being written. */
final class Segments {
    private final Disk disk;
    private volatile List<Segment> all;

    Segments(Disk disk, List<Segment> all) {
        this.disk = disk;
        this.all = List.copyOf(all);
    }

    synchronized void add(Segment segment) {
        List<Segment> more = new ArrayList<>(all);
        more.add(segment);
        all = List.copyOf(more);
    }

    int count() {
        return all.size();
    }

    long firstSequence() {
        return all.getFirst().first();
    }

    /** The first record of the newest segments that are together no larger; 0 if one is larger. */
    long firstOfLast(long bytes) {
        long left = bytes;
        long first = 0;
        for (Segment segment : all.reversed()) {
            left -= segment.committedEnd();
            if (left < 0) {
                return first;
            }
            first = segment.first();
        }
        return first;
    }

    /** The segment that holds this record or will; null when it was released. */
    @Nullable
    Segment holding(long sequence) {
        List<Segment> now = all;
        int low = 0;
        int high = now.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (now.get(middle).first() <= sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? null : now.get(high);
    }

    /**
     * Deletes the files all of whose records come before this one, but never the last. The folder
     * is synced after each, so that a crash cannot bring an older one back without its successor.
     */
    synchronized void release(long beforeSequence) throws IOException {
        while (all.size() > 1 && all.get(1).first() <= beforeSequence) {
            Segment oldest = all.getFirst();
            all = List.copyOf(all.subList(1, all.size()));
            disk.delete(oldest.name);
            disk.sync();
        }
    }
}
