package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * One file of the journal as its readers know it. {@link #committedEnd} is written by the journal
 * thread; the sparse index is filled by whoever passes through the file.
 */
final class Segment {
    private static final int INDEX_STEP = 256 << 10;

    final SegmentHeader header;
    final String name;
    final String path;
    final int salt;

    /** What it stands for if it is a cold file. */
    final @Nullable ColdHeader cold;

    /** Bytes up to here are whole, committed batches; nobody reads further. */
    private volatile long committedEnd;

    /** The sequence after the last record; unknown while it is written. */
    private volatile long end = Long.MAX_VALUE;

    /** The index of its beginning, while there is no other. */
    volatile @Nullable SegmentIndex growing;

    /** There is an index of it beside it. */
    volatile boolean indexed;

    /** What of it was needed when that was last looked at, for sessions alone. */
    volatile long neededBytes;

    /** So often that is not looked at again, for much of it was needed. */
    int looksSpared;

    /** Making its index has failed, and is not tried again before long. */
    volatile boolean unindexable;

    private long[] sequences = new long[16];
    private long[] positions = new long[16];
    private int marks;
    private volatile long lastMark = SegmentHeader.BYTES;

    Segment(SegmentHeader header, String path, long committedEnd) {
        this(header, null, header.fileName(), header.salt(), path, committedEnd);
    }

    Segment(ColdHeader cold, String path, long committedEnd) {
        this(cold.asSegment(), cold, cold.fileName(), cold.salt(), path, committedEnd);
        this.end = cold.end();
    }

    private Segment(
            SegmentHeader header,
            @Nullable ColdHeader cold,
            String name,
            int salt,
            String path,
            long committedEnd) {
        this.header = header;
        this.cold = cold;
        this.name = name;
        this.path = path;
        this.salt = salt;
        this.committedEnd = committedEnd;
        sequences[0] = header.first();
        positions[0] = SegmentHeader.BYTES;
        marks = 1;
    }

    long first() {
        return header.first();
    }

    /** The sequence after its last record; {@link Long#MAX_VALUE} while it is written. */
    long end() {
        return end;
    }

    void end(long sequence) {
        end = sequence;
    }

    String indexName() {
        return name.substring(0, name.lastIndexOf('.')) + SegmentIndex.SUFFIX;
    }

    long committedEnd() {
        return committedEnd;
    }

    void committedEnd(long position) {
        committedEnd = position;
    }

    /** Remembers where a batch begins, if nothing near it is remembered. */
    void mark(long sequence, long position) {
        if (position - lastMark >= INDEX_STEP) {
            addMark(sequence, position);
        }
    }

    private synchronized void addMark(long sequence, long position) {
        if (position - lastMark < INDEX_STEP) {
            return;
        }
        if (marks == sequences.length) {
            sequences = Arrays.copyOf(sequences, marks * 2);
            positions = Arrays.copyOf(positions, marks * 2);
        }
        sequences[marks] = sequence;
        positions[marks++] = position;
        lastMark = position;
    }

    /** Position of a batch that begins at or before this record, the nearest one known. */
    synchronized long positionBefore(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, marks, sequence);
        return positions[found >= 0 ? found : Math.max(0, -found - 2)];
    }
}
