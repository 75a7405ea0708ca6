package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A hash map from positive ints, for filter ids: looked up once per filter of each message, so
 * without boxes. Open addressing with linear probing; removal shifts what follows back. Belongs to
 * one thread at a time.
 */
final class IntMap<V> {
    /** Those of every empty map; full as they are, so that nobody writes to them. */
    private static final int[] NO_KEYS = new int[1];

    private static final @Nullable Object[] NO_VALUES = new Object[1];

    private int[] keys = NO_KEYS;
    private @Nullable Object[] values = NO_VALUES;
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(int key) {
        return (V) values[slot(key)];
    }

    void put(int key, V value) {
        if (key < 1) {
            throw new IllegalArgumentException("expected a key above 0, found " + key);
        }
        int slot = slot(key);
        if (values[slot] == null) {
            if (size + 1 > keys.length - Math.max(1, keys.length / 4)) {
                grow();
                slot = slot(key);
            }
            size++;
            keys[slot] = key;
        }
        values[slot] = value;
    }

    void remove(int key) {
        int mask = keys.length - 1;
        int hole = slot(key);
        if (values[hole] == null) {
            return;
        }
        size--;
        for (int next = (hole + 1) & mask; values[next] != null; next = (next + 1) & mask) {
            if (((next - home(keys[next])) & mask) >= ((next - hole) & mask)) {
                keys[hole] = keys[next];
                values[hole] = values[next];
                hole = next;
            }
        }
        keys[hole] = 0;
        values[hole] = null;
    }

    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> action) {
        if (size == 0) {
            return;
        }
        for (Object value : values.clone()) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    /** Where {@code key} is, or else would be. */
    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int home(int key) {
        int mixed = key * 0x9E37_79B9;
        return (mixed ^ mixed >>> 16) & (keys.length - 1);
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[Math.max(4, oldKeys.length * 2)];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
