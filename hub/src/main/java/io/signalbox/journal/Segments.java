package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of the journal, oldest first; the last is the one being written. */
final class Segments {
    private final Disk disk;
    private final Beginning beginning;
    private volatile List<Segment> all;
    private volatile Runnable whenFinished = () -> {};

    Segments(Disk disk, Beginning beginning, List<Segment> all) {
        this.disk = disk;
        this.beginning = beginning;
        this.all = List.copyOf(all);
        for (int i = 1; i < all.size(); i++) {
            all.get(i - 1).end(all.get(i).first());
        }
    }

    void add(Segment segment) {
        synchronized (this) {
            List<Segment> more = new ArrayList<>(all);
            more.getLast().end(segment.first());
            more.add(segment);
            all = List.copyOf(more);
        }
        whenFinished.run();
    }

    /** To be called on the journal thread when a segment has been finished. */
    void whenFinished(Runnable listener) {
        whenFinished = listener;
    }

    List<Segment> all() {
        return all;
    }

    /** All but the one being written. */
    List<Segment> finished() {
        List<Segment> now = all;
        return now.subList(0, now.size() - 1);
    }

    int count() {
        return all.size();
    }

    int indexed() {
        return (int) all.stream().filter(segment -> segment.indexed).count();
    }

    /** The oldest record from which on nothing is missing. */
    long firstSequence() {
        List<Segment> now = all;
        int at = now.size() - 1;
        while (at > 0 && now.get(at - 1).cold == null) {
            at--;
        }
        return now.get(at).first();
    }

    /** The oldest record that may be there. */
    long oldest() {
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

    /** Bytes of cold files, and what is kept of others because sessions need it. */
    long coldBytes() {
        return all.stream()
                .filter(s -> s.cold != null)
                .mapToLong(Segment::committedEnd)
                .sum();
    }

    long heldBytes() {
        return all.stream()
                .filter(s -> s.cold == null && s.neededBytes > 0)
                .mapToLong(Segment::committedEnd)
                .sum();
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
        int gone = 0;
        while (gone + 1 < all.size() && all.get(gone + 1).first() <= beforeSequence) {
            gone++;
        }
        if (gone > 0) {
            beginning.moveTo(all.get(gone).first());
        }
        for (; gone > 0; gone--) {
            Segment oldest = all.getFirst();
            all = List.copyOf(all.subList(1, all.size()));
            disk.delete(oldest.name);
            deleteIndex(oldest);
            disk.sync();
        }
    }

    /** Syncs the one being written; those before it were synced when they were finished. */
    void forceLast() throws IOException {
        try (DiskFile last = disk.open(all.getLast().name)) {
            last.force();
        }
    }

    private void deleteIndex(Segment segment) throws IOException {
        if (segment.indexed) {
            segment.indexed = false;
            disk.delete(segment.indexName());
        }
    }

    /**
     * Puts a cold file, which has been written under its temporary name, in the place of what it
     * stands for. It has its name, durably, before anything is deleted; what a crash leaves beside
     * it is deleted at the next start.
     */
    synchronized void replace(List<Segment> old, Segment cold) throws IOException {
        for (Segment segment : old) {
            deleteIndex(segment);
        }
        disk.rename(cold.name + SegmentWriter.TEMPORARY, cold.name);
        disk.sync();
        List<Segment> now = new ArrayList<>(all);
        int at = now.indexOf(old.getFirst());
        now.removeAll(old);
        now.add(at, cold);
        all = List.copyOf(now);
        for (Segment segment : old) {
            if (!segment.name.equals(cold.name)) {
                disk.delete(segment.name);
            }
        }
        disk.sync();
    }

    /** Gives an index that was just written its name, unless its segment was released meanwhile. */
    synchronized void publishIndex(Segment segment) throws IOException {
        if (all.contains(segment)) {
            IndexWriter.publish(disk, segment);
            segment.indexed = true;
            segment.growing = null;
        } else {
            disk.delete(IndexWriter.temporaryName(segment));
        }
    }
}
