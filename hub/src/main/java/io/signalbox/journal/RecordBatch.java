package io.signalbox.journal;

import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;

/**
 * Records that go into the journal together: all of them or, after a crash, none. Filled by one
 * thread, submitted once, and after its commit cleared and filled again, so that the way in
 * allocates nothing.
 *
 * <p>On disk a record is: type u8, flags u8, length of the body as varint, time relative to the
 * batch as zigzag varint, body.
 */
public final class RecordBatch {
    private static final byte[] HEADER_ROOM = new byte[BatchHeader.BYTES];

    private final ByteWriter bytes = new ByteWriter(1024).bytes(HEADER_ROOM);
    private long baseMillis;
    private int count;
    private int concerns;
    private volatile boolean submitted;
    private volatile long firstSequence;

    /** The batch submitted before this one and not yet taken: owned by {@link Submissions}. */
    @Nullable
    RecordBatch next;

    /**
     * Adds a record.
     *
     * @param flags eight bits, see {@link Entry#flags}
     * @param timeMillis wall time of the record in milliseconds
     */
    public void add(
            RecordType type, int flags, long timeMillis, byte[] body, int offset, int length) {
        if (submitted) {
            throw new IllegalStateException("this batch is submitted; clear it after its commit");
        }
        if (count == BatchHeader.MAX_COUNT || length > BatchHeader.MAX_BODY_BYTES - bytes.size()) {
            throw new IllegalArgumentException("a batch holds at most " + BatchHeader.MAX_COUNT
                    + " records in " + BatchHeader.MAX_BODY_BYTES + " bytes; found one of " + length
                    + " bytes after " + count + " in " + bytes.size());
        }
        if (count == 0) {
            baseMillis = timeMillis;
        }
        bytes.u8(type.code()).u8(flags).varint(length).zigzag(timeMillis - baseMillis);
        bytes.bytes(body, offset, length);
        count++;
        concerns |= type.concerns();
    }

    /** Adds a record whose body is all that {@code body} holds. */
    public void add(RecordType type, int flags, long timeMillis, ByteWriter body) {
        add(type, flags, timeMillis, body.array(), 0, body.size());
    }

    /** The same of a record that is of {@link Concern} to these alone, whatever its type. */
    public void add(RecordType type, int concerned, int flags, long timeMillis, ByteWriter body) {
        int before = concerns;
        add(type, flags, timeMillis, body);
        concerns = before | concerned;
    }

    public int count() {
        return count;
    }

    int concerns() {
        return concerns;
    }

    /** What this batch takes on disk. */
    public int bytes() {
        return bytes.size();
    }

    /** The bytes it keeps for its next use. */
    public int capacity() {
        return bytes.array().length;
    }

    /** The sequence of its first record once it is committed, 0 before; the rest follow. */
    public long firstSequence() {
        return firstSequence;
    }

    /** Empties this batch for its next use; it must be new or committed. */
    public void clear() {
        if (submitted && firstSequence == 0) {
            throw new IllegalStateException("this batch is submitted and not yet committed");
        }
        bytes.clear().bytes(HEADER_ROOM);
        count = 0;
        concerns = 0;
        firstSequence = 0;
        submitted = false;
    }

    void submit() {
        if (submitted || count == 0) {
            throw new IllegalStateException(
                    count == 0 ? "this batch is empty" : "this batch was submitted before");
        }
        submitted = true;
    }

    void commit(long first) {
        firstSequence = first;
    }

    /** Copies this batch as it stands on disk; the header is given all but its place. */
    int write(byte[] into, int at, BatchHeader header, int salt) {
        System.arraycopy(bytes.array(), 0, into, at, bytes.size());
        header.bodyBytes = bytes.size() - BatchHeader.BYTES;
        header.baseMillis = baseMillis;
        header.flags = BatchHeader.flagsOf(concerns);
        header.count = count;
        header.write(into, at, salt);
        return bytes.size();
    }
}
