package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;

/**
 * The bytes of one finished segment and its index for one reader: from the memory that all readers
 * share, or read and checked. Its files are open only from a miss to {@link #close}.
 */
final class IndexedSegment implements Closeable {
    final Segment segment;
    private final Disk disk;
    private final Indexes indexes;
    private final BatchHeader header = new BatchHeader();
    private long lastBlock = -1;
    private byte[] lastBlockBytes = {};
    private long lastStretch = -1;
    private byte[] lastStretchBytes = {};
    private @Nullable DiskFile file;
    private @Nullable DiskFile indexFile;

    IndexedSegment(Disk disk, Indexes indexes, Segment segment) {
        this.disk = disk;
        this.indexes = indexes;
        this.segment = segment;
    }

    /** A block of posting lists. */
    byte[] block(IndexPart.Block block) throws IOException {
        if (block.position() != lastBlock) {
            lastBlockBytes = find(block);
            lastBlock = block.position();
        }
        return lastBlockBytes;
    }

    private byte[] find(IndexPart.Block block) throws IOException {
        byte[] bytes = indexes.recent(segment, true, block.position());
        if (bytes == null) {
            bytes = once(block);
            indexes.keep(segment, true, block.position(), bytes);
        }
        return bytes;
    }

    /** The same for who reads it once. */
    byte[] once(IndexPart.Block block) throws IOException {
        String name = segment.indexName();
        DiskFile from = indexFile;
        if (from == null) {
            from = openIndex();
            indexFile = from;
        }
        byte[] bytes = SegmentIndex.read(from, block.position(), block.length());
        if (PartWriter.crc(bytes, 0, bytes.length) != block.crc()) {
            throw new IndexDamaged(disk.path(name), block.position());
        }
        return bytes;
    }

    /** It may get its own name right now. */
    private DiskFile openIndex() {
        try {
            return disk.open(
                    segment.indexed ? segment.indexName() : IndexWriter.temporaryName(segment));
        } catch (IOException e) {
            try {
                return disk.open(segment.indexName());
            } catch (IOException gone) {
                throw new IndexDamaged(disk.path(segment.indexName()), 0);
            }
        }
    }

    /** The whole batches of a stretch. */
    byte[] stretch(IndexPart part, int number) throws IOException {
        long position = part.positions()[number];
        if (position != lastStretch) {
            lastStretchBytes = find(part, number, position);
            lastStretch = position;
        }
        return lastStretchBytes;
    }

    private byte[] find(IndexPart part, int number, long position) throws IOException {
        byte[] bytes = indexes.recent(segment, false, position);
        if (bytes != null) {
            return bytes;
        }
        DiskFile from = file;
        if (from == null) {
            from = disk.open(segment.name);
            file = from;
        }
        bytes = SegmentIndex.read(from, position, (int) (part.stretchEnd(number) - position));
        check(bytes, position);
        indexes.keep(segment, false, position, bytes);
        return bytes;
    }

    private void check(byte[] bytes, long position) {
        for (int at = 0; at < bytes.length; at += header.bytes()) {
            if (bytes.length - at < BatchHeader.BYTES
                    || !header.readChecked(bytes, at, segment.salt)
                    || header.bytes() > bytes.length - at
                    || !header.isKnownBatch()
                    || !header.bodyHolds(bytes, at + BatchHeader.BYTES)) {
                throw new JournalDamaged(
                        segment.path,
                        position + at,
                        "expected a batch, found bytes that fail its checksum. Put the file back"
                                + " from a backup.");
            }
        }
    }

    @Override
    public void close() throws IOException {
        DiskFile open = file;
        DiskFile indexOpen = indexFile;
        file = null;
        indexFile = null;
        lastBlock = -1;
        lastBlockBytes = new byte[0];
        lastStretch = -1;
        lastStretchBytes = new byte[0];
        if (open != null) {
            open.close();
        }
        if (indexOpen != null) {
            indexOpen.close();
        }
    }
}
