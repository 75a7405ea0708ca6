package io.signalbox.hub;

import io.signalbox.alarm.NoticeChange;
import io.signalbox.alarm.Notices;
import io.signalbox.broker.Broker;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.config.HubConfig;
import io.signalbox.console.Api;
import io.signalbox.device.DeviceChange;
import io.signalbox.device.FloodShield;
import io.signalbox.effect.Cause;
import io.signalbox.effect.Outbox;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Fold;
import io.signalbox.journal.Follower;
import io.signalbox.journal.Journal;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshot;
import io.signalbox.journal.Snapshots;
import io.signalbox.language.Checked;
import io.signalbox.language.Source;
import io.signalbox.message.Message;
import io.signalbox.notify.Ledger;
import io.signalbox.rules.Decisions;
import io.signalbox.time.Clock;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The thread that decides: applies the journal to devices, rules and commands, hands their effects
 * back to the journal, and snapshots their state now and then.
 */
final class DecisionThread implements Fold, Outbox.Sink, Api.Applied, Ledger {
    private static final Logger LOG = System.getLogger(DecisionThread.class.getName());
    private static final String NAME = "decisions";

    /** Bytes of applied records after which a snapshot is due: bounds what a restart replays. */
    private static final long SNAPSHOT_BYTES = 32L << 20;

    /** Bytes of journal after which it is, whatever they hold: the journal cannot let go of them. */
    private static final long JOURNAL_BYTES = 256L << 20;

    /** So often its own size is written before it is written again. */
    private static final int TIMES_ITS_SIZE = 2;

    /** Effects that are handed over before the fold has caught up, in bytes. */
    private static final int HAND_OVER_BYTES = 64 << 10;

    private final Journal journal;
    private final Broker broker;
    private final Clock clock;
    private final Snapshots snapshots;
    private final Decisions decisions;
    private final WantedTopics wanted;
    private final Follower follower;
    private boolean knowsAll;
    private RecordBatch effects = new RecordBatch();
    private final HubConfig.Limits limits;
    private boolean shielded;
    private boolean keepsChannels;
    private long lastSequence;
    private long bytesSinceSnapshot;
    private long snapshotSize;
    private long snapshotAtBytes;
    private long snapshotThrough;
    private volatile long neededFrom;

    DecisionThread(
            Journal journal,
            Broker broker,
            Clock clock,
            Snapshots snapshots,
            Function<List<Source>, Checked> check,
            Notices.Terms terms,
            HubConfig.Limits limits,
            WantedTopics wanted,
            Consumer<Throwable> onFailure) {
        this.journal = journal;
        this.broker = broker;
        this.clock = clock;
        this.snapshots = snapshots;
        Decisions fresh = new Decisions(new Outbox(this), check, terms);
        this.limits = limits;
        this.wanted = wanted;
        Optional<Snapshot> latest = snapshots.latest(NAME);
        if (latest.isPresent() && restored(fresh, latest.get())) {
            snapshotThrough = latest.get().sequence();
            snapshotSize = latest.get().state().length;
        } else if (latest.isPresent()) {
            fresh = new Decisions(new Outbox(this), check, terms);
        }
        decisions = fresh;
        lastSequence = snapshotThrough;
        long from = Math.max(snapshotThrough + 1, journal.firstSequence());
        if (snapshotThrough == 0 && from > 1) {
            LOG.log(
                    Level.WARNING,
                    "the decisions begin with record {0}, the oldest in the journal: types and"
                            + " devices declared before it must be applied again",
                    from);
        }
        follower = new Follower(NAME, journal, from, this, onFailure);
    }

    private static boolean restored(Decisions decisions, Snapshot snapshot) {
        try {
            decisions.restore(snapshot.state());
            return true;
        } catch (MalformedBytes e) {
            LOG.log(
                    Level.WARNING,
                    "the snapshot of the decisions at record {0} cannot be used ({1});"
                            + " replaying the journal from its beginning instead",
                    snapshot.sequence(),
                    e.getMessage());
            return false;
        }
    }

    void start() {
        follower.start();
    }

    void stop() throws InterruptedException {
        follower.stop();
    }

    Decisions decisions() {
        return decisions;
    }

    @Override
    public long appliedThrough() {
        return follower.appliedThrough();
    }

    @Override
    public boolean awaitApplied(long sequence) throws InterruptedException {
        return follower.awaitApplied(sequence);
    }

    /**
     * The oldest record that a restart may replay: the one after the older of the two snapshots that
     * are kept. 0, for all, until this process has made one.
     */
    long neededFrom() {
        return neededFrom;
    }

    @Override
    public void record(NoticeChange change) throws InterruptedException {
        ByteWriter body = new ByteWriter();
        change.write(body);
        RecordBatch batch = new RecordBatch();
        batch.add(RecordType.NOTICE, 0, clock.millis(), body);
        if (!awaitApplied(journal.append(batch))) {
            throw new IllegalStateException("the decisions have ended");
        }
    }

    @Override
    public void apply(Entry entry) {
        decisions.apply(entry);
        if (entry.type() == RecordType.DECLARATION && knowsAll) {
            want();
        }
        lastSequence = entry.sequence();
        bytesSinceSnapshot += entry.body().remaining();
        if (effects.bytes() > HAND_OVER_BYTES) {
            handOver();
        }
        if (isSnapshotDue(entry.type())) {
            snapshot();
        }
    }

    private boolean isSnapshotDue(RecordType applied) {
        long written = TIMES_ITS_SIZE * snapshotSize;
        return bytesSinceSnapshot > Math.max(SNAPSHOT_BYTES, written)
                || (applied == RecordType.TICK
                        && journal.bytes() - snapshotAtBytes > Math.max(JOURNAL_BYTES, written));
    }

    @Override
    public int concern() {
        return decisions.concern();
    }

    @Override
    public void caughtUp(long throughSequence) {
        lastSequence = Math.max(lastSequence, throughSequence);
        decisions.caughtUp(throughSequence);
        if (!shielded) {
            shielded = true;
            changeLimits();
        }
        handOver();
        if (!keepsChannels && lastSequence > 0) {
            keepsChannels = true;
            if (decisions.notices().fresh()) {
                snapshot();
            }
        }
        if (!knowsAll) {
            knowsAll = true;
            want();
        }
    }

    /** What the configuration says of it goes into the journal, where all folds find it. */
    private void changeLimits() {
        FloodShield shield = new FloodShield(limits.deviceMessages());
        if (!decisions.registry().shield().equals(shield)) {
            change(new DeviceChange.Shielded(shield));
        }
        if (decisions.activationsPerMinute() != limits.ruleActivations()) {
            change(new DeviceChange.Paced(limits.ruleActivations()));
        }
    }

    private void change(DeviceChange change) {
        ByteWriter body = new ByteWriter();
        change.write(body);
        append(RecordType.DEVICE, 0, body);
    }

    private void want() {
        wanted.read(decisions.registry().program().mappings());
        broker.wantedChanged();
    }

    @Override
    public void append(RecordType type, int flags, ByteWriter body) {
        effects.add(type, flags, clock.millis(), body);
    }

    @Override
    public void publish(Message message, Cause cause) {
        broker.addPublish(effects, message, cause);
    }

    private void handOver() {
        if (effects.count() > 0) {
            journal.submit(effects);
            effects = new RecordBatch();
        }
    }

    private void snapshot() {
        bytesSinceSnapshot = 0;
        snapshotAtBytes = journal.bytes();
        byte[] state = decisions.snapshot();
        snapshotSize = state.length;
        try {
            neededFrom = snapshots.save(NAME, lastSequence, state) + 1;
            snapshotThrough = lastSequence;
        } catch (UncheckedIOException e) {
            LOG.log(
                    Level.ERROR,
                    "no snapshot of the decisions: the next start reads more of the journal",
                    e);
        }
    }

    /** Once the thread has ended, at a clean stop: the next start has nothing to replay. */
    void snapshotAtStop() {
        if (lastSequence > snapshotThrough) {
            snapshot();
        }
    }
}
