package io.signalbox.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. Positions are bytes from its beginning. */
public interface DiskFile extends Closeable {
    /** Reads up to {@code into.remaining()} bytes; returns how many, -1 at or behind the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Writes all that remains in {@code from}; the file grows when needed. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Returns when all written up to now outlives a power failure. Never repeat a failed one. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;
}
