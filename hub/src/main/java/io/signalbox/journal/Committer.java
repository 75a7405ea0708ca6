package io.signalbox.journal;

import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The journal thread: takes what was submitted, numbers it, writes it in one go, syncs once and
 * tells everybody. While it syncs the next group gathers, so the load sets the size of a group and
 * no timer is needed. All fields are its own unless they are final or volatile.
 *
 * <p>It is never interrupted, for that would close the file under it: nobody gets hold of it.
 */
final class Committer implements Runnable {
    private final Disk disk;
    private final JournalConfig config;
    private final Clock clock;
    private final Executor preparer;
    private final Segments segments;
    private final HotTail tail;
    private final Progress committed;
    private final long epoch;
    private final Submissions submissions = new Submissions();
    private final Room room = new Room();
    private final SyncLatency latency = new SyncLatency();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong brokerBytes = new AtomicLong();
    private final List<CommitListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<JournalFailure>> failureListeners = new CopyOnWriteArrayList<>();
    private final BatchHeader header = new BatchHeader();
    private final Thread thread;

    /** Batches, up to {@code end}, that are written together in the room of a slab. */
    private record Group(
            RecordBatch oldest,
            @Nullable RecordBatch end,
            HotTail.Slab slab,
            long first,
            long last,
            int size,
            int concerns) {}

    private SegmentWriter writer;
    private long next;
    private long synced;
    private @Nullable RecordBatch taken;

    private volatile boolean closing;
    private volatile @Nullable IOException outsideFailure;
    private volatile @Nullable JournalFailure failure;

    Committer(
            Disk disk,
            JournalConfig config,
            Clock clock,
            Executor preparer,
            Recovery.Recovered recovered,
            Segments segments,
            HotTail tail,
            Progress committed) {
        this.disk = disk;
        this.config = config;
        this.clock = clock;
        this.preparer = preparer;
        this.segments = segments;
        this.tail = tail;
        this.committed = committed;
        this.epoch = recovered.epoch();
        this.writer = recovered.writer();
        this.next = recovered.nextSequence();
        this.synced = next - 1;
        this.thread = Thread.ofPlatform().daemon().name("journal").unstarted(this);
    }

    void start() {
        thread.start();
    }

    void submit(RecordBatch batch) {
        if (closing) {
            throw new IllegalStateException("the journal is closed");
        }
        batch.submit();
        if (submissions.push(batch)) {
            LockSupport.unpark(thread);
        }
    }

    Room room() {
        return room;
    }

    SyncTimes syncTimes() {
        return latency.times();
    }

    boolean saturated() {
        return submissions.pendingBytes() > config.pendingBytes()
                || failure != null
                || room.isShort();
    }

    void listen(CommitListener listener) {
        listeners.add(listener);
    }

    void forget(CommitListener listener) {
        listeners.remove(listener);
    }

    void listenToFailure(Consumer<JournalFailure> listener) {
        failureListeners.add(listener);
        JournalFailure before = failure;
        if (before != null) {
            listener.accept(before);
        }
    }

    @Nullable
    JournalFailure failure() {
        return failure;
    }

    /** Another thread's file operation failed: the journal thread ends as if it were its own. */
    void fail(IOException cause) {
        outsideFailure = cause;
        LockSupport.unpark(thread);
    }

    /** Commits what was submitted, finishes the last segment and ends the thread. */
    void close() {
        closing = true;
        room.close();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            for (RecordBatch batch = take(); batch != null; batch = take()) {
                commitGroup(batch);
            }
            if (!writer.isEmpty()) {
                room.with(writer.segment.path, () -> writer.seal(next));
            }
            writer.close();
        } catch (Throwable e) {
            stopForGood(e);
        } finally {
            committed.end();
        }
    }

    private void stopForGood(Throwable cause) {
        JournalFailure reason = new JournalFailure(writer.segment.path, cause);
        failure = reason;
        committed.end();
        try {
            writer.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        for (Consumer<JournalFailure> listener : failureListeners) {
            listener.accept(reason);
        }
    }

    /** The oldest batch not yet committed; waits for one; null when closing and there is none. */
    private @Nullable RecordBatch take() throws IOException {
        while (true) {
            IOException outside = outsideFailure;
            if (outside != null) {
                throw outside;
            }
            boolean last = closing;
            if (taken == null) {
                taken = submissions.takeAll();
            }
            if (taken != null || last) {
                return taken;
            }
            LockSupport.park(this);
        }
    }

    private void commitGroup(RecordBatch oldest) throws IOException {
        int size = 0;
        int concerns = 0;
        RecordBatch end = oldest;
        while (end != null && (size == 0 || size + end.bytes() <= config.groupBytes())) {
            size += end.bytes();
            concerns |= end.concerns();
            end = end.next;
        }
        taken = end;
        if (!writer.isEmpty() && writer.position() + size > config.segmentBytes()) {
            roll();
        }
        long first = next;
        HotTail.Slab slab = tail.room(size, writer.segment, writer.position(), first);
        long last = encode(oldest, end, slab.bytes, tail.taken() - size);
        Group group = new Group(oldest, end, slab, first, last, size, concerns);
        if (config.durability() == Durability.NONE) {
            publish(group);
            write(group);
        } else {
            write(group);
            publish(group);
        }
    }

    /** Returns the sequence of the last record. */
    private long encode(RecordBatch oldest, @Nullable RecordBatch end, byte[] into, int from) {
        int salt = writer.segment.salt;
        long sequence = next;
        int at = from;
        for (RecordBatch batch = oldest; batch != null && batch != end; batch = batch.next) {
            header.first = sequence;
            header.sinceSync = (int) (sequence - 1 - synced);
            at += batch.write(into, at, header, salt);
            sequence += batch.count();
        }
        return sequence - 1;
    }

    /** Writes what was given room last. */
    private void write(Group group) throws IOException {
        long position = writer.position();
        int from = tail.taken() - group.size;
        byte[] bytes = group.slab.bytes;
        room.with(writer.segment.path, () -> writer.append(bytes, from, group.size));
        if (config.durability() == Durability.FSYNC) {
            long start = clock.nanos();
            writer.force();
            latency.record(clock.nanos() - start);
            synced = group.last;
        }
        writer.segment.grew(group.first, position, group.concerns);
        writer.segment.committedEnd(writer.position());
    }

    /** From here on the records are everybody's; their producers may use the batches again. */
    private void publish(Group group) {
        records.lazySet(records.getPlain() + group.last - group.first + 1);
        bytes.lazySet(bytes.getPlain() + group.size);
        tail.add(group.slab, group.last);
        committed.advance(group.last);
        long ofBroker = 0;
        RecordBatch batch = group.oldest;
        while (batch != null && batch != group.end) {
            RecordBatch following = batch.next;
            batch.next = null;
            ofBroker += (batch.concerns() & Concern.BROKER) == 0 ? 0 : batch.bytes();
            long first = next;
            next += batch.count();
            batch.commit(first);
            batch = following;
        }
        brokerBytes.lazySet(brokerBytes.getPlain() + ofBroker);
        submissions.done(group.size);
        committed.wake();
        for (CommitListener listener : listeners) {
            listener.committed(group.first, group.last, group.concerns);
        }
    }

    private void roll() throws IOException {
        room.with(writer.segment.path, () -> writer.seal(next));
        writer.close();
        synced = next - 1;
        SegmentHeader header = new SegmentHeader(next, clock.millis(), writer.digest(), epoch);
        room.with(
                disk.path(header.fileName()),
                () -> writer = SegmentWriter.create(disk, header, config, preparer));
        segments.add(writer.segment);
    }

    long bytes() {
        return bytes.get();
    }

    long brokerBytes() {
        return brokerBytes.get();
    }

    JournalStatus status(long droppedBytes) {
        return new JournalStatus(
                config.durability(),
                segments.count(),
                segments.indexed(),
                segments.firstSequence(),
                segments.heldBytes(),
                segments.coldBytes(),
                committed.value(),
                droppedBytes,
                records.get(),
                bytes.get(),
                submissions.pendingBytes(),
                latency.count(),
                latency.micros(0.5),
                latency.micros(0.99),
                latency.micros(1),
                failure != null);
    }
}
