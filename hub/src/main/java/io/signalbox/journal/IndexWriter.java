package io.signalbox.journal;

import io.signalbox.bytes.ByteWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a finished segment and writes its index beside it: aside, synced, renamed, so that there is
 * a whole one or none. What it finds in the segment is checked like by any reader.
 */
final class IndexWriter implements PartWriter.Blocks {
    private static final int WINDOW = 1 << 20;
    private static final int BUFFER = 256 << 10;

    private final RecordKeys keys;
    private final PartWriter part;
    private final BatchHeader header = new BatchHeader();
    private final ByteWriter buffer = new ByteWriter(BUFFER);
    private final List<IndexPart> parts = new ArrayList<>();

    /** Where the buffer's first byte goes in the file. */
    private long written;

    private final DiskFile out;

    private IndexWriter(RecordKeys keys, IndexSizes sizes, DiskFile out) {
        this.keys = keys;
        this.part = new PartWriter(this, sizes);
        this.out = out;
    }

    /** Writes the file under a temporary name; {@link #publish} gives it its own. */
    static void write(Disk disk, Segment segment, RecordKeys keys, IndexSizes sizes)
            throws IOException {
        String temporary = segment.indexName() + SegmentWriter.TEMPORARY;
        if (disk.list().contains(temporary)) {
            disk.delete(temporary);
        }
        try (DiskFile out = disk.create(temporary);
                DiskFile in = disk.open(segment.name)) {
            IndexWriter writer = new IndexWriter(keys, sizes, out);
            writer.written = SegmentIndex.HEADER_BYTES;
            writer.read(in, segment);
            writer.finish(segment, SegmentIndex.digestOf(in, segment));
        }
    }

    static void publish(Disk disk, Segment segment) throws IOException {
        disk.rename(segment.indexName() + SegmentWriter.TEMPORARY, segment.indexName());
        disk.sync();
    }

    private void read(DiskFile in, Segment segment) throws IOException {
        Window window = new Window(in, (int) Math.min(WINDOW, segment.committedEnd()));
        BatchCursor cursor = new BatchCursor(segment);
        long end = segment.committedEnd();
        for (long position = SegmentHeader.BYTES; position < end; position += header.bytes()) {
            int at = header.readWhole(window, position, segment, end);
            if (part.endsBefore(header.first + header.count)) {
                parts.add(part.finish(header.first));
            }
            part.batch(header.first, position, header.bytes());
            cursor.load(window.bytes(), at, segment, position);
            while (cursor.next()) {
                part.record(cursor.sequence(), cursor.position());
                keys.of(cursor, part);
            }
        }
    }

    private void finish(Segment segment, int digest) throws IOException {
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
