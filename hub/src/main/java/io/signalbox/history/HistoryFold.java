package io.signalbox.history;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.device.Arrival;
import io.signalbox.device.DeviceFold;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Fold;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Reading;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decodes records the way the devices' own fold does and writes the readings, with what became of commands and alarms, in batches: when a
 * batch is full, with each tick, and when a query wants to see the newest.
 *
 * <p>The decoder has a state of its own (types, registrations, points), so that a reading is judged
 * by what was declared when it came, however late the history is. That state is stored now and then
 * beside the journal; after a start it is brought up to date from there, while records up to the
 * store's high-water mark give no rows. So the rows depend on the records alone.
 *
 * <p>The follower's thread applies; others flush and wait: all under this object's lock.
 */
final class HistoryFold implements Fold {
    static final String SNAPSHOT = "history";

    /** Rows that wait in memory before they are written together. */
    static final int BATCH_ROWS = 20_000;

    /** Records after which the decoder's state is stored: about a second of replay. */
    static final int SNAPSHOT_RECORDS = 250_000;

    /** Bytes of journal after which it is, whatever they hold: the journal cannot let go of them. */
    static final long SNAPSHOT_BYTES = 256L << 20;

    /** How often the store's size is looked at. */
    private static final long SIZE_MILLIS = 600_000;

    /** How long others may not see that devices and types changed, or when devices were seen last. */
    private static final long CHANGED_MILLIS = 2_000;

    private static final long DESCRIBED_MILLIS = 600_000;

    private static final long DAY_MILLIS = 86_400_000L;

    /** A write failed: what waited is still in the journal, and the file must be opened anew. */
    static final class WriteFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        WriteFailed(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final HistoryStore store;
    private final DeviceFold devices;
    private final Snapshots snapshots;
    private final HistoryConfig config;
    private final LongSupplier journalBytes;
    private final Batch batch = new Batch();
    private long applied;
    private long snapshotThrough;
    private long recordsSinceSnapshot;
    private long snapshotBytes;
    private long rows;
    private long lastDay = -1;
    private boolean described;
    private long describedMillis = -DESCRIBED_MILLIS;
    private long nowMillis;
    private long sizedMillis = Long.MIN_VALUE;
    private Optional<HistorySize> size = Optional.empty();
    private volatile long neededFrom;
    private @Nullable WriteFailed broken;

    /** True until the first record whose rows are written, if there were none right before it. */
    private boolean begins;

    private final long beginsBehind;

    /**
     * A fold that goes on.
     *
     * @param applied the record before the first that it will be given
     * @param snapshotThrough the record whose state the stored snapshot has, 0 for none
     * @param journalBytes how much was written to the journal so far
     */
    HistoryFold(
            HistoryStore store,
            DeviceFold devices,
            Snapshots snapshots,
            HistoryConfig config,
            long applied,
            long snapshotThrough,
            LongSupplier journalBytes) {
        this.store = store;
        this.devices = devices;
        this.snapshots = snapshots;
        this.config = config;
        this.applied = applied;
        this.snapshotThrough = snapshotThrough;
        this.begins = !store.recorded() || applied > store.through();
        this.beginsBehind = Math.max(applied, store.through());
        this.journalBytes = journalBytes;
        this.snapshotBytes = journalBytes.getAsLong();
    }

    @Override
    public int concern() {
        return devices.concern();
    }

    @Override
    public synchronized void apply(Entry entry) {
        if (broken != null) {
            throw broken;
        }
        Arrival arrival = devices.apply(entry);
        note(arrival);
        if (entry.type() == RecordType.IMPORT) {
            // Held against what came before it, which is marked as far as that goes.
            write();
        }
        applied = entry.sequence();
        if (applied > store.through()) {
            take(entry, arrival);
        }
        if (entry.type() == RecordType.TICK) {
            nowMillis = entry.timeMillis();
            if (batch.isWorthWriting()) {
                write();
            }
            retain(entry.timeMillis());
            tidy(entry.timeMillis());
            measure(entry.timeMillis());
            if (journalBytes.getAsLong() - snapshotBytes >= SNAPSHOT_BYTES) {
                snapshot();
            }
        } else if (batch.size() >= BATCH_ROWS) {
            write();
        }
        if (++recordsSinceSnapshot >= SNAPSHOT_RECORDS) {
            snapshot();
        }
    }

    private void take(Entry entry, Arrival arrival) {
        if (begins) {
            batch.records().add(KeptRecord.begin(beginsBehind, entry));
            begins = false;
        }
        KeptRecord kept = KeptRecord.of(entry, arrival);
        if (kept != null) {
            batch.records().add(kept);
        }
        if (arrival instanceof Arrival.Readings told) {
            batch.readings().addAll(told.readings());
        }
        switch (entry.type()) {
            case IMPORT -> merge(ImportRecord.read(entry));
            case COMMAND -> batch.commands().add(CommandStep.of(entry));
            case ALARM -> batch.alarms().add(AlarmEvent.of(entry));
            case TRACE -> batch.decisions().add(DecisionEvent.of(entry));
            default -> {}
        }
    }

    @Override
    public synchronized void caughtUp(long throughSequence) {
        applied = Math.max(applied, throughSequence);
        notifyAll();
        long since = nowMillis - describedMillis;
        if (broken == null && since >= (described ? DESCRIBED_MILLIS : CHANGED_MILLIS)) {
            store.describe(devices.registry());
            described = true;
            describedMillis = nowMillis;
        }
    }

    private void note(Arrival arrival) {
        described = described
                && !(arrival instanceof Arrival.Registered
                        || arrival instanceof Arrival.Removed
                        || arrival instanceof Arrival.Declared);
    }

    /** Waits until the record is applied, but not beyond {@code deadline} of {@code clock}. */
    synchronized void awaitApplied(long sequence, Clock clock, long deadlineNanos)
            throws InterruptedException {
        while (applied < sequence && broken == null) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - clock.nanos());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    /** Writes what waits; returns the record up to which all rows are in the store. */
    synchronized long flush() {
        if (broken != null) {
            throw broken;
        }
        write();
        return applied;
    }

    private void write() {
        if (batch.size() > 0) {
            flushBatch();
        }
    }

    private void flushBatch() {
        try {
            store.write(batch, Math.max(applied, store.through()));
            rows += batch.readings().size();
            batch.clear();
        } catch (SQLException e) {
            throw fail(e);
        }
    }

    private void merge(List<Reading> imported) {
        try {
            // The mark waits for the record's own row: what is merged again adds nothing.
            store.merge(imported, applied - 1);
            rows += imported.size();
        } catch (SQLException e) {
            throw fail(e);
        }
        write();
    }

    private WriteFailed fail(SQLException e) {
        WriteFailed failure = new WriteFailed(e);
        broken = failure;
        notifyAll();
        return failure;
    }

    /** Once a day deletes what has been kept long enough. */
    private void retain(long nowMillis) {
        long day = nowMillis / DAY_MILLIS;
        if (day == lastDay) {
            return;
        }
        lastDay = day;
        try {
            store.delete(Deletion.at(nowMillis, config, devices.registry()));
        } catch (SQLException e) {
            throw fail(e);
        }
    }

    private void tidy(long nowMillis) {
        try {
            store.tidy(nowMillis);
        } catch (SQLException e) {
            throw fail(e);
        }
    }

    /** Now and then looks how large the store is; counting what came in costs a scan. */
    private void measure(long nowMillis) {
        if (nowMillis - SIZE_MILLIS < sizedMillis) {
            return;
        }
        sizedMillis = nowMillis;
        try {
            size = store.size(nowMillis);
        } catch (SQLException e) {
            // Only a forecast: the next write tells if there is more to it.
            size = Optional.empty();
        }
    }

    /** How large the store was a while ago, if it has been looked at. */
    synchronized Optional<HistorySize> size() {
        return size;
    }

    /** Stores the decoder's state, never ahead of the rows. */
    private void snapshot() {
        flushBatch();
        ByteWriter state = new ByteWriter(1 << 16);
        devices.snapshot(state);
        long older = snapshots.save(SNAPSHOT, applied, state.toByteArray());
        snapshotThrough = applied;
        recordsSinceSnapshot = 0;
        snapshotBytes = journalBytes.getAsLong();
        neededFrom = older + 1;
    }

    /** Writes all that waits, and the state; the follower must have ended. */
    synchronized void close() {
        if (broken == null && applied > snapshotThrough) {
            snapshot();
        }
    }

    synchronized long applied() {
        return applied;
    }

    /** Readings that are in the file, or were until they had been kept long enough. */
    synchronized long stored() {
        return devices.readings() - batch.readings().size();
    }

    synchronized long rows() {
        return rows;
    }

    /** The first record that a start would read again; 0 while that is not known. */
    long neededFrom() {
        return neededFrom;
    }
}
