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
        while (!cursor.next()) {
            if (!nextBatch()) {
                return false;
            }
        }
        while (cursor.sequence() < sequence) {
            if (!cursor.next()) {
                return next();
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
        if (sequence > committed.value()) {
            return false;
        }
        HotTail.Slab found = tail.find(sequence);
        if (found != null) {
            closeFile();
            standIn(found);
            return nextInMemory(found);
        }
        try {
            return loadFromFile();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + segment.path + " near offset " + position + ": "
                            + e.getMessage(),
                    e);
        }
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
            if (BatchHeader.firstAt(bytes, at) + BatchHeader.countAt(bytes, at) > sequence) {
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

    private boolean loadFromFile() throws IOException {
        Window view = open();
        while (true) {
            long end = segment.committedEnd();
            if (segment.cold != null && position == end) {
                sequence = segment.end();
                view = open();
                continue;
            }
            int at = view.at(position, BatchHeader.BYTES, end);
            if (at < 0 || !header.readChecked(view.bytes(), at, segment.salt)) {
                throw damaged("the header of a batch");
            }
            int bytes = header.bytes();
            long after = header.first + header.count;
            if (header.flags != 0) {
                throw damaged("a batch without flags (a newer version of Signalbox knows more)");
            }
            if (after > sequence) {
                at = view.at(position, bytes, end);
                if ((header.first > sequence && segment.cold == null)
                        || at < 0
                        || !header.bodyHolds(view.bytes(), at + BatchHeader.BYTES)) {
                    throw damaged("the batch of record " + sequence);
                }
                segment.mark(header.first, position);
                cursor.load(view.bytes(), at, segment, position);
                position += bytes;
                return true;
            }
            position += bytes;
        }
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
