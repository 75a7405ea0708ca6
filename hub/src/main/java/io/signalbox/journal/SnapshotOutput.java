package io.signalbox.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The state of a snapshot on its way into a file, with a buffer and no more in memory. */
final class SnapshotOutput extends OutputStream {
    private static final int BUFFER_BYTES = 64 << 10;

    private final DiskFile file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long position;

    /** The state begins at this position of the file. */
    SnapshotOutput(DiskFile file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public void write(int value) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int some = Math.min(left, buffer.remaining());
            buffer.put(bytes, at, some);
            at += some;
            left -= some;
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        if (length > 0) {
            crc.update(buffer.array(), 0, length);
            file.write(buffer, position);
            position += length;
        }
        buffer.clear();
    }

    /** The checksum of all that was flushed. */
    int checksum() {
        return (int) crc.getValue();
    }
}
