package io.signalbox.journal;

import java.util.Arrays;

/**
 * From which record on the records that have a key are needed: what keeps finished segments that
 * the folds do not need any more. Filled by one thread at a time.
 */
public final class Needs {
    private static final long NOBODY = Long.MAX_VALUE;

    private long[] keys = new long[16];
    private long[] from = new long[16];
    private int size;
    private long lowest = NOBODY;

    public Needs() {
        Arrays.fill(from, NOBODY);
    }

    /** The records with this key are needed from that one on. */
    public void need(long key, long fromSequence) {
        int slot = slotOf(key);
        if (from[slot] == NOBODY) {
            keys[slot] = key;
            if (++size > keys.length - keys.length / 4) {
                grow();
                slot = slotOf(key);
            }
        }
        from[slot] = Math.min(from[slot], fromSequence);
        lowest = Math.min(lowest, fromSequence);
    }

    /** Something is needed from that record on, and nothing before it. */
    public void needAllFrom(long sequence) {
        lowest = Math.min(lowest, sequence);
    }

    /** All that others need, too. */
    public void add(Needs others) {
        for (int i = 0; i < others.keys.length; i++) {
            if (others.from[i] != NOBODY) {
                need(others.keys[i], others.from[i]);
            }
        }
        needAllFrom(others.lowest);
    }

    /** The first record with this key that is needed; {@link Long#MAX_VALUE} if none is. */
    public long from(long key) {
        return from[slotOf(key)];
    }

    /** The first record that is needed, whatever its keys. */
    public long lowest() {
        return lowest;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 36) & mask;
        while (from[slot] != NOBODY && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldFrom = from;
        keys = new long[oldKeys.length * 2];
        from = new long[oldKeys.length * 2];
        Arrays.fill(from, NOBODY);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldFrom[i] != NOBODY) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                from[slot] = oldFrom[i];
            }
        }
    }
}
