package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.MalformedBytes;

/** Walks the records of one batch after another; is itself the {@link Entry} it stands on. */
final class BatchCursor implements Entry {
    private final ByteReader record = new ByteReader(new byte[0]);
    private final ByteReader body = new ByteReader(new byte[0]);
    private final BatchHeader header = new BatchHeader();
    private byte[] array = new byte[0];
    private Segment segment;
    private long position;
    private int left;
    private int recordStart;
    private long sequence;
    private RecordType type = RecordType.TICK;
    private int flags;
    private long timeMillis;
    private int bodyStart;
    private int bodyLength;

    BatchCursor(Segment segment) {
        this.segment = segment;
    }

    /** Stands before the first record of a checked batch; {@code filePosition} is its place. */
    void load(byte[] bytes, int at, Segment from, long filePosition) {
        header.read(bytes, at);
        array = bytes;
        segment = from;
        position = filePosition - at;
        left = header.count;
        sequence = header.first - 1;
        bodyStart = at + BatchHeader.BYTES;
        bodyLength = 0;
        record.wrap(bytes, bodyStart, header.bodyBytes);
    }

    /** Moves to the next record; where it is not readable the cursor stays before it. */
    boolean next() {
        if (left == 0) {
            return false;
        }
        int start = record.position();
        recordStart = start;
        int size = record.remaining();
        int code;
        try {
            code = record.u8();
            flags = record.u8();
            bodyLength = record.count();
            timeMillis = header.baseMillis + record.zigzag();
            bodyStart = record.position();
            record.skip(bodyLength);
        } catch (MalformedBytes e) {
            record.wrap(array, start, size);
            throw new JournalDamaged(
                    segment.path,
                    position + start,
                    "expected record "
                            + (sequence + 1) + ": " + e.getMessage()
                            + ". Start the version of Signalbox that wrote it.");
        }
        RecordType known = RecordType.of(code);
        if (known == null) {
            record.wrap(array, start, size);
            throw new JournalDamaged(
                    segment.path,
                    position + start,
                    "expected a record type that"
                            + " this version knows, found " + code + " in record " + (sequence + 1)
                            + ". A newer version of Signalbox wrote it: start that one.");
        }
        type = known;
        left--;
        sequence++;
        return true;
    }

    boolean hasNext() {
        return left > 0;
    }

    /**
     * Goes to the record {@code number} of this batch, which begins at this place of the file; false
     * if it cannot be there.
     */
    boolean seek(long number, long filePosition) {
        int at = (int) (filePosition - position);
        int end = record.position() + record.remaining();
        if (number < header.first || number >= header.first + header.count || at >= end) {
            return false;
        }
        record.wrap(array, at, end - at);
        left = (int) (header.first + header.count - number);
        sequence = number - 1;
        return next();
    }

    /** Where the record begins in the bytes of the batch. */
    int offset() {
        return recordStart;
    }

    /** Where the next record begins in the bytes of the batch. */
    int after() {
        return record.position();
    }

    /** Where the record begins in the file. */
    long position() {
        return position + recordStart;
    }

    /** Leaves the batch: there is no next record until another is loaded. */
    void clear() {
        left = 0;
        array = new byte[0];
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public RecordType type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public long timeMillis() {
        return timeMillis;
    }

    @Override
    public int concerns() {
        return header.concerns();
    }

    @Override
    public ByteReader body() {
        return body.wrap(array, bodyStart, bodyLength);
    }
}
