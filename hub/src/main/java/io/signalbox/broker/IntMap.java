package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * A hash map from positive ints, for filter ids: looked up once per filter of each message, so
 * without boxes. Open addressing with linear probing; removal shifts what follows back. Belongs to
 * one thread at a time.
 */
final class IntMap<V> {
    private int[] keys = new int[4];
    private @Nullable Object[] values = new Object[4];
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
            if (++size > keys.length - keys.length / 4) {
                grow();
                slot = slot(key);
            }
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
        keys = new int[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
