package io.signalbox.journal;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Reads the records of one part that have one of some keys, in order: by merging the keys' posting
 * lists, or, if one of them is dense, all that are there.
 */
final class PartReader {
    final IndexPart part;
    private final IndexedSegment bytes;
    private final BatchCursor cursor;
    private final boolean all;
    private final PriorityQueue<PostingCursor> lists =
            new PriorityQueue<>(4, Comparator.comparingLong(PostingCursor::sequence));

    /** The first record that was not dealt with. */
    private long sequence;

    /** Reading all: the stretch at hand and where its next batch begins. */
    private int stretch;

    private byte[] batches = {};
    private int at;

    PartReader(IndexedSegment bytes, IndexPart part, BatchCursor cursor, long[] keys, long from)
            throws IOException {
        this.bytes = bytes;
        this.part = part;
        this.cursor = cursor;
        this.sequence = from;
        this.all = anyDense(keys);
        this.stretch = part.stretchOf(from) - 1;
        cursor.clear();
        if (!all) {
            for (long key : keys) {
                PostingCursor list = new PostingCursor(part, key);
                if (list.start(bytes, from)) {
                    lists.add(list);
                }
            }
        }
    }

    private boolean anyDense(long[] keys) {
        for (long key : keys) {
            if (part.denseLast(key) >= sequence) {
                return true;
            }
        }
        return false;
    }

    /** The first record that was not dealt with; the part's end when all were. */
    long position() {
        return sequence;
    }

    /** Stands on the next record then; false if there is none up to {@code through}. */
    boolean next(long through) throws IOException {
        return all ? nextOfAll(through) : nextOfLists(through);
    }

    private boolean nextOfLists(long through) throws IOException {
        PostingCursor first = lists.peek();
        long found = first == null ? part.end() : first.sequence();
        if (first == null || found > through) {
            sequence = Math.max(sequence, Math.min(found, through + 1));
            return false;
        }
        long place = first.position();
        while (first != null && first.sequence() == found) {
            lists.poll();
            if (first.next(bytes)) {
                lists.add(first);
            }
            first = lists.peek();
        }
        goTo(found, place);
        sequence = found + 1;
        return true;
    }

    private void goTo(long number, long place) throws IOException {
        int holding = part.stretchAt(place);
        byte[] array = bytes.stretch(part, holding);
        long start = part.positions()[holding];
        int batch = 0;
        while (start + batch + size(array, batch) <= place) {
            batch += size(array, batch);
        }
        cursor.load(array, batch, bytes.segment, start + batch);
        if (!cursor.seek(number, place)) {
            throw new IndexDamaged(bytes.segment.path, place);
        }
    }

    private static int size(byte[] array, int batch) {
        return BatchHeader.BYTES + BatchHeader.intAt(array, batch + 8);
    }

    private boolean nextOfAll(long through) throws IOException {
        while (true) {
            while (cursor.hasNext()) {
                if (cursor.sequence() >= through) {
                    sequence = Math.max(sequence, through + 1);
                    return false;
                }
                cursor.next();
                if (cursor.sequence() >= sequence) {
                    sequence = cursor.sequence() + 1;
                    return true;
                }
            }
            if (!nextBatch()) {
                sequence = Math.max(sequence, Math.min(part.end(), through + 1));
                return false;
            }
        }
    }

    /** Loads the next batch; false at the end of the part. */
    private boolean nextBatch() throws IOException {
        if (at >= batches.length) {
            if (stretch + 1 >= part.stretches()) {
                return false;
            }
            batches = bytes.stretch(part, ++stretch);
            at = 0;
        }
        cursor.load(batches, at, bytes.segment, part.positions()[stretch] + at);
        at += size(batches, at);
        return true;
    }

    /** Lets go of all bytes until the next step. */
    void rest() throws IOException {
        cursor.clear();
        batches = new byte[0];
        at = 0;
        stretch = part.stretchOf(sequence) - 1;
        bytes.close();
    }
}
