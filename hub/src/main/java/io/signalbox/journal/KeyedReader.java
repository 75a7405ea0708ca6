package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads committed records that have one of some keys, in order. Where there is no index yet, where
 * a key is dense, and in the segment being written it gives all records: the caller looks at each
 * anyway. Used by one thread at a time.
 *
 * <p>Bytes of finished segments are read and checked once for all readers that are near each other.
 */
public final class KeyedReader implements AutoCloseable {
    private final Disk disk;
    private final Segments segments;
    private final HotTail tail;
    private final Progress committed;
    private final Indexes indexes;
    private final long[] keys;

    /** The first record that was not dealt with. */
    private long sequence;

    private final BatchCursor cursor;
    private Entry entry;

    private @Nullable IndexedSegment bytes;
    private @Nullable PartReader part;

    /** Reads everything, up to the end of this segment. */
    private @Nullable JournalReader plain;

    private Segment plainIn;

    /** The plain reader stands on a record that was not asked for yet. */
    private boolean ahead;

    KeyedReader(
            Disk disk,
            Segments segments,
            HotTail tail,
            Progress committed,
            Indexes indexes,
            long from,
            long[] keys) {
        this.disk = disk;
        this.segments = segments;
        this.tail = tail;
        this.committed = committed;
        this.indexes = indexes;
        this.keys = keys.clone();
        this.sequence = from;
        this.plainIn = segments.all().getLast();
        this.cursor = new BatchCursor(plainIn);
        this.entry = cursor;
    }

    /**
     * Moves to the next record that may have one of the keys, but none after {@code through}. False
     * if that is not to be had in one bounded step: then {@link #position} says how far it came.
     *
     * @throws JournalDamaged when a file is not what was written; the reader stays where it is
     */
    public boolean next(long through) {
        long last = Math.min(through, committed.value());
        if (sequence > last) {
            return false;
        }
        try {
            return step(last);
        } catch (IndexDamaged e) {
            if (!leaveReleased()) {
                IndexedSegment damaged = bytes;
                leavePart();
                if (damaged != null) {
                    indexes.makeAgain(damaged.segment);
                }
            }
            return false;
        } catch (JournalDamaged | UncheckedIOException e) {
            if (leaveReleased()) {
                return false;
            }
            throw e;
        } catch (IOException e) {
            if (leaveReleased()) {
                return false;
            }
            throw new UncheckedIOException(
                    "cannot read the journal near record " + sequence + ": " + e.getMessage(), e);
        }
    }

    /**
     * True if the file at hand is not of the journal any more: nobody needs what it held, or a cold
     * file has that.
     */
    private boolean leaveReleased() {
        IndexedSegment now = bytes;
        Segment reading = now != null ? now.segment : plainIn;
        if (segments.all().contains(reading)) {
            return false;
        }
        leavePart();
        closePlain();
        return true;
    }

    private boolean step(long last) throws IOException {
        JournalReader all = plain;
        if (all != null && (ahead || sequence < plainIn.end())) {
            return nextOf(all, last);
        }
        closePlain();
        PartReader now = part;
        if (now == null || sequence >= now.part.end()) {
            now = nextPart();
        }
        if (now == null) {
            JournalReader reading = plain;
            return reading != null && nextOf(reading, last);
        }
        boolean found = now.next(last);
        sequence = now.position();
        entry = cursor;
        return found;
    }

    private boolean nextOf(JournalReader all, long last) {
        if (!ahead && !all.next()) {
            sequence = Math.max(sequence, all.position());
            return false;
        }
        long found = all.entry().sequence();
        ahead = found > last;
        sequence = ahead ? last + 1 : found + 1;
        entry = all.entry();
        return !ahead;
    }

    /** Finds out how to read on; null if there is no part of an index for that. */
    private @Nullable PartReader nextPart() throws IOException {
        leavePart();
        sequence = Math.max(sequence, segments.oldest());
        Segment segment = segments.holding(sequence);
        if (segment == null) {
            throw new IOException("record " + sequence + " was released meanwhile");
        }
        SegmentIndex index = indexes.of(segment);
        IndexPart next = index == null ? null : index.partFrom(sequence);
        if (next == null && (index == null || !index.whole)) {
            plainIn = segment;
            plain = JournalReader.withGaps(disk, segments, tail, committed, sequence);
            return null;
        }
        if (next == null) {
            sequence = segment.end();
            return null;
        }
        IndexedSegment from = new IndexedSegment(disk, indexes, segment);
        bytes = from;
        PartReader found = new PartReader(from, next, cursor, keys, sequence);
        part = found;
        return found;
    }

    private void leavePart() {
        IndexedSegment left = bytes;
        bytes = null;
        part = null;
        cursor.clear();
        if (left != null) {
            try {
                left.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + left.segment.path, e);
            }
        }
    }

    private void closePlain() {
        JournalReader open = plain;
        plain = null;
        ahead = false;
        if (open != null) {
            open.close();
        }
    }

    /** The record this reader stands on; valid until the next call of another method. */
    public Entry entry() {
        return entry;
    }

    /** The first record that was not dealt with yet, committed or not. */
    public long position() {
        return sequence;
    }

    /** Holds no bytes and no open file of a finished segment until the next step. */
    public void rest() {
        PartReader resting = part;
        if (resting != null) {
            try {
                resting.rest();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a file of the journal", e);
            }
        }
    }

    @Override
    public void close() {
        leavePart();
        closePlain();
    }
}
