package io.signalbox.broker;

import io.signalbox.message.Message;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages of QoS 0 on their way from other threads to one loop, not through the journal. Bounded:
 * what comes when it is full is dropped by who brings it.
 */
final class Inbox {
    private record Direct(Message message, Matches matches) {}

    private final int capacity;
    private final Queue<Direct> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    Inbox(int capacity) {
        this.capacity = capacity;
    }

    /** False if it is full. */
    boolean offer(Message message, Matches matches) {
        if (size.get() >= capacity) {
            return false;
        }
        size.incrementAndGet();
        messages.add(new Direct(message, matches));
        return true;
    }

    /** Gives everything in it to the loop's sessions; on the loop's thread. */
    void drain(Tail tail) {
        Direct direct;
        while ((direct = messages.poll()) != null) {
            size.decrementAndGet();
            tail.giveDirect(direct.message, direct.matches);
        }
    }
}
