package io.signalbox.journal;

import io.signalbox.bytes.ByteReader;

import java.io.IOException;

/**
 * Walks the posting list of one key in one part. Holds no bytes between two steps, so a session
 * with many filters costs little while it waits.
 */
final class PostingCursor {
    private final IndexPart part;
    private final long key;
    private int block;

    /** Where the next posting of the run at hand stands in the block, and how many are left. */
    private int at;

    private int left;
    private long sequence;
    private long position;

    PostingCursor(IndexPart part, long key) {
        this.part = part;
        this.key = key;
    }

    /** Where it stands. */
    long sequence() {
        return sequence;
    }

    /** Where that record begins in the segment's file. */
    long position() {
        return position;
    }

    /** Goes to the first record of the list from this one on; false if there is none. */
    boolean start(IndexedSegment bytes, long from) throws IOException {
        if (part.blocks().length == 0) {
            return false;
        }
        block = part.blockOf(key, from);
        while (findRun(bytes)) {
            while (left > 0) {
                step(bytes);
                if (sequence >= from) {
                    return true;
                }
            }
            block++;
        }
        return false;
    }

    /** Goes on to the next record of the list; false if there is none. */
    boolean next(IndexedSegment bytes) throws IOException {
        if (left == 0) {
            block++;
            if (!findRun(bytes)) {
                return false;
            }
        }
        step(bytes);
        return true;
    }

    /** Finds the run of this key in the block, or in the one after if that begins with it. */
    private boolean findRun(IndexedSegment bytes) throws IOException {
        for (; block < part.blocks().length; block++) {
            if (part.blocks()[block].key() > key) {
                return false;
            }
            ByteReader in = new ByteReader(bytes.block(part.blocks()[block]));
            long found = 0;
            while (in.remaining() > 0) {
                found += in.varint();
                int count = in.count();
                int length = in.count();
                if (found == key) {
                    left = count;
                    at = in.position();
                    sequence = part.first();
                    position = part.positions()[0];
                    return true;
                }
                in.skip(length);
            }
        }
        return false;
    }

    private void step(IndexedSegment bytes) throws IOException {
        byte[] array = bytes.block(part.blocks()[block]);
        ByteReader in = new ByteReader(array, at, array.length - at);
        sequence += in.varint();
        position += in.varint();
        at = in.position();
        left--;
    }
}
