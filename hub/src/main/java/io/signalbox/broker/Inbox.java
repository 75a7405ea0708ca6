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

    /** {@code after} is the last record that was committed when it came. */
    private record Direct(Message message, Matches matches, long after) {
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
    boolean offer(Message message, Matches matches, long after) {
        if (weight.get() >= capacity) {
            return false;
        }
        Direct direct = new Direct(message, matches, after);
        weight.addAndGet(direct.weight());
        messages.add(direct);
        return true;
    }

    /**
     * Gives everything in it to the loop's sessions, each message behind what was committed before
     * it came, and before what was not [MQTT-4.6.0-5]; on the loop's thread.
     *
     * @return true if there is more in the journal before the next one than one step
     */
    boolean drain(Tail tail, long committed) {
        Direct direct;
        while ((direct = messages.peek()) != null && direct.after <= committed) {
            if (tail.walk(direct.after)) {
                return true;
            }
            messages.remove();
            weight.addAndGet(-direct.weight());
            tail.giveDirect(direct.message, direct.matches, direct.after);
        }
        return false;
    }
}
