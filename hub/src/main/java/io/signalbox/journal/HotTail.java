package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was committed last, in memory, shared by all readers: a linked list of slabs, to which the
 * journal thread adds in front and from which it cuts behind.
 *
 * <p>Journal thread only, but for {@link #find} and what a {@link Slab} shows. Slabs are used again and again, so that what is committed makes no garbage, and the collector
 * has nothing to copy. A reader {@linkplain Slab#enter enters} the slab it stands in: such a slab is
 * cut like any other, which makes its reader go to the files next, but it is used again only when
 * that reader has left. So a slow reader keeps one slab alive and not the list.
 */
final class HotTail {
    /** Slabs in the limit: one of them is given up at a time. */
    private static final int SLABS = 8;

    /** Slabs that were cut and are kept for their next use; beyond, the oldest is given up. */
    private static final int KEPT = 4;

    /** Batches as they stand in one file, one behind the other. */
    static final class Slab {
        final byte[] bytes;
        private final AtomicInteger readers = new AtomicInteger();

        /** Of this use; the journal thread sets them while nobody can find the slab. */
        private Segment segment;

        private long position;
        private long first;

        private volatile long last;
        private volatile int end;
        private volatile @Nullable Slab next;

        /** Grows when the slab becomes part of the tail and when it is cut: odd between. */
        private volatile int use;

        private Slab(int size, Segment segment) {
            this.bytes = new byte[size];
            this.segment = segment;
        }

        /** Keeps its bytes as they are until {@link #leave}; false if it is not in the tail. */
        boolean enter() {
            int wanted = use;
            readers.incrementAndGet();
            if ((wanted & 1) == 1 && use == wanted) {
                return true;
            }
            leave();
            return false;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // the journal thread alone writes it
        private void change() {
            use++;
        }

        /** To be asked by one who has entered it. */
        boolean isCut() {
            return (use & 1) == 0;
        }

        void leave() {
            readers.decrementAndGet();
        }

        /** Whole batches stand up to here, and the next ones when {@link #next} is there. */
        int end() {
            return end;
        }

        @Nullable
        Slab next() {
            return next;
        }

        Segment segment() {
            return segment;
        }

        /** The place in the file of its first byte. */
        long position() {
            return position;
        }
    }

    private final int limit;
    private final int slabBytes;
    private final ArrayDeque<Slab> kept = new ArrayDeque<>(KEPT);
    private long bytes;
    private volatile @Nullable Slab oldest;
    private @Nullable Slab newest;

    /** Bytes of the newest slab that are taken, committed or not. */
    private int taken;

    HotTail(int limit) {
        this.limit = limit;
        this.slabBytes = limit / SLABS;
    }

    /** Room, behind {@link #taken()}, for bytes that will stand at this place of the file. */
    Slab room(int size, Segment segment, long position, long first) {
        Slab slab = newest;
        if (slab == null
                || slab.segment != segment
                || slab.position + taken != position
                || slab.bytes.length - taken < size) {
            Slab free = size > slabBytes ? null : free();
            slab = free == null ? new Slab(Math.max(size, slabBytes), segment) : free;
            slab.segment = segment;
            slab.position = position;
            slab.first = first;
            slab.last = 0;
            slab.end = 0;
            slab.next = null;
            taken = 0;
        }
        taken += size;
        return slab;
    }

    /** Where the room given last ends in its slab. */
    int taken() {
        return taken;
    }

    /** Shows readers what was put into the room given last; cuts what is too much. */
    void add(Slab slab, long last) {
        slab.last = last;
        slab.end = taken;
        Slab before = newest;
        if (slab == before) {
            return;
        }
        slab.change();
        bytes += slab.bytes.length;
        newest = slab;
        if (before == null) {
            oldest = slab;
        } else {
            before.next = slab;
        }
        Slab cut = oldest;
        while (bytes > limit && cut != null && cut != slab) {
            Slab following = cut.next;
            oldest = following;
            cut(cut);
            cut = following;
        }
    }

    private void cut(Slab slab) {
        bytes -= slab.bytes.length;
        slab.change();
        slab.next = null;
        if (slab.bytes.length == slabBytes) {
            if (kept.size() == KEPT) {
                kept.remove();
            }
            kept.add(slab);
        }
    }

    /**
     * A slab that nobody is in. A reader that comes later sees that its use has ended, and leaves
     * without a look.
     */
    private @Nullable Slab free() {
        for (Slab slab : kept) {
            if (slab.readers.get() == 0) {
                kept.remove(slab);
                return slab;
            }
        }
        return null;
    }

    /** A slab, entered, that holds this committed record; null when it is not in memory. */
    @Nullable
    Slab find(long sequence) {
        Slab slab = oldest;
        while (slab != null) {
            if (!slab.enter()) {
                slab = oldest;
                continue;
            }
            if (slab.first <= sequence && sequence <= slab.last) {
                return slab;
            }
            Slab following = slab.next;
            boolean cut = slab.isCut();
            slab.leave();
            slab = cut ? oldest : following;
        }
        return null;
    }
}
