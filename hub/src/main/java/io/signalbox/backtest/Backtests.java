package io.signalbox.backtest;

import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.History;
import io.signalbox.journal.BackgroundThreads;
import io.signalbox.journal.Journal;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.rules.WhyNot;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The backtests of a hub: one at a time, on a thread of its own that stands back, and the last
 * {@link #KEPT} for whoever asks what came of them.
 */
public final class Backtests {
    /** Backtests that are remembered; an older one is forgotten with its report. */
    static final int KEPT = 4;

    private static final Logger LOG = System.getLogger(Backtests.class.getName());
    private static final long END_MILLIS = 5_000;

    /**
     * What a backtest reads of the hub; it changes nothing there.
     *
     * @param behind how many records the decisions are behind the journal
     * @param history what is asked for what the journal has let go of
     */
    public record Hub(
            Journal journal,
            DeviceRegistry registry,
            Function<List<Source>, Checked> check,
            LongSupplier behind,
            History history) {}

    private final Hub hub;
    private final ArrayDeque<BacktestJob> jobs = new ArrayDeque<>();
    private @Nullable Thread thread;
    private long last;

    public Backtests(Hub hub) {
        this.hub = hub;
    }

    /**
     * What stood in the way of a rule on a device at some time, worked out on the caller's thread;
     * nothing if a backtest is under way.
     */
    public Optional<WhyNot> whyNot(String rule, String device, long atMillis) {
        BacktestQuestion question = new BacktestQuestion(
                Optional.empty(),
                atMillis,
                atMillis,
                OptionalLong.empty(),
                Set.of(),
                BacktestQuestion.Flaps.DEFAULT,
                false);
        BacktestJob job = begin().orElse(null);
        if (job == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Backtest.at(hub, question, job, d -> d.whyNot(rule, device)));
        } finally {
            job.cancelled();
        }
    }

    private synchronized Optional<BacktestJob> begin() {
        if (!jobs.isEmpty() && jobs.getLast().state() == BacktestJob.State.RUNNING) {
            return Optional.empty();
        }
        BacktestJob job = new BacktestJob(++last, hub.behind());
        jobs.add(job);
        if (jobs.size() > KEPT) {
            jobs.removeFirst();
        }
        return Optional.of(job);
    }

    /** Starts one; nothing if another is under way. */
    public synchronized Optional<BacktestJob> start(BacktestQuestion question) {
        BacktestJob job = begin().orElse(null);
        if (job == null) {
            return Optional.empty();
        }
        thread = BackgroundThreads.named("backtest").start(() -> run(question, job));
        return Optional.of(job);
    }

    public synchronized Optional<BacktestJob> find(long id) {
        return jobs.stream().filter(job -> job.id() == id).findFirst();
    }

    private void run(BacktestQuestion question, BacktestJob job) {
        try {
            job.done(Backtest.run(hub, question, job));
        } catch (CancellationException e) {
            job.cancelled();
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(Level.WARNING, "a backtest failed", e);
            job.failed(String.valueOf(e.getMessage()));
        } catch (Error e) {
            LOG.log(Level.ERROR, "a backtest failed", e);
            job.failed(e.toString());
        }
    }

    /** Cancels what is under way, and waits for its end. */
    public void stop() throws InterruptedException {
        Thread running;
        synchronized (this) {
            jobs.forEach(BacktestJob::cancel);
            running = thread;
        }
        if (running != null) {
            running.join(END_MILLIS);
        }
    }
}
