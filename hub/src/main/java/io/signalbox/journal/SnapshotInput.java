package io.signalbox.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The state of a good snapshot, read from its file as it is asked for: with a buffer and no more in
 * memory. To be closed by whoever opened it.
 */
public final class SnapshotInput extends InputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final DiskFile file;
    private final long sequence;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long position;

    SnapshotInput(DiskFile file, long sequence, long position) throws IOException {
        this.file = file;
        this.sequence = sequence;
        this.position = position;
        this.size = file.size();
    }

    /** The last record in the state; replay goes on with the next. */
    public long sequence() {
        return sequence;
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int some = Math.min(length, buffer.remaining());
        buffer.get(into, offset, some);
        return some;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        buffer.clear();
        int read = file.read(buffer, position);
        buffer.flip();
        position += Math.max(0, read);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
