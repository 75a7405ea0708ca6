package io.signalbox.command;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/**
 * What is due at which journal time, in an order that every replay repeats. A tree is enough: there
 * are as many deadlines as live claims and awaited commands, not as rule instances.
 */
final class Deadlines {
    /** What can be due; its order is unique and breaks ties. */
    sealed interface Timed permits Held, Command {
        long order();
    }

    private record Key(long millis, long order) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return millis != other.millis
                    ? Long.compare(millis, other.millis)
                    : Long.compare(order, other.order);
        }
    }

    private final TreeMap<Key, Timed> tree = new TreeMap<>();

    /** Adds a deadline; {@link Command#NEVER} is none. */
    void add(long millis, Timed timed) {
        if (millis != Command.NEVER) {
            tree.put(new Key(millis, timed.order()), timed);
        }
    }

    void remove(long millis, Timed timed) {
        tree.remove(new Key(millis, timed.order()));
    }

    /** Takes out the first one that is due, or null. */
    @Nullable
    Timed next(long nowMillis) {
        return tree.isEmpty() || tree.firstKey().millis > nowMillis
                ? null
                : tree.pollFirstEntry().getValue();
    }

    void clear() {
        tree.clear();
    }
}
