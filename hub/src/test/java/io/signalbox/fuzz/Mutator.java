package io.signalbox.fuzz;

import io.signalbox.time.Chance;

import java.util.Arrays;
import java.util.List;

/**
 * Damages bytes as they get damaged, and as somebody who knows the format would: bits and bytes
 * change, parts are cut, doubled, moved or taken from another input, and what looks like a length is
 * made larger or smaller.
 */
public final class Mutator {
    private static final int[] EDGES = {
        0, 1, 2, 0x1F, 0x20, 0x7E, 0x7F, 0x80, 0x81, 0xC0, 0xFE, 0xFF
    };

    private final Chance chance;

    public Mutator(Chance chance) {
        this.chance = chance;
    }

    /** The input with one to eight changes. */
    public byte[] mutate(byte[] input, List<byte[]> others) {
        byte[] bytes = input.clone();
        for (long left = 1 + chance.below(chance.percent(70) ? 2 : 8); left > 0; left--) {
            bytes = change(bytes, others.get(below(others.size())));
        }
        return bytes;
    }

    private byte[] change(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return other.clone();
        }
        int at = below(bytes.length);
        int length = 1 + below(Math.min(chance.percent(80) ? 4 : 64, bytes.length - at));
        return switch (below(10)) {
            case 0 -> set(bytes, at, bytes[at] ^ (1 << below(8)));
            case 1 -> set(bytes, at, EDGES[below(EDGES.length)]);
            case 2 -> set(bytes, at, below(256));
            case 3 -> set(bytes, at, bytes[at] + (chance.percent(50) ? 1 : -1));
            case 4 -> u16(bytes, at);
            case 5 -> Arrays.copyOf(bytes, at);
            case 6 -> splice(bytes, at, at + length, new byte[0]);
            case 7 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
            case 8 -> splice(bytes, at, at, part(other));
            default -> splice(bytes, at, at + length, part(other));
        };
    }

    private byte[] part(byte[] other) {
        if (other.length == 0) {
            return other;
        }
        int from = below(other.length);
        return Arrays.copyOfRange(other, from, from + 1 + below(other.length - from));
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    /** A number of two bytes, such as the length of a string. */
    private byte[] u16(byte[] bytes, int at) {
        if (at + 1 < bytes.length) {
            int found = (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
            int[] wanted = {0, found - 1, found + 1, bytes.length - at, 0xFFFF};
            int value = wanted[below(wanted.length)];
            bytes[at] = (byte) (value >> 8);
            bytes[at + 1] = (byte) value;
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[from + with.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }

    private int below(int bound) {
        return (int) chance.below(bound);
    }
}
