package io.signalbox.journal;

import io.signalbox.bytes.ByteWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Copies what is still needed of some consecutive finished segments into one cold file, under a
 * temporary name. What it reads is checked, what it writes is synced.
 */
final class ColdWriter {
    private static final int WINDOW = 1 << 20;
    private static final int BUFFER = 256 << 10;

    private final RecordKeys keys;
    private final Needs needs;
    private final DiskFile out;
    private final int salt;
    private final CRC32C digest = new CRC32C();
    private final BatchHeader from = new BatchHeader();
    private final BatchHeader to = new BatchHeader();
    private final ByteWriter buffer = new ByteWriter(BUFFER * 2);
    private long written = SegmentHeader.BYTES;
    private boolean needed;

    private ColdWriter(RecordKeys keys, Needs needs, DiskFile out, int salt) {
        this.keys = keys;
        this.needs = needs;
        this.out = out;
        this.salt = salt;
    }

    /** Writes the file and returns the segment that it will be. */
    static Segment write(
            Disk disk, List<Segment> segments, RecordKeys keys, Needs needs, long nowMillis)
            throws IOException {
        Segment oldest = segments.getFirst();
        Segment newest = segments.getLast();
        ColdHeader header = new ColdHeader(
                oldest.first(),
                newest.end(),
                nowMillis,
                oldest.header.previousDigest(),
                endDigest(disk, newest),
                oldest.header.epoch());
        String temporary = header.fileName() + SegmentWriter.TEMPORARY;
        if (disk.list().contains(temporary)) {
            disk.delete(temporary);
        }
        try (DiskFile out = disk.create(temporary)) {
            ColdWriter writer = new ColdWriter(keys, needs, out, header.salt());
            byte[] head = header.toBytes();
            out.write(ByteBuffer.wrap(head), 0);
            writer.digest.update(head, 0, ColdHeader.CHECKED + 4);
            for (Segment segment : segments) {
                try (DiskFile in = disk.open(segment.name)) {
                    writer.copy(in, segment);
                }
            }
            long end = writer.seal(header.end());
            out.force();
            return new Segment(header, disk.path(header.fileName()), end);
        }
    }

    private static int endDigest(Disk disk, Segment segment) throws IOException {
        ColdHeader cold = segment.cold;
        if (cold != null) {
            return cold.endDigest();
        }
        try (DiskFile in = disk.open(segment.name)) {
            return SegmentIndex.digestOf(in, segment);
        }
    }

    private void copy(DiskFile in, Segment segment) throws IOException {
        long end = segment.committedEnd();
        Window window = new Window(in, (int) Math.min(WINDOW, end));
        BatchCursor cursor = new BatchCursor(segment);
        for (long position = SegmentHeader.BYTES; position < end; position += from.bytes()) {
            int at = from.readWhole(window, position, segment, end);
            if ((from.concerns() & Concern.KEYS) != 0) {
                cursor.load(window.bytes(), at, segment, position);
                copyNeeded(window.bytes(), cursor);
            }
        }
    }

    /** Copies the records of a batch that are needed; each row of neighbours is a batch then. */
    private void copyNeeded(byte[] bytes, BatchCursor cursor) throws IOException {
        int count = 0;
        int start = 0;
        int end = 0;
        while (cursor.next()) {
            if (!isNeeded(cursor)) {
                flushRow(bytes, start, end, count, cursor.sequence());
                count = 0;
                continue;
            }
            start = count++ == 0 ? cursor.offset() : start;
            end = cursor.after();
        }
        flushRow(bytes, start, end, count, cursor.sequence() + 1);
    }

    private boolean isNeeded(Entry entry) {
        needed = false;
        long sequence = entry.sequence();
        keys.of(entry, key -> needed |= needs.from(key) <= sequence);
        return needed;
    }

    /** {@code next} is the sequence of the record behind the row. */
    private void flushRow(byte[] bytes, int start, int end, int count, long next)
            throws IOException {
        if (count == 0) {
            return;
        }
        to.first = next - count;
        to.baseMillis = from.baseMillis;
        to.flags = from.flags;
        to.count = count;
        to.bodyBytes = end - start;
        int at = buffer.size();
        buffer.bytes(new byte[BatchHeader.BYTES]).bytes(bytes, start, end - start);
        to.write(buffer.array(), at, salt);
        digest.update(buffer.array(), at, 4);
        if (buffer.size() >= BUFFER) {
            flush();
        }
    }

    private long seal(long end) throws IOException {
        flush();
        BatchHeader.putInt(
                buffer.bytes(new byte[BatchHeader.SEAL_BYTES]).array(), BatchHeader.BYTES, (int)
                        digest.getValue());
        to.flags = BatchHeader.SEAL;
        to.first = end;
        to.count = 0;
        to.bodyBytes = BatchHeader.SEAL_BYTES - BatchHeader.BYTES;
        to.write(buffer.array(), 0, salt);
        long at = written;
        flush();
        return at;
    }

    private void flush() throws IOException {
        out.write(ByteBuffer.wrap(buffer.array(), 0, buffer.size()), written);
        written += buffer.size();
        buffer.clear();
    }
}
