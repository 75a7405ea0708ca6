package io.signalbox.load;

import java.util.BitSet;

/** What one subscriber has got of one publisher: each sequence number once, doubled or late. */
final class Arrivals {
    private static final long UNKNOWN = -1;

    private final BitSet ahead = new BitSet();
    private long first;
    private long next;
    private long highest = UNKNOWN;
    private long distinct;
    private long duplicated;
    private long outOfOrder;

    private Arrivals(long first) {
        this.first = first;
        this.next = first;
    }

    /** For one who was there before the first message. */
    static Arrivals fromTheStart() {
        return new Arrivals(0);
    }

    /** For one who comes to a publisher that is already at it: the first seen is the first. */
    static Arrivals fromTheFirstSeen() {
        return new Arrivals(UNKNOWN);
    }

    void accept(long sequence) {
        if (first == UNKNOWN) {
            first = sequence;
            next = sequence;
        }
        if (sequence < next || ahead.get(index(sequence))) {
            duplicated++;
            return;
        }
        distinct++;
        if (sequence < highest) {
            outOfOrder++;
        } else {
            highest = sequence;
        }
        if (sequence > next) {
            ahead.set(index(sequence));
            return;
        }
        next++;
        if (next <= highest) {
            int free = ahead.nextClearBit(index(next));
            ahead.clear(index(next), free);
            next = first + free;
        }
    }

    private int index(long sequence) {
        return Math.toIntExact(sequence - first);
    }

    long distinct() {
        return distinct;
    }

    long duplicated() {
        return duplicated;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    /** Numbers below the highest that never came. */
    long gaps() {
        return highest == UNKNOWN ? 0 : highest - first + 1 - distinct;
    }
}
