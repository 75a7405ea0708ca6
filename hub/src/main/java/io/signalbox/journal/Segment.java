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

    /** Whom something between a mark and the next may be of {@link Concern} to. */
    private int[] concerns = new int[16];

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
        concerns[0] = Concern.ALL;
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
            concerns = Arrays.copyOf(concerns, marks * 2);
        }
        sequences[marks] = sequence;
        concerns[marks] = concerns[marks - 1];
        positions[marks++] = position;
        lastMark = position;
    }

    /** A batch that begins here. */
    record Place(long sequence, long position) {}

    /** Each of its batches, from the first on, comes by {@link #grew}. */
    synchronized void isWatched() {
        concerns[0] = 0;
    }

    /** A group of batches follows that is of these concerns; in order. */
    synchronized void grew(long sequence, long position, int concerned) {
        if (position - lastMark >= INDEX_STEP) {
            addMark(sequence, position);
            concerns[marks - 1] = 0;
        }
        concerns[marks - 1] |= concerned;
    }

    /**
     * The next place that is known behind this one, if nothing before it is of such a concern; else,
     * or where that is not known, null.
     */
    synchronized @Nullable Place beyond(long position, int concern) {
        int found = Arrays.binarySearch(positions, 0, marks, position);
        int at = found >= 0 ? found : -found - 2;
        return at < 0 || at + 1 >= marks || (concerns[at] & concern) != 0
                ? null
                : new Place(sequences[at + 1], positions[at + 1]);
    }

    /** Position of a batch that begins at or before this record, the nearest one known. */
    synchronized long positionBefore(long sequence) {
        int found = Arrays.binarySearch(sequences, 0, marks, sequence);
        return positions[found >= 0 ? found : Math.max(0, -found - 2)];
    }
}
