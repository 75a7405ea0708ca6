package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

/**
 * What was committed last, in memory, shared by all readers: a linked list to which the journal
 * thread adds in front and from which it cuts behind. A reader holds one chunk and walks on without
 * a lock; when its chunk was cut off it finds no next one and goes to the files, so a slow reader
 * keeps one chunk alive and not the list.
 */
final class HotTail {
    private static final int CHUNK_OVERHEAD = 64;

    /** The batches of one commit, as they stand in the file. */
    static final class Chunk {
        final byte[] bytes;
        final Segment segment;
        final long position;
        final long first;
        final long last;
        private volatile @Nullable Chunk next;
        private volatile boolean cut;

        Chunk(byte[] bytes, Segment segment, long position, long first, long last) {
            this.bytes = bytes;
            this.segment = segment;
            this.position = position;
            this.first = first;
            this.last = last;
        }

        @Nullable
        Chunk next() {
            return next;
        }

        boolean isCut() {
            return cut;
        }
    }

    private final int limit;
    private long bytes;
    private volatile @Nullable Chunk oldest;
    private @Nullable Chunk newest;

    HotTail(int limit) {
        this.limit = limit;
    }

    /** Adds what was just committed and cuts what is too much; journal thread only. */
    void add(Chunk chunk) {
        bytes += chunk.bytes.length + CHUNK_OVERHEAD;
        Chunk before = newest;
        newest = chunk;
        if (before == null) {
            oldest = chunk;
            return;
        }
        before.next = chunk;
        Chunk last = oldest;
        while (bytes > limit && last != null && last != chunk) {
            Chunk following = last.next;
            bytes -= last.bytes.length + CHUNK_OVERHEAD;
            oldest = following;
            last.cut = true;
            last.next = null;
            last = following;
        }
    }

    /** The chunk that holds this record; null when it is not in memory. */
    @Nullable
    Chunk find(long sequence) {
        Chunk chunk = oldest;
        while (chunk != null && chunk.last < sequence) {
            Chunk following = chunk.next;
            chunk = following == null && chunk.cut ? oldest : following;
        }
        return chunk == null || chunk.first > sequence ? null : chunk;
    }
}
