package io.signalbox.payload;

/**
 * A number at a fixed place of a payload.
 *
 * @param offset of its first byte, from 0
 * @param bytes how many, 1 to 8
 * @param little true if the least byte comes first
 * @param lowBit first bit of the part that counts, from 0 for the least; only of unsigned ones
 * @param bits how many count; 0 for all
 */
public record BinaryField(Kind kind, int offset, int bytes, boolean little, int lowBit, int bits) {
    /** What the bits mean. */
    public enum Kind {
        SIGNED,
        UNSIGNED,
        /** IEEE 754 of 4 or 8 bytes. */
        FLOAT
    }

    /** The last place of a field; longer payloads are no fixed layouts. */
    public static final int MAX_OFFSET = 65_535;

    public BinaryField {
        boolean fits = kind != Kind.FLOAT || bytes == Float.BYTES || bytes == Double.BYTES;
        if (!fits || bytes < 1 || bytes > Long.BYTES || offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("expected 1 to 8 bytes at 0 to " + MAX_OFFSET
                    + ", found " + bytes + " of " + kind + " at " + offset);
        }
        if (lowBit < 0 || bits < 0 || lowBit + bits > bytes * Byte.SIZE) {
            throw new IllegalArgumentException("expected bits from 0 to " + (bytes * Byte.SIZE - 1)
                    + ", found " + lowBit + ".." + (lowBit + bits - 1));
        }
    }
}
