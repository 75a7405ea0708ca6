package io.signalbox.broker;

import io.signalbox.message.Message;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages of QoS 0 on their way from other threads to one loop, not through the journal. Bounded:
 * what comes when it is full is dropped by who brings it.
 */
final class Inbox {
    /** What a message counts for at least; a longer payload counts for what it has. */
    private static final int LEAST_BYTES = 256;

    private record Direct(Message message, Matches matches) {
        long weight() {
            return Math.max(LEAST_BYTES, message.payload().length);
        }
    }

    private final long capacity;
    private final Queue<Direct> messages = new ConcurrentLinkedQueue<>();
    private final AtomicLong weight = new AtomicLong();

    /** {@code messages} are of up to {@link #LEAST_BYTES}; of longer ones there is room for fewer. */
    Inbox(int messages) {
        this.capacity = (long) messages * LEAST_BYTES;
    }

    /** False if it is full. */
    boolean offer(Message message, Matches matches) {
        if (weight.get() >= capacity) {
            return false;
        }
        Direct direct = new Direct(message, matches);
        weight.addAndGet(direct.weight());
        messages.add(direct);
        return true;
    }

    /** Gives everything in it to the loop's sessions; on the loop's thread. */
    void drain(Tail tail) {
        Direct direct;
        while ((direct = messages.poll()) != null) {
            weight.addAndGet(-direct.weight());
            tail.giveDirect(direct.message, direct.matches);
        }
    }
}
