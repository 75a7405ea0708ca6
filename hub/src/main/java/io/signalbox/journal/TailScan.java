package io.signalbox.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Finds where the unfinished last segment ends, after whatever stop.
 *
 * <p>Only what was written since the last sync can be torn, and that is one group of batches at the
 * very end. So the first bad batch ends the journal, unless a header behind it says that the bad
 * one had been synced before: then it is damage, and nothing is cut. A torn group leaves no such
 * header, for all its batches name the same synced record, before the group.
 */
final class TailScan {
    private static final int WINDOW = 1 << 20;

    private final DiskFile file;
    private final Segment segment;
    private final long size;
    private final BatchHeader header = new BatchHeader();
    private final CRC32C digest;

    private long end = SegmentHeader.BYTES;
    private long groupStart = SegmentHeader.BYTES;
    private long nextSequence;
    private boolean sealed;
    private long dropped;

    TailScan(DiskFile file, Segment segment, long size) {
        this.file = file;
        this.segment = segment;
        this.size = size;
        this.digest = segment.header.newDigest();
        this.nextSequence = segment.first();
    }

    /** The sequence that the next record gets. */
    long nextSequence() {
        return nextSequence;
    }

    boolean isSealed() {
        return sealed;
    }

    long droppedBytes() {
        return dropped;
    }

    CRC32C digest() {
        return digest;
    }

    void run() throws IOException {
        walkGoodBatches();
        segment.committedEnd(end);
        long from = sealed ? end + BatchHeader.SEAL_BYTES : end;
        long content = Window.endOfContent(file, from, size);
        if (content > from) {
            checkTornNotDamaged(content);
            dropped = content - from;
        }
    }

    private void walkGoodBatches() throws IOException {
        segment.isWatched();
        Window window = new Window(file, (int) Math.min(WINDOW, size));
        long synced = -1;
        while (true) {
            int at = window.at(end, BatchHeader.BYTES, size);
            if (at < 0
                    || !header.readChecked(window.bytes(), at, segment.salt)
                    || header.first != nextSequence) {
                return;
            }
            at = window.at(end, header.bytes(), size);
            if (at < 0 || !header.bodyHolds(window.bytes(), at + BatchHeader.BYTES)) {
                return;
            }
            if (header.isSeal()) {
                sealed = true;
                return;
            }
            if (!header.isKnownBatch()) {
                throw new JournalDamaged(
                        segment.path,
                        end,
                        "expected a batch whose flags this version knows, found"
                                + " flags " + header.flags
                                + ". A newer version of Signalbox wrote it:"
                                + " start that one.");
            }
            if (header.syncedThrough() != synced) {
                synced = header.syncedThrough();
                groupStart = end;
            }
            segment.grew(header.first, end, header.concerns());
            digest.update(window.bytes(), at, 4);
            nextSequence += header.count;
            end += header.bytes();
        }
    }

    private void checkTornNotDamaged(long content) throws IOException {
        Window window = new Window(file, (int) Math.min(WINDOW, size));
        long most = content - end;
        long from = end + 1;
        while (from + BatchHeader.BYTES <= content) {
            int length = (int) Math.min(WINDOW, content - from);
            int at = window.at(from, length, content);
            byte[] bytes = window.bytes();
            int last = at + length - BatchHeader.BYTES;
            for (int i = at; at >= 0 && i <= last; i++) {
                long distance = BatchHeader.firstAt(bytes, i) - nextSequence;
                if (distance > 0
                        && distance <= most
                        && header.readChecked(bytes, i, segment.salt)
                        && header.syncedThrough() >= nextSequence) {
                    throw new JournalDamaged(
                            segment.path,
                            end,
                            "expected the batch of record "
                                    + nextSequence + ", which was synced to the disk before record "
                                    + header.first + " at offset " + (from + i - at)
                                    + ", found bytes that"
                                    + " fail its checksum. Nothing was cut. Put the file back from a"
                                    + " backup.");
                }
            }
            from += length - BatchHeader.BYTES + 1;
        }
    }

    /**
     * Cuts what is torn and makes the rest durable. What the last process wrote and never synced
     * may be in the page cache alone, and after a failed sync the system even believes it written;
     * so the last group is written once more before the sync.
     */
    void mend() throws IOException {
        long keep = sealed ? end + BatchHeader.SEAL_BYTES : end;
        if (dropped > 0 || sealed) {
            file.truncate(keep);
        }
        rewrite(file, groupStart, keep);
        file.force();
    }

    static void rewrite(DiskFile file, long from, long to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(WINDOW, to - from));
        for (long at = from; at < to; at += block.capacity()) {
            block.clear().limit((int) Math.min(block.capacity(), to - at));
            while (block.hasRemaining() && file.read(block, at + block.position()) > 0) {}
            file.write(block.flip(), at);
        }
    }
}
