package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.MalformedBytes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The index of one finished segment, in a file beside it: for each key the records that have it.
 * It can be made again from the segment at any time, so it is never trusted: what fails its check,
 * or was made from another file, is as good as none.
 *
 * <p>The file is a header of {@link #HEADER_BYTES}, blocks of posting lists, and the table of the
 * {@linkplain IndexPart parts}, which is all that is kept in memory. Header, big-endian: magic
 * "SBXFIDX1" u64, version u32, first sequence and sequence after the last u64, digest of the
 * segment u32, position of the table u64, its length u32, its CRC-32C u32, CRC-32C of all this u32.
 */
final class SegmentIndex {
    static final int HEADER_BYTES = 52;
    static final String SUFFIX = ".fidx";
    private static final long MAGIC = 0x5342_5846_4944_5831L;
    private static final int VERSION = 1;

    private final IndexPart[] parts;
    private final long bytes;

    /** It reaches to the segment's end. */
    final boolean whole;

    private SegmentIndex(IndexPart[] parts, boolean whole) {
        this.whole = whole;
        this.parts = parts;
        this.bytes = Arrays.stream(parts).mapToLong(IndexPart::bytes).sum() + 100;
    }

    /** That of the beginning of a segment. */
    static SegmentIndex growing(List<IndexPart> parts) {
        return new SegmentIndex(parts.toArray(IndexPart[]::new), false);
    }

    /** The part in which to look for what comes from this record on; null when there is none. */
    @Nullable
    IndexPart partFrom(long sequence) {
        for (IndexPart part : parts) {
            if (part.end() > sequence) {
                return part;
            }
        }
        return null;
    }

    IndexPart[] parts() {
        return parts;
    }

    /** About what this takes in memory. */
    long bytes() {
        return bytes;
    }

    static byte[] header(Segment segment, int digest, long tableAt, int tableBytes, int tableCrc) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION);
        header.putLong(segment.first()).putLong(segment.end()).putInt(digest);
        header.putLong(tableAt).putInt(tableBytes).putInt(tableCrc);
        header.putInt(PartWriter.crc(header.array(), 0, HEADER_BYTES - 4));
        return header.array();
    }

    /** The segment's own digest, which its seal holds. */
    static int digestOf(DiskFile file, Segment segment) throws IOException {
        byte[] seal = read(file, segment.committedEnd(), BatchHeader.SEAL_BYTES);
        return BatchHeader.intAt(seal, BatchHeader.BYTES);
    }

    /** Reads the index of a segment; null when what is there does not belong to it. */
    static @Nullable SegmentIndex read(Disk disk, Segment segment) throws IOException {
        int digest;
        try (DiskFile file = disk.open(segment.name)) {
            digest = digestOf(file, segment);
        }
        try (DiskFile file = disk.open(segment.indexName())) {
            byte[] head = read(file, 0, HEADER_BYTES);
            ByteBuffer header = ByteBuffer.wrap(head);
            if (header.getInt(HEADER_BYTES - 4) != PartWriter.crc(head, 0, HEADER_BYTES - 4)
                    || header.getLong() != MAGIC
                    || header.getInt() != VERSION
                    || header.getLong() != segment.first()
                    || header.getLong() != segment.end()
                    || header.getInt() != digest) {
                return null;
            }
            long tableAt = header.getLong();
            byte[] table = read(file, tableAt, header.getInt());
            if (PartWriter.crc(table, 0, table.length) != header.getInt()) {
                return null;
            }
            ByteReader in = new ByteReader(table);
            IndexPart[] parts = new IndexPart[in.count()];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = IndexPart.read(in);
            }
            return new SegmentIndex(parts, true);
        } catch (MalformedBytes e) {
            return null;
        }
    }

    static byte[] read(DiskFile file, long position, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining() && file.read(into, position + into.position()) > 0) {}
        return into.array();
    }
}
