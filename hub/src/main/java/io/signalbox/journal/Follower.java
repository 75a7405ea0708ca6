package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A thread that applies a fold to every committed record from one on that is of its concern, and
 * sleeps until the next commit of such a record when there is none. When the fold or the reading
 * fails it stops there and reports.
 */
public final class Follower implements Runnable {
    private final Journal journal;
    private final Fold fold;
    private final Consumer<Throwable> onFailure;
    private final JournalReader reader;
    private final Progress applied;
    private final Thread thread;
    private final CommitListener wake;
    private volatile boolean stopping;

    /** What the fold wanted to be given when it was last asked. */
    private volatile int concern;

    /** Where the oldest commit begins that is of concern and was announced since it went on; or 0. */
    private final AtomicLong goesOnAt = new AtomicLong();

    /** The last record that may be of concern, of those that were announced. */
    private final AtomicLong concerned = new AtomicLong();

    private volatile long announced;

    /** How long commits do not wake it once it has caught up. */
    private long napNanos;

    private volatile boolean napping;

    /**
     * Ready to start.
     *
     * @param name of the thread
     * @param fromSequence first record to be applied, one after that of the fold's snapshot
     * @param onFailure called on the thread, once, when it must end
     */
    public Follower(
            String name,
            Journal journal,
            long fromSequence,
            Fold fold,
            Consumer<Throwable> onFailure) {
        this.journal = journal;
        this.fold = fold;
        this.onFailure = onFailure;
        this.reader = journal.reader(fromSequence);
        this.applied = new Progress(fromSequence - 1);
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
        this.concern = fold.concern();
        this.wake = this::committed;
    }

    /** On the journal thread. Commits in which there is nothing for the fold do not wake it. */
    private void committed(long first, long through, int concerns) {
        if ((concerns & concern) != 0) {
            concerned.accumulateAndGet(through, Math::max);
            goesOnAt.compareAndSet(0, first);
            if (!napping) {
                LockSupport.unpark(thread);
            }
        }
        announced = through;
    }

    /**
     * Lets commits gather for so long, each time it has caught up, instead of being woken by each;
     * before {@link #start}. For folds that nobody waits for: others also come first on a processor.
     */
    public Follower withNaps(long nanos) {
        napNanos = nanos;
        BackgroundThreads.add(thread);
        return this;
    }

    /** Somebody waits: what has gathered is applied now. */
    public void hurry() {
        LockSupport.unpark(thread);
    }

    public void start() {
        journal.onCommit(wake);
        concerned.accumulateAndGet(journal.committed(), Math::max);
        thread.start();
    }

    /** Ends the thread after the record it is at, and waits for that. */
    public void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    /** Every record up to this one was applied, or is nothing to the fold. */
    public long appliedThrough() {
        long through = announced;
        long waited = concerned.get();
        long done = applied.value();
        return done >= waited ? Math.max(done, through) : done;
    }

    /** Waits until this record is applied; false when the follower ended before. */
    public boolean awaitApplied(long sequence) throws InterruptedException {
        hurry();
        return applied.await(sequence);
    }

    /** The thread's own work: use {@link #start}. */
    @Override
    public void run() {
        @Nullable Throwable failure = null;
        try {
            follow();
        } catch (Throwable e) {
            failure = e;
        } finally {
            journal.forget(wake);
            applied.end();
            reader.close();
        }
        if (failure != null) {
            onFailure.accept(failure);
        }
    }

    /** What is committed meanwhile is found by the next look into the journal. */
    private void nap() {
        if (napNanos > 0 && !stopping) {
            napping = true;
            LockSupport.parkNanos(this, napNanos);
            napping = false;
        }
    }

    private void follow() {
        long caughtUp = -1;
        boolean gave = false;
        while (!stopping) {
            if (reader.next(concern)) {
                Entry entry = reader.entry();
                fold.apply(entry);
                gave = true;
                applied.advance(entry.sequence());
                if (concern != fold.concern()) {
                    concern = fold.concern();
                }
            } else {
                long through = reader.position() - 1;
                applied.advance(through);
                applied.wake();
                if (caughtUp != through) {
                    caughtUp = through;
                    fold.caughtUp(through);
                }
                if (gave) {
                    gave = false;
                    nap();
                } else {
                    LockSupport.park(this);
                }
                // What was committed before the last look is behind it; what came later was
                // announced.
                reader.passTo(goesOnAt.getAndSet(0));
            }
        }
    }
}
