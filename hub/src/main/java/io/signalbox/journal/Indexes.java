package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The indexes of the segments: made behind the journal, one at a time, oldest first, and made again
 * when one is missing or damaged. That of the segment being written grows with it, part by part.
 * What has no index is read through like any file.
 */
final class Indexes {
    private static final Logger LOG = System.getLogger(Indexes.class.getName());

    /** Tables of that many bytes are kept in memory; others are read again when needed. */
    private static final long TABLE_BYTES = 8 << 20;

    /** Bytes of a segment, or of its index, from some position on. */
    private record Place(Segment segment, boolean ofIndex, long position) {}

    private final Disk disk;
    private final Segments segments;
    private final RecordKeys keys;
    private final IndexSizes sizes;
    private final Executor executor;
    private final Recent<Segment, SegmentIndex> tables =
            new Recent<>(TABLE_BYTES, SegmentIndex::bytes);
    private final Recent<Place, byte[]> read;

    /** Of the segment being written; of the thread that is working. */
    private volatile @Nullable IndexWriter growing;

    /** About how far that is. */
    private volatile long grownTo = SegmentHeader.BYTES;

    private boolean working;
    private boolean closing;

    Indexes(
            Disk disk,
            Segments segments,
            RecordKeys keys,
            JournalConfig config,
            Executor executor) {
        this.disk = disk;
        this.segments = segments;
        this.keys = keys;
        this.sizes = IndexSizes.of(config.segmentBytes());
        this.executor = executor;
        this.read = new Recent<>(config.sharedBytes(), bytes -> bytes.length + 64);
    }

    /** Looks which segments have an index already, and begins with the others. */
    void start() throws IOException {
        if (keys.equals(RecordKeys.NONE)) {
            return;
        }
        List<String> names = disk.list();
        for (Segment segment : segments.finished()) {
            segment.indexed = names.contains(segment.indexName());
        }
        for (String name : names) {
            if (name.endsWith(SegmentIndex.SUFFIX)
                    && segments.all().stream().noneMatch(s -> s.indexName().equals(name))) {
                disk.delete(name);
            }
        }
        segments.whenFinished(this::wake);
        wake();
    }

    /** To be called after each commit: the index of the segment being written grows with it. */
    void committed() {
        Segment active = segments.all().getLast();
        if (active.committedEnd() - grownTo >= sizes.partBytes() && !active.unindexable) {
            wake();
        }
    }

    /** Tries once more what has failed. */
    void tryAgain(Segment segment) {
        if (segment.unindexable) {
            segment.unindexable = false;
            wake();
        }
    }

    /** Makes the indexes that are missing. */
    void wake() {
        synchronized (this) {
            if (working || closing || next() == null) {
                return;
            }
            working = true;
        }
        executor.execute(this::work);
    }

    /** The oldest segment that has no index, or the last one if its index is behind. */
    private @Nullable Segment next() {
        List<Segment> all = segments.all();
        for (Segment segment : all.subList(0, all.size() - 1)) {
            if (!segment.indexed && !segment.unindexable) {
                return segment;
            }
        }
        Segment active = all.getLast();
        IndexWriter begun = growing;
        long behind = begun != null && begun.segment == active
                ? begun.behind()
                : active.committedEnd() - SegmentHeader.BYTES;
        return behind >= sizes.partBytes() && !active.unindexable ? active : null;
    }

    private void work() {
        while (true) {
            Segment segment;
            synchronized (this) {
                segment = closing ? null : next();
                if (segment == null) {
                    working = false;
                    notifyAll();
                    return;
                }
            }
            try {
                index(segment);
            } catch (IOException | RuntimeException e) {
                segment.unindexable = true;
                segment.growing = null;
                grownTo = SegmentHeader.BYTES;
                LOG.log(
                        Level.WARNING,
                        "no index of " + segment.path
                                + " until it is tried again: who is late reads"
                                + " through all of it",
                        e);
            }
        }
    }

    private void index(Segment segment) throws IOException {
        IndexWriter writer = growing;
        growing = null;
        if (writer == null || writer.segment != segment) {
            if (writer != null) {
                writer.close();
            }
            writer = IndexWriter.begin(disk, segment, keys, sizes);
        }
        boolean kept = false;
        try {
            if (segment.end() == Long.MAX_VALUE) {
                segment.growing = writer.extend();
                grownTo = segment.committedEnd() - writer.behind();
                growing = writer;
                kept = true;
            } else {
                writer.finish();
                segments.publishIndex(segment);
                grownTo = SegmentHeader.BYTES;
            }
        } finally {
            if (!kept) {
                writer.close();
            }
        }
    }

    /** The index of a segment, as far as there is one. */
    @Nullable
    SegmentIndex of(Segment segment) {
        if (!segment.indexed) {
            return segment.growing;
        }
        SegmentIndex found = tables.find(segment);
        if (found != null) {
            return found;
        }
        try {
            found = SegmentIndex.read(disk, segment);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot read the index of " + segment.path, e);
            found = null;
        }
        if (found == null) {
            makeAgain(segment);
            return null;
        }
        tables.keep(segment, found);
        return found;
    }

    /** What the file holds is not the index of this segment. */
    void makeAgain(Segment segment) {
        LOG.log(Level.INFO, "the index of {0} is made again", segment.path);
        segment.indexed = false;
        segment.growing = null;
        tables.forget(segment);
        wake();
    }

    /** Bytes that were read and checked before, by anybody; null when they are not in memory. */
    byte @Nullable [] recent(Segment segment, boolean ofIndex, long position) {
        return read.find(new Place(segment, ofIndex, position));
    }

    void keep(Segment segment, boolean ofIndex, long position, byte[] bytes) {
        read.keep(new Place(segment, ofIndex, position), bytes);
    }

    /** How often a reader went to a file. */
    long reads() {
        return read.misses();
    }

    /** Returns when nothing more is written. */
    synchronized void close() throws IOException {
        closing = true;
        boolean interrupted = false;
        while (working) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        IndexWriter unfinished = growing;
        growing = null;
        if (unfinished != null) {
            unfinished.close();
        }
    }
}
