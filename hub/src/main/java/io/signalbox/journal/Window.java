package io.signalbox.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A part of a file in memory that moves with its reader. */
final class Window {
    private final DiskFile file;
    private byte[] bytes;
    private long start;
    private int size;

    Window(DiskFile file, int capacity) {
        this.file = file;
        this.bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    /**
     * Makes {@code length} bytes from {@code position} on available and returns where they begin in
     * {@link #bytes}; -1 when they reach beyond {@code end}. Reads ahead, never beyond the end.
     */
    int at(long position, int length, long end) throws IOException {
        if (position + length > end) {
            return -1;
        }
        if (position < start || position + length > start + size) {
            move(position, length, end);
        }
        return size < position - start + length ? -1 : (int) (position - start);
    }

    private void move(long position, int length, long end) throws IOException {
        int keep = 0;
        byte[] target =
                length > bytes.length ? new byte[Math.max(length, bytes.length * 2)] : bytes;
        if (position >= start && position < start + size) {
            keep = (int) (start + size - position);
            System.arraycopy(bytes, (int) (position - start), target, 0, keep);
        }
        bytes = target;
        start = position;
        size = keep;
        ByteBuffer into = ByteBuffer.wrap(bytes);
        into.limit((int) Math.min(bytes.length, end - start)).position(keep);
        while (into.hasRemaining() && file.read(into, start + into.position()) > 0) {
            size = into.position();
        }
    }

    /** The position of the last byte before {@code end} that is not zero, plus one; 0 if none. */
    static long endOfContent(DiskFile file, long from, long end) throws IOException {
        byte[] block = new byte[(int) Math.min(256 << 10, Math.max(0, end - from))];
        byte[] zeros = new byte[block.length];
        long content = 0;
        for (long at = from; at < end; at += block.length) {
            int length = (int) Math.min(block.length, end - at);
            ByteBuffer into = ByteBuffer.wrap(block, 0, length);
            while (into.hasRemaining() && file.read(into, at + into.position()) > 0) {}
            if (Arrays.mismatch(block, 0, length, zeros, 0, length) >= 0) {
                int last = length - 1;
                while (block[last] == 0) {
                    last--;
                }
                content = at + last + 1;
            }
        }
        return content;
    }
}
