package io.signalbox.journal;

import java.util.Arrays;

/** Numbers keys in the order of their first appearance and counts them; open addressing. */
final class KeyTable {
    private static final int KEPT_SLOTS = 1 << 18;

    /** By slot: ordinal plus one, or 0. */
    private int[] slots = new int[1 << 10];

    private long[] keys = new long[256];
    private int[] counts = new int[256];
    private long[] lasts = new long[256];
    private int size;

    /** The number of this key, and one more of it; -1 if it was counted for this record before. */
    int ordinal(long key, long sequence) {
        int slot = slotOf(key);
        int ordinal = slots[slot] - 1;
        if (ordinal < 0) {
            ordinal = add(key);
        } else if (lasts[ordinal] == sequence) {
            return -1;
        }
        counts[ordinal]++;
        lasts[ordinal] = sequence;
        return ordinal;
    }

    private int slotOf(long key) {
        int mask = slots.length - 1;
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 40) & mask;
        while (slots[slot] != 0 && keys[slots[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int add(long key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            lasts = Arrays.copyOf(lasts, size * 2);
        }
        keys[size] = key;
        counts[size] = 0;
        slots[slotOf(key)] = ++size;
        if (size * 2 > slots.length) {
            slots = new int[slots.length * 4];
            for (int ordinal = 0; ordinal < size; ordinal++) {
                slots[slotOf(keys[ordinal])] = ordinal + 1;
            }
        }
        return size - 1;
    }

    long key(int ordinal) {
        return keys[ordinal];
    }

    int count(int ordinal) {
        return counts[ordinal];
    }

    /** The last record that had it. */
    long last(int ordinal) {
        return lasts[ordinal];
    }

    /** All numbers, ordered by key. */
    int[] ordinalsByKey() {
        long[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted);
        int[] ordinals = new int[size];
        for (int i = 0; i < size; i++) {
            ordinals[i] = slots[slotOf(sorted[i])] - 1;
        }
        return ordinals;
    }

    void clear() {
        size = 0;
        if (slots.length > KEPT_SLOTS) {
            slots = new int[KEPT_SLOTS];
        } else {
            Arrays.fill(slots, 0);
        }
    }
}
