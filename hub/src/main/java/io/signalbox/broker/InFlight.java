package io.signalbox.broker;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The QoS 1 deliveries of one session that began and are not all acknowledged: a ring of journal
 * sequences in order, each with a mark whether it is acknowledged.
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

    private long[] sequences = new long[16];
    private boolean[] acked = new boolean[16];
    private int head;
    private int count;
    private int open;
    private int firstId = 1;

    /** Deliveries not acknowledged. */
    int open() {
        return open;
    }

    /** Deliveries from the oldest open one on, acknowledged or not. */
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

    /** Adds the next delivery and returns its packet id. */
    int add(long sequence, boolean done) {
        if (count == sequences.length) {
            grow();
        }
        int at = (head + count) & (sequences.length - 1);
        sequences[at] = sequence;
        acked[at] = done;
        int id = (firstId - 1 + count) % ID_SPAN + 1;
        count++;
        if (done) {
            trim();
        } else {
            open++;
        }
        return id;
    }

    /** Marks a delivery as done; false if no delivery with this id is open. */
    boolean acknowledge(int packetId) {
        int index = Math.floorMod(packetId - firstId, ID_SPAN);
        if (index >= count || acked[(head + index) & (sequences.length - 1)]) {
            return false;
        }
        acked[(head + index) & (sequences.length - 1)] = true;
        open--;
        trim();
        return true;
    }

    /** The journal sequence of the oldest open delivery; there must be one. */
    long oldest() {
        return sequences[head];
    }

    /** Which deliveries from the oldest on are acknowledged, by their distance to it. */
    BitSet acknowledged() {
        BitSet marks = new BitSet(count);
        for (int i = 0; i < count; i++) {
            marks.set(i, acked[(head + i) & (sequences.length - 1)]);
        }
        return marks;
    }

    private void trim() {
        while (count > 0 && acked[head]) {
            head = (head + 1) & (sequences.length - 1);
            count--;
            firstId = firstId % ID_SPAN + 1;
        }
    }

    private void grow() {
        int size = sequences.length;
        long[] moreSequences = new long[size * 2];
        boolean[] moreAcked = Arrays.copyOf(acked, size * 2);
        for (int i = 0; i < count; i++) {
            moreSequences[i] = sequences[(head + i) & (size - 1)];
            moreAcked[i] = acked[(head + i) & (size - 1)];
        }
        sequences = moreSequences;
        acked = moreAcked;
        head = 0;
    }
}
