package io.signalbox.history;

import io.signalbox.bytes.ByteReader;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.history.HistoryStatus.State;
import io.signalbox.journal.Follower;
import io.signalbox.journal.Journal;
import io.signalbox.journal.Snapshot;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Reading;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The history of readings, commands and alarms: a fold behind the journal that may lag, but loses and doubles
 * nothing, and never stands in the way of anything else.
 *
 * <p>A thread of its own opens the file (loading the engine takes half a second, so the hub does
 * not wait for it), lets a {@link Follower} feed it, and begins again after a pause when something
 * fails: a full disk ends the history's progress, not the hub. A file that is damaged is moved
 * aside and written anew from the oldest record that the journal has.
 */
public final class History implements AutoCloseable {
    /** How long a query waits until the file is open and has what was committed when it was asked. */
    static final long QUERY_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = System.getLogger(History.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 1000;

    /** Readings gather for so long when they come one by one; who asks does not wait for that. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private record Serving(HistoryStore store, HistoryFold fold, Follower follower) {}

    private final HistoryConfig config;
    private final Journal journal;
    private final Snapshots snapshots;
    private final Function<List<Source>, Checked> check;
    private final Clock clock;
    private final Thread thread;
    private final EngineThreads engine = new EngineThreads();
    private final CountDownLatch closeAsked = new CountDownLatch(1);

    private State state = State.OPENING;
    private @Nullable Serving serving;
    private @Nullable Throwable failure;
    private String beginning = "";
    private boolean heldAgainstJournal;
    private long appliedThrough;
    private long storedThrough;
    private long rows;
    private long rowsBefore;
    private long readings;
    private Optional<HistorySize> size = Optional.empty();

    private History(
            HistoryConfig config,
            Journal journal,
            Snapshots snapshots,
            Function<List<Source>, Checked> check,
            Clock clock) {
        this.config = config;
        this.journal = journal;
        this.snapshots = snapshots;
        this.check = check;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("history").unstarted(this::run);
    }

    /**
     * Starts to follow the journal and returns at once; once for each opening of the journal, and
     * closed before it.
     *
     * @param snapshots where the decoder's state is kept, under the name {@code history}
     * @param check how declarations are read, the same as everywhere in the hub
     */
    public static History start(
            HistoryConfig config,
            Journal journal,
            Snapshots snapshots,
            Function<List<Source>, Checked> check,
            Clock clock) {
        History history = new History(config, journal, snapshots, check, clock);
        history.thread.start();
        return history;
    }

    /**
     * Answers a question with all that was committed before it was asked; if the history lags by
     * more than it waits for ({@link HistoryAnswer#behind}), with what it has.
     *
     * @throws HistoryUnavailable when the history is not open or its file cannot be read
     */
    public HistoryAnswer query(HistoryQuery query) throws HistoryUnavailable, InterruptedException {
        Fresh fresh = fresh();
        Question question = new Question(query, !config.parts().every().isZero());
        try {
            HistoryAnswer.Rows found = engine.make(() -> {
                try (Connection reader = fresh.store.reader()) {
                    return question.ask(fresh.store, reader);
                }
            });
            return new HistoryAnswer(
                    found.first(query.limit()),
                    found.size() > query.limit(),
                    fresh.through,
                    fresh.behind);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** The readings that came in a journal record. */
    public List<Reading> readingsOf(long sequence) throws HistoryUnavailable, InterruptedException {
        Fresh fresh = fresh();
        try {
            return engine.make(
                    () -> new ExportRows(ExportQuestion.ALL).read(fresh.store, sequence, sequence));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Holds all of it against the journal, as far as that reaches. */
    public Verdict verify() throws HistoryUnavailable, InterruptedException {
        Fresh fresh = fresh();
        long kept = clock.millis() - config.retention().toMillis();
        try {
            return engine.make(() -> new Comparison(journal, snapshots, check, kept)
                    .with(fresh.store, fresh.through));
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** The store with what was committed, as far as it could be waited for. */
    record Fresh(HistoryStore store, long through, long behind) {}

    Fresh fresh() throws HistoryUnavailable, InterruptedException {
        long committed = journal.committed();
        long deadline = clock.nanos() + QUERY_WAIT_NANOS;
        Serving now = awaitServing(deadline);
        now.follower.hurry();
        now.fold.awaitApplied(committed, clock, deadline);
        try {
            long through = now.fold.flush();
            return new Fresh(now.store, through, Math.max(0, committed - through));
        } catch (HistoryFold.WriteFailed e) {
            failed(e);
            throw new HistoryUnavailable("the history cannot be written: " + e.getMessage(), e);
        }
    }

    /** Who goes into the engine for others. */
    EngineThreads engine() {
        return engine;
    }

    /** Where and how it is kept. */
    HistoryConfig config() {
        return config;
    }

    static HistoryUnavailable unreadable(SQLException e) {
        return new HistoryUnavailable("the history cannot be read: " + e.getMessage(), e);
    }

    private synchronized Serving awaitServing(long deadline)
            throws HistoryUnavailable, InterruptedException {
        while (true) {
            Serving now = serving;
            if (now != null) {
                return now;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - clock.nanos());
            if (isClosing()) {
                throw new HistoryUnavailable("the history is closed");
            }
            if (state == State.FAILED) {
                throw new HistoryUnavailable("the history stands still: " + reason());
            }
            if (left <= 0) {
                throw new HistoryUnavailable("the history is opening; ask again in a second");
            }
            wait(left);
        }
    }

    public synchronized HistoryStatus status() {
        take();
        long behind = Math.max(0, journal.committed() - appliedThrough);
        String remark = state == State.FAILED ? reason() : beginning;
        return new HistoryStatus(
                state,
                appliedThrough,
                storedThrough,
                behind,
                rows,
                size,
                config.retention(),
                remark);
    }

    /** Readings that were stored since the first record that the history has read. */
    public synchronized long readings() {
        take();
        return readings;
    }

    /** The first record that this history may read again: the journal must keep it. */
    public synchronized long neededFrom() {
        Serving now = serving;
        return now == null ? 0 : now.fold.neededFrom();
    }

    /** Writes what waits and closes the file. */
    @Override
    public void close() {
        closeAsked.countDown();
        synchronized (this) {
            notifyAll();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pause = FIRST_PAUSE_MILLIS;
        boolean more = true;
        while (more) {
            long before = stored();
            try {
                serve();
            } catch (SQLException | IOException | RuntimeException | LinkageError e) {
                failed(e);
                LOG.log(Level.ERROR, "the history stands still, and tries again: " + e);
            } catch (InterruptedException e) {
                failed(e);
                return;
            }
            pause = stored() > before
                    ? FIRST_PAUSE_MILLIS
                    : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            more = pause(pause);
        }
    }

    private synchronized long stored() {
        return storedThrough;
    }

    /** Waits before the next attempt; false when there shall be none. */
    private boolean pause(long millis) {
        boolean end;
        try {
            end = closeAsked.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            end = true;
        }
        synchronized (this) {
            state = end ? State.CLOSED : state;
            notifyAll();
        }
        return !end;
    }

    private void serve() throws SQLException, IOException, InterruptedException {
        HistoryStore store = StoreOpening.open(config, journal, this::begins);
        try {
            Serving now = follow(store);
            synchronized (this) {
                failure = null;
                serving = now;
                state = State.SERVING;
                notifyAll();
            }
            now.follower.start();
            Throwable reason = awaitEnd();
            now.follower.stop();
            if (reason == null) {
                now.fold.close();
            }
        } finally {
            synchronized (this) {
                take();
                rowsBefore = rows;
                serving = null;
            }
            store.close();
        }
    }

    /** Copies the numbers of the present file and fold. */
    private synchronized void take() {
        Serving now = serving;
        if (now != null) {
            appliedThrough = Math.max(now.fold.applied(), now.follower.appliedThrough());
            storedThrough = now.store.through();
            rows = rowsBefore + now.fold.rows();
            readings = now.fold.stored();
            size = now.fold.size();
        }
    }

    private synchronized @Nullable Throwable awaitEnd() throws InterruptedException {
        while (!isClosing() && failure == null) {
            wait();
        }
        return failure;
    }

    private synchronized void failed(Throwable e) {
        if (isClosing()) {
            return;
        }
        failure = e;
        state = State.FAILED;
        notifyAll();
    }

    private boolean isClosing() {
        return closeAsked.getCount() == 0;
    }

    private String reason() {
        Throwable e = failure;
        return e == null ? "" : String.valueOf(e.getMessage());
    }

    private synchronized void begins(String told) {
        if (!beginning.contains(told)) {
            beginning = beginning.isEmpty() ? told : beginning + "; " + told;
        }
    }

    /** Brings a decoder to where the store ends; nothing is applied yet. */
    private Serving follow(HistoryStore store) throws SQLException {
        if (!heldAgainstJournal && store.through() > journal.recoveredThrough()) {
            LOG.log(
                    Level.WARNING,
                    "the history reaches record " + store.through() + ", the journal only "
                            + journal.recoveredThrough() + ": it goes on from there");
            store.write(List.of(), journal.recoveredThrough());
        }
        heldAgainstJournal = true;
        DeviceFold devices = new DeviceFold(new DeviceRegistry(), check);
        Optional<Snapshot> snapshot = snapshots.latest(HistoryFold.SNAPSHOT);
        long stateThrough = snapshot.map(Snapshot::sequence).orElse(0L);
        long wanted = Math.min(stateThrough, store.through()) + 1;
        long from = Math.max(wanted, journal.firstSequence());
        if (stateThrough < from || from > 1) {
            snapshot.ifPresent(s -> devices.restore(new ByteReader(s.state())));
        } else {
            // A file that is gone: readings are judged again by what was declared before them.
            stateThrough = 0;
        }
        if (from > store.through() + 1) {
            String told = "the journal no longer has records " + (store.through() + 1) + " to "
                    + (from - 1) + ": their readings are missing in the history";
            LOG.log(Level.WARNING, told);
            begins(told);
        }
        HistoryFold fold = new HistoryFold(
                store, devices, snapshots, config, from - 1, stateThrough, journal::bytes);
        return new Serving(
                store,
                fold,
                new Follower("history-fold", journal, from, fold, this::failed)
                        .withNaps(NAP_NANOS));
    }
}
