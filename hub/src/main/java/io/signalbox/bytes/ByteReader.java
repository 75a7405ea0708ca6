package io.signalbox.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote, from a part of a byte array. Not thread-safe.
 *
 * <p>Reading past the end throws {@link MalformedBytes}: the bytes come from a file or a peer, and
 * the caller knows which and says so.
 */
public final class ByteReader {
    private byte[] array;
    private int position;
    private int limit;

    public ByteReader(byte[] array) {
        this(array, 0, array.length);
    }

    public ByteReader(byte[] array, int offset, int length) {
        this.array = array;
        this.position = offset;
        this.limit = offset + length;
    }

    /** Points this reader at other bytes. */
    public ByteReader wrap(byte[] array, int offset, int length) {
        this.array = array;
        this.position = offset;
        this.limit = offset + length;
        return this;
    }

    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    public void skip(int count) {
        need(count);
        position += count;
    }

    public int u8() {
        need(1);
        return array[position++] & 0xFF;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u32() {
        return u16() << 16 | u16();
    }

    public long u64() {
        return (long) u32() << 32 | (u32() & 0xFFFF_FFFFL);
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedBytes(
                "expected a varint of at most 10 bytes before offset " + position + ", found more");
    }

    /** A varint that must fit a non-negative int, such as a count or a length. */
    public int count() {
        long value = varint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedBytes("expected a count below 2^31, found " + value);
        }
        return (int) value;
    }

    /** How many things follow of which each takes so many bytes or more. */
    public int count(int leastBytes) {
        int count = count();
        if (count > remaining() / leastBytes) {
            throw new MalformedBytes(
                    "expected a count of what fits into " + remaining() + " bytes, found " + count);
        }
        return count;
    }

    public long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    public double f64() {
        return Double.longBitsToDouble(u64());
    }

    public byte[] bytes(int length) {
        need(length);
        byte[] copy = Arrays.copyOfRange(array, position, position + length);
        position += length;
        return copy;
    }

    public byte[] block() {
        return bytes(count());
    }

    public String string() {
        int length = count();
        need(length);
        String text = new String(array, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private void need(int count) {
        if (count < 0 || limit - position < count) {
            throw new MalformedBytes(
                    "expected " + count + " more bytes, found " + (limit - position));
        }
    }
}
