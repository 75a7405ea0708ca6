package io.signalbox.journal;

import io.signalbox.bytes.ByteWriter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the index of a segment beside it while the segment grows, part by part: under a temporary
 * name, which is synced and renamed when the segment is finished, so that there is a whole index or
 * none. What it reads of the segment is checked like by any reader.
 */
final class IndexWriter implements PartWriter.Blocks, Closeable {
    private static final int WINDOW = 1 << 20;
    private static final int BUFFER = 256 << 10;

    final Segment segment;
    private final Disk disk;
    private final RecordKeys keys;
    private final DiskFile out;
    private final PartWriter part;
    private final BatchHeader header = new BatchHeader();
    private final ByteWriter buffer = new ByteWriter(BUFFER);
    private final List<IndexPart> parts = new ArrayList<>();

    /** Where the buffer's first byte goes in the file. */
    private long written = SegmentIndex.HEADER_BYTES;

    /** The segment is read up to here. */
    private long position = SegmentHeader.BYTES;

    /** The record that begins there. */
    private long sequence;

    private IndexWriter(
            Disk disk, Segment segment, RecordKeys keys, IndexSizes sizes, DiskFile out) {
        this.disk = disk;
        this.segment = segment;
        this.sequence = segment.first();
        this.keys = keys;
        this.part = new PartWriter(this, sizes);
        this.out = out;
    }

    static IndexWriter begin(Disk disk, Segment segment, RecordKeys keys, IndexSizes sizes)
            throws IOException {
        String temporary = temporaryName(segment);
        if (disk.list().contains(temporary)) {
            disk.delete(temporary);
        }
        return new IndexWriter(disk, segment, keys, sizes, disk.create(temporary));
    }

    static String temporaryName(Segment segment) {
        return segment.indexName() + SegmentWriter.TEMPORARY;
    }

    static void publish(Disk disk, Segment segment) throws IOException {
        disk.rename(temporaryName(segment), segment.indexName());
        disk.sync();
    }

    /** Bytes of the segment that are not read yet. */
    long behind() {
        return segment.committedEnd() - position;
    }

    /** Reads on up to what is committed now; returns the index as far as it goes. */
    SegmentIndex extend() throws IOException {
        long end = segment.committedEnd();
        if (position < end) {
            try (DiskFile in = disk.open(segment.name)) {
                read(in, end);
            }
            flush();
        }
        return SegmentIndex.growing(parts);
    }

    private void read(DiskFile in, long end) throws IOException {
        Window window = new Window(in, (int) Math.min(WINDOW, end - position));
        BatchCursor cursor = new BatchCursor(segment);
        while (position < end) {
            Segment.Place beyond = segment.beyond(position, Concern.KEYS);
            if (beyond != null) {
                pass(beyond.sequence(), beyond.position());
                continue;
            }
            header.readHead(window, position, segment, end);
            if ((header.concerns() & Concern.KEYS) == 0) {
                pass(header.first + header.count, position + header.bytes());
                continue;
            }
            int at = header.readWhole(window, position, segment, end);
            begin(header.first, header.first + header.count, position + header.bytes());
            cursor.load(window.bytes(), at, segment, position);
            while (cursor.next()) {
                part.record(cursor.sequence(), cursor.position());
                keys.of(cursor, part);
            }
            sequence = header.first + header.count;
            position += header.bytes();
        }
    }

    /** Passes over batches in which no record has a key, up to this record. */
    private void pass(long toSequence, long toPosition) throws IOException {
        begin(sequence, toSequence, toPosition);
        part.records(toSequence - sequence);
        sequence = toSequence;
        position = toPosition;
    }

    /** Batches follow, from where this stands up to there. */
    private void begin(long first, long after, long afterPosition) throws IOException {
        if (part.endsBefore(after)) {
            parts.add(part.finish(first));
        }
        part.batch(first, position, (int) (afterPosition - position));
    }

    /** The segment is finished: the index is durable then, but for its name. */
    void finish() throws IOException {
        extend();
        int digest;
        try (DiskFile in = disk.open(segment.name)) {
            digest = SegmentIndex.digestOf(in, segment);
        }
        if (!part.isEmpty()) {
            parts.add(part.finish(segment.end()));
        }
        ByteWriter table = new ByteWriter(1 << 16);
        table.varint(parts.size());
        parts.forEach(each -> each.write(table));
        long tableAt = add(table.array(), table.size());
        flush();
        byte[] head = SegmentIndex.header(
                segment,
                digest,
                tableAt,
                table.size(),
                PartWriter.crc(table.array(), 0, table.size()));
        out.write(ByteBuffer.wrap(head), 0);
        out.force();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    @Override
    public long add(byte[] bytes, int length) throws IOException {
        long place = written + buffer.size();
        buffer.bytes(bytes, 0, length);
        if (buffer.size() >= BUFFER) {
            flush();
        }
        return place;
    }

    private void flush() throws IOException {
        out.write(ByteBuffer.wrap(buffer.array(), 0, buffer.size()), written);
        written += buffer.size();
        buffer.clear();
    }
}
