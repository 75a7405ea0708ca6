package io.signalbox.backtest;

import io.signalbox.language.Program;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A backtest on its way: how far it is, and what came of it. Any thread may look and cancel.
 *
 * <p>It stands back: after every {@link #STRETCH} records it rests, and goes on when the hub's own
 * decisions are no more than {@link #MOST_BEHIND} records behind.
 */
public final class BacktestJob {
    /** What became of it. */
    public enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private static final int STRETCH = 1_024;
    private static final long MOST_BEHIND = 256;
    private static final long REST_NANOS = 200_000;
    private static final long WAIT_NANOS = 10_000_000;
    private static final int MOST_WAITS = 200;

    /** In this time what was decided is in the journal. */
    private static final long COMMIT_NANOS = 100_000_000;

    /** What a device and a rule on it take, about, in bytes. */
    private static final long DEVICE_BYTES = 2_000;

    private static final long INSTANCE_BYTES = 200;

    private final long id;
    private final LongSupplier behind;
    private volatile State state = State.RUNNING;
    private volatile boolean wanted = true;
    private volatile String failure = "";
    private volatile Optional<BacktestReport> report = Optional.empty();
    private volatile long firstRecord = 1;
    private volatile long lastRecord;
    private volatile long atRecord;
    private volatile long atMillis;
    private int sinceRest;

    /** @param behind how many records the hub's own decisions are behind its journal */
    BacktestJob(long id, LongSupplier behind) {
        this.id = id;
        this.behind = behind;
    }

    public long id() {
        return id;
    }

    public State state() {
        return state;
    }

    /** Why it {@link State#FAILED}. */
    public String failure() {
        return failure;
    }

    /** What it found, once it is {@link State#DONE}. */
    public Optional<BacktestReport> report() {
        return report;
    }

    /** Records that are done with. */
    public long done() {
        return Math.max(0, atRecord - firstRecord + 1);
    }

    /** Records that there are. */
    public long all() {
        return Math.max(0, lastRecord - firstRecord + 1);
    }

    /** The time up to which it is done, or 0. */
    public long atMillis() {
        return atMillis;
    }

    /** Ends it soon; nothing is left of it. */
    public void cancel() {
        wanted = false;
    }

    /** Begins, when the hub has decided on the last record, if that can be waited for. */
    void begin(long first, long last) {
        firstRecord = first;
        atRecord = first - 1;
        lastRecord = last;
        for (int i = 0; i < MOST_WAITS && wanted && behind.getAsLong() > 0; i++) {
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
        LockSupport.parkNanos(this, COMMIT_NANOS);
    }

    /** Notes how far it is, and gives way; to be interrupted is to be cancelled. */
    void at(long record, long millis) {
        if (++sinceRest < STRETCH) {
            return;
        }
        sinceRest = 0;
        atRecord = record;
        atMillis = millis;
        LockSupport.parkNanos(this, REST_NANOS);
        while (wanted
                && !Thread.currentThread().isInterrupted()
                && behind.getAsLong() > MOST_BEHIND) {
            LockSupport.parkNanos(this, WAIT_NANOS);
        }
        if (!wanted || Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
    }

    /** The same of a record that is shown on the way to where it begins. */
    void passes(long record, long begin, long millis) {
        at(Math.min(record, begin - 1), millis);
    }

    /** Refuses a plant that would take more than half of the memory that is free. */
    void checkRoom(long devices, Program program) {
        long instances =
                devices * (program.rules().size() + program.interlocks().size());
        long needed = devices * DEVICE_BYTES + instances * INSTANCE_BYTES;
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
        if (needed > free / 2) {
            throw new IllegalStateException("expected room for " + devices + " devices with "
                    + (program.rules().size() + program.interlocks().size()) + " rules, about "
                    + (needed >> 20) + " MiB, found " + (free >> 20)
                    + " MiB free of which half may be used; test fewer rules at a time, or start"
                    + " the hub with more memory");
        }
    }

    void done(BacktestReport found) {
        report = Optional.of(found);
        atRecord = lastRecord;
        state = State.DONE;
    }

    void cancelled() {
        state = State.CANCELLED;
    }

    void failed(String reason) {
        failure = reason;
        state = State.FAILED;
    }
}
