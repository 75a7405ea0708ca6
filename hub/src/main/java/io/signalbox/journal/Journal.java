package io.signalbox.journal;

import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The one order of everything that happens: records are appended, become durable together with all
 * that was appended at the same time, and are read by any number of readers from then on.
 *
 * <p>A record is committed when it is durable as {@link JournalConfig#durability} says. Committed
 * records get lost neither by a crash nor by damage without a word: a torn end, never acknowledged,
 * is cut at the start; any other damage is {@link JournalDamaged}, with file and offset.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Journal.class.getName());

    private final Disk disk;
    private final Durability durability;
    private final long epoch;
    private final Closeable lock;
    private final Segments segments;
    private final HotTail tail;
    private final Progress committed;
    private final Indexes indexes;
    private final ThinOut thinOut;
    private final Committer committer;
    private final long recoveredThrough;
    private final long droppedBytes;
    private boolean closed;

    private Journal(
            Disk disk,
            JournalConfig config,
            Clock clock,
            Executor zeros,
            Executor background,
            Closeable lock,
            RecordKeys keys,
            Recovery.Recovered recovered) {
        this.disk = disk;
        this.durability = config.durability();
        this.epoch = recovered.epoch();
        this.lock = lock;
        this.segments = new Segments(disk, recovered.beginning(), recovered.segments());
        this.tail = new HotTail(config.tailBytes());
        this.recoveredThrough = recovered.nextSequence() - 1;
        this.droppedBytes = recovered.droppedBytes();
        this.committed = new Progress(recoveredThrough);
        this.indexes = new Indexes(disk, segments, keys, config, background);
        this.thinOut = new ThinOut(disk, segments, indexes, keys, clock, config);
        this.committer =
                new Committer(disk, config, clock, zeros, recovered, segments, tail, committed);
        if (!keys.equals(RecordKeys.NONE)) {
            committer.listen((_, _, _) -> indexes.committed());
        }
    }

    /**
     * Takes the folder for this process and recovers what is in it; an empty one begins a journal.
     *
     * @throws JournalLocked when another process works on this folder
     * @throws JournalDamaged when a file is not what was written, in a place no crash explains
     * @throws UncheckedIOException when the folder cannot be read or written
     */
    public static Journal open(Disk disk, JournalConfig config, Clock clock) {
        return open(disk, config, clock, RecordKeys.NONE);
    }

    /** The same, with an index of each finished segment by these keys: see {@link KeyedReader}. */
    public static Journal open(Disk disk, JournalConfig config, Clock clock, RecordKeys keys) {
        return open(
                disk,
                config,
                clock,
                keys,
                task -> Thread.ofPlatform().daemon().name("journal-zeros").start(task),
                task -> BackgroundThreads.named("journal-index").start(task));
    }

    /** {@code background} runs the writing of zeros and of indexes beside the journal thread. */
    static Journal open(
            Disk disk, JournalConfig config, Clock clock, RecordKeys keys, Executor background) {
        return open(disk, config, clock, keys, background, background);
    }

    private static Journal open(
            Disk disk,
            JournalConfig config,
            Clock clock,
            RecordKeys keys,
            Executor zeros,
            Executor background) {
        Closeable lock = null;
        try {
            lock = disk.lock();
            Recovery.Recovered found = new Recovery(disk, config, clock, zeros).run();
            if (found.droppedBytes() > 0) {
                LOG.log(
                        Level.WARNING,
                        "{0}: cut {1} bytes that were never acknowledged after record {2}",
                        found.writer().segment.path,
                        found.droppedBytes(),
                        found.nextSequence() - 1);
            }
            Journal journal =
                    new Journal(disk, config, clock, zeros, background, lock, keys, found);
            journal.indexes.start();
            journal.committer.start();
            lock = null;
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the journal in " + disk.path("") + ": " + e.getMessage(), e);
        } finally {
            release(lock);
        }
    }

    private static void release(@Nullable Closeable lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot release the lock of the journal", e);
            }
        }
    }

    /**
     * Hands a batch over and returns at once; from any thread. The batches of one thread keep their
     * order. The batch belongs to the journal until {@link RecordBatch#firstSequence} is not 0.
     */
    public void submit(RecordBatch batch) {
        committer.submit(batch);
    }

    /**
     * Hands a batch over and waits until it is committed; never on an event loop.
     *
     * @return the sequence of its first record
     * @throws JournalFailure when it is not committed, and never will be by this process
     */
    public long append(RecordBatch batch) {
        committer.submit(batch);
        boolean interrupted = false;
        while (true) {
            try {
                if (!committed.await(batch)) {
                    JournalFailure failure = committer.failure();
                    throw failure != null
                            ? failure
                            : new IllegalStateException("the journal was closed meanwhile");
                }
                return batch.firstSequence();
            } catch (InterruptedException e) {
                interrupted = true;
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Every record up to this one is committed. */
    public long committed() {
        return committed.value();
    }

    /** The last record that was found when the journal was opened; 0 when there was none. */
    public long recoveredThrough() {
        return recoveredThrough;
    }

    /** The oldest record still on disk. */
    public long firstSequence() {
        return segments.firstSequence();
    }

    /**
     * The first record of the newest files that together are no larger than this; the one after the
     * newest record when a single file is larger.
     */
    public long firstOfLast(long bytes) {
        long first = segments.firstOfLast(bytes);
        return first == 0 ? committed() + 1 : first;
    }

    /** The listener is called on the journal thread after each commit; it must not wait. */
    public void onCommit(CommitListener listener) {
        committer.listen(listener);
    }

    void forget(CommitListener listener) {
        committer.forget(listener);
    }

    /** The listener is called once, when a write or sync failed: the node must end (exit 74). */
    public void onFailure(Consumer<JournalFailure> listener) {
        committer.listenToFailure(listener);
    }

    /**
     * The reserve is asked for on the journal thread when a write finds no room; it answers whether
     * it made some, and then the same is written again. Without, the journal waits for room.
     */
    public void reserve(BooleanSupplier reserve) {
        committer.room().reserve(reserve);
    }

    /** What was written since it was opened. */
    public long bytes() {
        return committer.bytes();
    }

    /** What of that is in batches that are of {@link Concern#BROKER}. */
    public long brokerBytes() {
        return committer.brokerBytes();
    }

    public SyncTimes syncTimes() {
        return committer.syncTimes();
    }

    /** A write waits for room on the disk; until there is some nothing is committed. */
    public boolean lacksRoom() {
        return committer.room().isShort();
    }

    /**
     * More is waiting for the disk than {@link JournalConfig#pendingBytes}: producers stop taking
     * in more until a later commit finds this false.
     */
    public boolean saturated() {
        return committer.saturated();
    }

    /**
     * A reader whose first record is this one.
     *
     * @throws JournalDamaged when the record was released, or cannot have been written: then the
     *     newest files are missing
     */
    public JournalReader reader(long fromSequence) {
        long next = committed.value() + 1;
        if (fromSequence > next) {
            throw new JournalDamaged(
                    disk.path(""),
                    0,
                    "expected a journal that reaches record "
                            + (fromSequence - 1) + ", found that it ends with " + (next - 1)
                            + ". Put its newest files back from a backup.");
        }
        return new JournalReader(disk, segments, tail, committed, fromSequence);
    }

    /**
     * A reader of the records from this one on that have one of these keys; what was released
     * meanwhile, because nobody needed it, is passed over.
     */
    public KeyedReader reader(long fromSequence, long[] keys) {
        return new KeyedReader(disk, segments, tail, committed, indexes, fromSequence, keys);
    }

    /**
     * Deletes or thins out the segments that hold only records before this one: what is needed of
     * them stays, under its sequence, and nothing else does. Takes its time: not on an event loop.
     */
    public void release(long beforeSequence, Needs needs) {
        try {
            thinOut.run(beforeSequence, needs);
        } catch (IOException e) {
            committer.fail(e);
        }
    }

    /** True if there are segments that hold only records before this one. */
    public boolean hasSegmentBefore(long sequence) {
        return segments.finished().stream().anyMatch(s -> s.end() <= sequence);
    }

    /** When it began, which tells it from any other. */
    long epoch() {
        return epoch;
    }

    /** Its folder as an operator finds it, for messages. */
    String folder() {
        return disk.path("");
    }

    /**
     * Returns when what is committed outlives a power failure, also where that is not waited for
     * before an answer; with {@link Durability#NONE} what was written of it.
     */
    void makeDurable() throws IOException {
        if (durability != Durability.FSYNC) {
            segments.forceLast();
        }
    }

    /** How often readers by keys did not find in memory what they looked for. */
    long fileReads() {
        return indexes.reads();
    }

    public JournalStatus status() {
        return committer.status(droppedBytes);
    }

    /** Commits what was submitted, ends the last segment and gives the folder free. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            committer.close();
            try {
                indexes.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "an index was not closed", e);
            }
            release(lock);
        }
    }
}
