package io.signalbox.console;

import io.signalbox.device.KeyedRequest.Digest;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Requests with an idempotency key that are under way: of those with one key, one at a time, so that
 * the next finds what became of the one before. Used by any thread.
 */
final class OneAtATime {
    private final Set<Digest> underWay = new HashSet<>();

    <T> T run(Digest key, Supplier<T> act) {
        enter(key);
        try {
            return act.get();
        } finally {
            leave(key);
        }
    }

    private synchronized void enter(Digest key) {
        try {
            while (!underWay.add(key)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Changes.stopping();
        }
    }

    private synchronized void leave(Digest key) {
        underWay.remove(key);
        notifyAll();
    }
}
