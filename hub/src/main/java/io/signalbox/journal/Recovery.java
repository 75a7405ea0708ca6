package io.signalbox.journal;

import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Opens what an earlier run left. Of finished segments only header and seal are looked at, and that
 * each continues the one before; their batches are checked when they are read. The last segment is
 * scanned unless it was finished by a clean stop.
 */
final class Recovery {
    private final Disk disk;
    private final JournalConfig config;
    private final Clock clock;
    private final Executor preparer;
    private final Beginning beginning;
    private final List<Segment> segments = new ArrayList<>();
    private List<String> files = List.of();
    private long nextSequence = 1;
    private int digest;
    private long epoch;
    private long dropped;
    private @Nullable SegmentWriter writer;

    /**
     * What was found and is ready to go on.
     *
     * @param nextSequence the sequence that the next record gets
     */
    record Recovered(
            Beginning beginning,
            List<Segment> segments,
            SegmentWriter writer,
            long epoch,
            long nextSequence,
            long droppedBytes) {}

    Recovery(Disk disk, JournalConfig config, Clock clock, Executor preparer) {
        this.disk = disk;
        this.config = config;
        this.clock = clock;
        this.preparer = preparer;
        this.beginning = new Beginning(disk);
    }

    Recovered run() throws IOException {
        ColdFiles cold = new ColdFiles(disk);
        List<String> names = new ArrayList<>();
        files = disk.list();
        for (String name : files) {
            if (SegmentHeader.isFileName(name)) {
                names.add(name);
            } else if (ColdHeader.isFileName(name)) {
                cold.read(name);
            } else if (Beginning.isFileName(name)) {
                beginning.found(name);
            } else if (name.endsWith(SegmentWriter.TEMPORARY)) {
                disk.delete(name);
            }
        }
        epoch = clock.millis();
        List<String> inOrder = cold.inOrder(names);
        if (inOrder.isEmpty()) {
            beginning.checkNone();
        }
        for (String name : inOrder) {
            boolean last = name.equals(inOrder.getLast());
            if (ColdHeader.isFileName(name)) {
                openCold(name, last);
            } else {
                openSegment(name, last);
            }
        }
        cold.deleteReplaced();
        SegmentWriter last = writer;
        if (last == null) {
            SegmentHeader header = new SegmentHeader(nextSequence, clock.millis(), digest, epoch);
            last = SegmentWriter.create(disk, header, config, preparer);
            segments.add(last.segment);
        }
        beginning.settle(segments.getFirst().header);
        return new Recovered(beginning, segments, last, epoch, nextSequence, dropped);
    }

    private void openSegment(String name, boolean last) throws IOException {
        DiskFile file = disk.open(name);
        boolean keep = false;
        try {
            long size = file.size();
            SegmentHeader header = readHeader(file, name, size);
            Segment segment = new Segment(header, disk.path(name), SegmentHeader.BYTES);
            segments.add(segment);
            if (last) {
                checkNothingFollowed(segment, size);
            }
            if (readSeal(file, segment, size)) {
                if (last) {
                    TailScan.rewrite(file, size - BatchHeader.SEAL_BYTES, size);
                    file.force();
                }
            } else {
                keep = scan(file, segment, size, last);
            }
        } finally {
            if (!keep) {
                file.close();
            }
        }
    }

    private SegmentHeader readHeader(DiskFile file, String name, long size) throws IOException {
        String path = disk.path(name);
        if (size < SegmentHeader.BYTES) {
            throw new JournalDamaged(
                    path,
                    size,
                    "expected a header of " + SegmentHeader.BYTES
                            + " bytes, found the end of the file. Put it back from a backup.");
        }
        SegmentHeader header = SegmentHeader.read(read(file, 0, SegmentHeader.BYTES), path);
        checkPlace(header, header.fileName(), name);
        return header;
    }

    /** It follows what comes before it in the chain. */
    private void checkPlace(SegmentHeader header, String ownName, String name) {
        String path = disk.path(name);
        if (!ownName.equals(name)) {
            throw new JournalDamaged(
                    path,
                    12,
                    "expected the file that begins with record "
                            + SegmentHeader.firstOf(name) + ", found that of "
                            + disk.path(ownName)
                            + ". Give the files their own names again.");
        }
        if (segments.isEmpty()) {
            epoch = header.epoch();
            beginning.check(header, path);
        } else if (header.first() != nextSequence) {
            throw new JournalDamaged(
                    path,
                    12,
                    "expected record " + nextSequence + " to follow in "
                            + "the next segment, found " + header.first() + ". Put the file that is"
                            + " missing before this one back from a backup.");
        } else if (header.epoch() != epoch || header.previousDigest() != digest) {
            throw new JournalDamaged(
                    path,
                    28,
                    "expected the segment that continues "
                            + segments.getLast().path
                            + ", found one of another journal. Put the file back"
                            + " from a backup.");
        }
        nextSequence = header.first();
    }

    /** An index is written of a segment that another follows: without that, it is missing. */
    private void checkNothingFollowed(Segment segment, long size) {
        String index = segment.indexName();
        if (files.contains(index)) {
            throw new JournalDamaged(
                    segment.path,
                    size,
                    "expected another segment to follow, because there is an index of this one,"
                            + " found none. Put the newest files back from a backup; to go on"
                            + " without what they held delete " + disk.path(index));
        }
    }

    private void openCold(String name, boolean last) throws IOException {
        try (DiskFile file = disk.open(name)) {
            String path = disk.path(name);
            ColdHeader header = ColdHeader.read(read(file, 0, SegmentHeader.BYTES), path);
            checkPlace(header.asSegment(), header.fileName(), name);
            Segment segment = new Segment(header, path, SegmentHeader.BYTES);
            segments.add(segment);
            if (!readSeal(file, segment, file.size()) || nextSequence != header.end()) {
                throw new JournalDamaged(
                        path,
                        Math.max(0, file.size() - BatchHeader.SEAL_BYTES),
                        "expected the seal that ends a cold file, found other bytes; the file is cut"
                                + " short or damaged. Put it back from a backup.");
            }
            digest = header.endDigest();
            if (last) {
                throw new JournalDamaged(
                        path,
                        0,
                        "expected the segment that begins with record " + nextSequence
                                + " to follow, found none. Put the newest files back from a"
                                + " backup.");
            }
        }
    }

    private boolean readSeal(DiskFile file, Segment segment, long size) throws IOException {
        long at = size - BatchHeader.SEAL_BYTES;
        if (at < SegmentHeader.BYTES) {
            return false;
        }
        byte[] bytes = read(file, at, BatchHeader.SEAL_BYTES);
        BatchHeader seal = new BatchHeader();
        if (!seal.readChecked(bytes, 0, segment.salt)
                || !seal.isSeal()
                || !seal.bodyHolds(bytes, BatchHeader.BYTES)) {
            return false;
        }
        segment.committedEnd(at);
        nextSequence = seal.first;
        digest = BatchHeader.intAt(bytes, BatchHeader.BYTES);
        return true;
    }

    /**
     * Returns whether the segment goes on, with the file in the hands of its writer. A finished one
     * comes here when its seal is not at its end: a lost truncation leaves zeros there.
     */
    private boolean scan(DiskFile file, Segment segment, long size, boolean last)
            throws IOException {
        TailScan scan = new TailScan(file, segment, size);
        scan.run();
        if (!last && (!scan.isSealed() || scan.droppedBytes() > 0)) {
            throw new JournalDamaged(
                    segment.path,
                    segment.committedEnd(),
                    "expected a batch or the"
                            + " seal that ends a finished segment, found other bytes; the file is cut short"
                            + " or damaged. Put it back from a backup.");
        }
        scan.mend();
        dropped = scan.droppedBytes();
        nextSequence = scan.nextSequence();
        digest = (int) scan.digest().getValue();
        if (scan.isSealed()) {
            return false;
        }
        writer = new SegmentWriter(disk, segment, file, scan.digest(), config, preparer);
        return true;
    }

    private static byte[] read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining() && file.read(into, position + into.position()) > 0) {}
        return into.array();
    }
}
