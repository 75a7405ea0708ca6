package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads committed records in order, from the memory that all readers share or, when that has moved
 * on, from the files. Used by one thread at a time; any number of readers, each independent.
 *
 * <p>A file is held open only while reading in it. Do not interrupt a thread that reads: it closes
 * the file under it.
 */
public final class JournalReader implements AutoCloseable {
    private static final int WINDOW = 64 << 10;

    private final Disk disk;
    private final Segments segments;
    private final HotTail tail;
    private final Progress committed;
    private final BatchCursor cursor;
    private final BatchHeader header = new BatchHeader();
    private final boolean withGaps;

    /** The next record to be given. */
    private long sequence;

    /** Batches in which nothing is of such a concern are passed over. */
    private int wanted = Concern.ALL;

    /** Where in memory it stands; entered. */
    private HotTail.@Nullable Slab slab;

    private int slabAt;

    private Segment segment;
    private @Nullable DiskFile file;
    private @Nullable Window window;
    private long position;

    JournalReader(Disk disk, Segments segments, HotTail tail, Progress committed, long from) {
        this(disk, segments, tail, committed, from, false);
    }

    /** One that passes over what is missing because it was released. */
    static JournalReader withGaps(
            Disk disk, Segments segments, HotTail tail, Progress committed, long from) {
        return new JournalReader(disk, segments, tail, committed, from, true);
    }

    private JournalReader(
            Disk disk,
            Segments segments,
            HotTail tail,
            Progress committed,
            long from,
            boolean withGaps) {
        this.withGaps = withGaps;
        this.disk = disk;
        this.segments = segments;
        this.tail = tail;
        this.committed = committed;
        this.sequence = from;
        this.segment = segmentOf(from);
        this.cursor = new BatchCursor(segment);
    }

    private Segment segmentOf(long wanted) {
        Segment found = segments.holding(wanted);
        if (found == null || (found.cold != null && !withGaps)) {
            throw new JournalDamaged(
                    disk.path(""),
                    0,
                    "expected record " + wanted
                            + ", found that the journal is whole from record "
                            + segments.firstSequence()
                            + " on only. Put the older files back from a backup.");
        }
        return found;
    }

    /**
     * Moves to the next record. False when nothing more is committed: call again later.
     *
     * @throws JournalDamaged when a file is not what was written; the reader stays where it is
     */
    public boolean next() {
        return next(Concern.ALL);
    }

    /**
     * The same, but passes over batches of which nothing is of such a {@link Concern}; {@link
     * #position} says how far it came.
     */
    public boolean next(int concern) {
        wanted = concern;
        while (!cursor.next()) {
            if (!nextBatch()) {
                return false;
            }
        }
        while (cursor.sequence() < sequence) {
            if (!cursor.next()) {
                return next(concern);
            }
        }
        sequence = cursor.sequence() + 1;
        return true;
    }

    /** Gives no record before this one, committed or not; without a look at those in between. */
    public void passTo(long from) {
        if (from > sequence) {
            sequence = from;
            cursor.clear();
            leaveMemory();
            closeFile();
        }
    }

    /** The record this reader stands on; valid until the next call of {@link #next}. */
    public Entry entry() {
        return cursor;
    }

    /** The sequence that the next {@link #next} will give, committed yet or not. */
    public long position() {
        return sequence;
    }

    private boolean nextBatch() {
        if (slab != null) {
            return nextInMemory(slab);
        }
        while (sequence <= committed.value()) {
            HotTail.Slab found = tail.find(sequence);
            if (found != null) {
                closeFile();
                standIn(found);
                return nextInMemory(found);
            }
            try {
                if (loadFromFile(committed.value())) {
                    return true;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot read " + segment.path + " near offset " + position + ": "
                                + e.getMessage(),
                        e);
            }
        }
        return false;
    }

    private void standIn(HotTail.Slab entered) {
        slab = entered;
        slabAt = 0;
    }

    private boolean nextInMemory(HotTail.Slab stand) {
        HotTail.Slab now = stand;
        while (true) {
            int end = now.end();
            if (slabAt < end) {
                if (loadFromMemory(now, end)) {
                    return true;
                }
                continue;
            }
            HotTail.Slab after = now.next();
            if (after == null && !now.isCut()) {
                return false;
            }
            if (after != null && slabAt < now.end()) {
                continue;
            }
            if (after == null || !after.enter()) {
                leaveMemory();
                return nextBatch();
            }
            boolean fellBehind = now.isCut();
            leaveMemory();
            if (fellBehind) {
                after.leave();
                return nextBatch();
            }
            standIn(after);
            now = after;
        }
    }

    /** The next batch before {@code end} that is not done with; false if there is none. */
    private boolean loadFromMemory(HotTail.Slab from, int end) {
        byte[] bytes = from.bytes;
        while (slabAt < end) {
            int at = slabAt;
            slabAt += BatchHeader.BYTES + BatchHeader.intAt(bytes, at + 8);
            long after = BatchHeader.firstAt(bytes, at) + BatchHeader.countAt(bytes, at);
            if (after > sequence && (BatchHeader.concernsAt(bytes, at) & wanted) == 0) {
                sequence = after;
            } else if (after > sequence) {
                cursor.load(bytes, at, from.segment(), from.position() + at);
                return true;
            }
        }
        return false;
    }

    private void leaveMemory() {
        if (slab != null) {
            slab.leave();
            slab = null;
        }
    }

    /** The next batch that is wanted; false if there is none up to this committed record. */
    private boolean loadFromFile(long through) throws IOException {
        while (sequence <= through) {
            Window view = open();
            long end = segment.committedEnd();
            if (segment.cold != null && position == end) {
                sequence = segment.end();
            } else if (!passStretch() && loadAt(view, end)) {
                return true;
            }
        }
        return false;
    }

    /** Passes over a stretch of the file in which nothing is wanted; false if it is not known. */
    private boolean passStretch() {
        Segment.Place beyond = segment.beyond(position, wanted);
        if (beyond == null) {
            return false;
        }
        position = beyond.position();
        sequence = Math.max(sequence, beyond.sequence());
        return true;
    }

    /** Loads the batch at hand, or passes over it. */
    private boolean loadAt(Window view, long end) throws IOException {
        int at = view.at(position, BatchHeader.BYTES, end);
        if (at < 0 || !header.readChecked(view.bytes(), at, segment.salt)) {
            throw damaged("the header of a batch");
        }
        if (!header.isKnownBatch()) {
            throw damaged("a batch of this version (a newer version of Signalbox knows more)");
        }
        int bytes = header.bytes();
        long after = header.first + header.count;
        if (after <= sequence) {
            position += bytes;
            return false;
        }
        if (header.first > sequence && segment.cold == null) {
            throw damaged("the batch of record " + sequence);
        }
        segment.mark(header.first, position);
        if ((header.concerns() & wanted) == 0) {
            sequence = after;
            position += bytes;
            return false;
        }
        at = view.at(position, bytes, end);
        if (at < 0 || !header.bodyHolds(view.bytes(), at + BatchHeader.BYTES)) {
            throw damaged("the batch of record " + sequence);
        }
        cursor.load(view.bytes(), at, segment, position);
        position += bytes;
        return true;
    }

    /** Has the file open that holds {@link #sequence}, at a batch not behind it. */
    private Window open() throws IOException {
        Segment wanted = segmentOf(sequence);
        Window view = window;
        if (view != null && wanted == segment) {
            return view;
        }
        closeFile();
        segment = wanted;
        position = wanted.positionBefore(sequence);
        DiskFile opened = disk.open(wanted.name);
        file = opened;
        view = new Window(opened, WINDOW);
        window = view;
        return view;
    }

    private JournalDamaged damaged(String expected) {
        return new JournalDamaged(
                segment.path,
                position,
                "expected " + expected
                        + ", found bytes that fail its checksum. Put the file back from a backup.");
    }

    private void closeFile() {
        DiskFile open = file;
        file = null;
        window = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + segment.path, e);
            }
        }
    }

    @Override
    public void close() {
        cursor.clear();
        leaveMemory();
        closeFile();
    }
}
