package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.ToLongFunction;

/**
 * What was read from files and checked, for all who need the same soon; bounded in bytes. The least
 * recently used goes first, and whoever still holds it may go on with it.
 */
final class Recent<K, V> {
    private final long limit;
    private final ToLongFunction<V> weight;
    private final LinkedHashMap<K, V> held = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long misses;

    Recent(long limit, ToLongFunction<V> weight) {
        this.limit = limit;
        this.weight = weight;
    }

    synchronized @Nullable V find(K key) {
        V found = held.get(key);
        if (found == null) {
            misses++;
        }
        return found;
    }

    synchronized void keep(K key, V value) {
        V before = held.put(key, value);
        bytes += weight.applyAsLong(value) - (before == null ? 0 : weight.applyAsLong(before));
        Iterator<V> oldest = held.values().iterator();
        while (bytes > limit && oldest.hasNext()) {
            bytes -= weight.applyAsLong(oldest.next());
            oldest.remove();
        }
    }

    synchronized void forget(K key) {
        V before = held.remove(key);
        if (before != null) {
            bytes -= weight.applyAsLong(before);
        }
    }

    /** Look-ups that found nothing. */
    synchronized long misses() {
        return misses;
    }
}
