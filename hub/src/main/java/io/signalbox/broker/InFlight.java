package io.signalbox.broker;

import io.signalbox.message.Qos;

import java.util.BitSet;

/**
 * The deliveries of QoS 1 and 2 of one session that began and are not all done: a ring of journal
 * sequences in order, each with its {@link Mark}.
 *
 * <p>Packet ids are not stored. The deliveries of a session are a pure function of the journal, so
 * they can be counted: the n-th since the session began has the id {@code n mod ID_SPAN + 1}. A
 * cursor keeps the number of the oldest open one, and whoever reads on from there, now or after a
 * crash, comes to the same ids again [MQTT-4.4.0-1]. Ids above {@link #ID_SPAN} are for retained
 * messages that a SUBSCRIBE brought, which have no place in that order.
 */
final class InFlight {
    /** How many packet ids, from 1 on, go to deliveries in journal order. */
    static final int ID_SPAN = 32_767;

    /** How far a delivery is. */
    enum Mark {
        /** Sent at QoS 1; PUBACK ends it. */
        AT_LEAST_ONCE,
        /** Sent at QoS 2; PUBREC is what comes next. */
        EXACTLY_ONCE,
        /** The client has it and said so by PUBREC; PUBCOMP ends it. */
        RECEIVED,
        DONE;

        /** That of a delivery which has just been sent. */
        static Mark of(Qos qos) {
            return qos == Qos.EXACTLY_ONCE ? EXACTLY_ONCE : AT_LEAST_ONCE;
        }
    }

    private static final long[] NO_SEQUENCES = {};
    private static final Mark[] NO_MARKS = {};

    /** Both as long, a power of two; nothing until the first delivery. */
    private long[] sequences = NO_SEQUENCES;

    private Mark[] marks = NO_MARKS;
    private int head;
    private int count;
    private int open;
    private int firstId = 1;

    /** Deliveries not done. */
    int open() {
        return open;
    }

    /** Deliveries from the oldest open one on, done or not. */
    int span() {
        return count;
    }

    /** The packet id of the oldest delivery here, or of the next one when there is none. */
    int firstId() {
        return firstId;
    }

    /** Starts over at a cursor: nothing in flight, the next id is {@code id}. */
    void restart(int id) {
        head = 0;
        count = 0;
        open = 0;
        firstId = id;
    }

    /** The packet id of the delivery that is added next. */
    int nextId() {
        return (firstId - 1 + count) % ID_SPAN + 1;
    }

    /** Adds the next delivery and returns its packet id. */
    int add(long sequence, Mark mark) {
        if (count == sequences.length) {
            grow();
        }
        int at = (head + count) & (sequences.length - 1);
        sequences[at] = sequence;
        marks[at] = mark;
        int id = nextId();
        count++;
        if (mark == Mark.DONE) {
            trim();
        } else {
            open++;
        }
        return id;
    }

    /** How far the delivery with this id is; done, too, if there is none. */
    Mark mark(int packetId) {
        int index = Math.floorMod(packetId - firstId, ID_SPAN);
        return index >= count ? Mark.DONE : marks[(head + index) & (sequences.length - 1)];
    }

    /** The journal sequence of the delivery with this id, which is open. */
    long sequence(int packetId) {
        int index = Math.floorMod(packetId - firstId, ID_SPAN);
        return sequences[(head + index) & (sequences.length - 1)];
    }

    /** The client has the open delivery of QoS 2 with this id. */
    void received(int packetId) {
        int index = Math.floorMod(packetId - firstId, ID_SPAN);
        marks[(head + index) & (sequences.length - 1)] = Mark.RECEIVED;
    }

    /** Ends the delivery with this id, which is open. */
    void done(int packetId) {
        int index = Math.floorMod(packetId - firstId, ID_SPAN);
        marks[(head + index) & (sequences.length - 1)] = Mark.DONE;
        open--;
        trim();
    }

    /** The journal sequence of the oldest open delivery; there must be one. */
    long oldest() {
        return sequences[head];
    }

    /** Which deliveries from the oldest on are done, by their distance to it. */
    BitSet done() {
        BitSet found = new BitSet(count);
        for (int i = 0; i < count; i++) {
            found.set(i, marks[(head + i) & (sequences.length - 1)] == Mark.DONE);
        }
        return found;
    }

    /** Adds the packet ids of those that the client has and that are not done. */
    void addReceived(BitSet ids) {
        for (int i = 0; i < count; i++) {
            if (marks[(head + i) & (sequences.length - 1)] == Mark.RECEIVED) {
                ids.set((firstId - 1 + i) % ID_SPAN + 1);
            }
        }
    }

    private void trim() {
        while (count > 0 && marks[head] == Mark.DONE) {
            head = (head + 1) & (sequences.length - 1);
            count--;
            firstId = firstId % ID_SPAN + 1;
        }
    }

    private void grow() {
        int size = sequences.length;
        int more = Math.max(8, size * 2);
        long[] moreSequences = new long[more];
        Mark[] moreMarks = new Mark[more];
        for (int i = 0; i < count; i++) {
            moreSequences[i] = sequences[(head + i) & (size - 1)];
            moreMarks[i] = marks[(head + i) & (size - 1)];
        }
        sequences = moreSequences;
        marks = moreMarks;
        head = 0;
    }
}
