package io.signalbox.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array with big-endian integers, varints (LEB128) and length-prefixed strings.
 * Not thread-safe; meant to be kept and {@linkplain #clear() cleared} for the next use.
 */
public final class ByteWriter {
    private byte[] array;
    private int size;

    public ByteWriter() {
        this(256);
    }

    public ByteWriter(int capacity) {
        this.array = new byte[capacity];
    }

    public ByteWriter clear() {
        size = 0;
        return this;
    }

    public int size() {
        return size;
    }

    /** The bytes behind this writer, valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return array;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    public ByteWriter u8(int value) {
        ensure(1);
        array[size++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        ensure(2);
        array[size++] = (byte) (value >>> 8);
        array[size++] = (byte) value;
        return this;
    }

    public ByteWriter u32(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    public ByteWriter u64(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** An unsigned LEB128 varint of 1 to 10 bytes. */
    public ByteWriter varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
        return this;
    }

    /** A signed varint in zigzag form: small magnitudes are short. */
    public ByteWriter zigzag(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    public ByteWriter f64(double value) {
        return u64(Double.doubleToRawLongBits(value));
    }

    public ByteWriter bytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
        return this;
    }

    public ByteWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    /** A varint length and that many bytes. */
    public ByteWriter block(byte[] source) {
        return varint(source.length).bytes(source);
    }

    /** A varint length in bytes and the string in UTF-8. */
    public ByteWriter string(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    private void ensure(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }
}
