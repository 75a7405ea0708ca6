package io.signalbox.broker;

import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.Snapshot;
import io.signalbox.journal.Snapshots;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The snapshots of {@link BrokerState}. A new one is made aside, from the one before and the journal
 * since, while the broker runs: the state that serves is not touched or waited for.
 */
final class BrokerSnapshots {
    private static final Logger LOG = System.getLogger(BrokerSnapshots.class.getName());
    private static final String NAME = "broker";

    private final Journal journal;
    private final Snapshots snapshots;
    private final long everyBytes;

    /** Journal bytes at the last snapshot, as {@link io.signalbox.journal.JournalStatus} counts. */
    private long atBytes;

    private volatile long neededFrom;
    private @Nullable Thread making;

    BrokerSnapshots(Journal journal, Snapshots snapshots, long everyBytes) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.everyBytes = everyBytes;
    }

    /** The state as of the last committed record, for the start. */
    BrokerState restore() {
        BrokerState state = latest();
        atBytes = journal.status().bytes() - replay(state);
        return state;
    }

    private BrokerState latest() {
        Optional<Snapshot> latest = snapshots.latest(NAME);
        return latest.map(s -> BrokerState.decode(s.state())).orElseGet(BrokerState::new);
    }

    /** Applies the journal after the state; returns about how many bytes that were. */
    private long replay(BrokerState state) {
        long bytes = 0;
        try (JournalReader reader = journal.reader(state.sequence + 1)) {
            while (reader.next()) {
                bytes += reader.entry().body().remaining();
                state.apply(reader.entry());
            }
        }
        return bytes;
    }

    /** A start may have to read from here on; 0 until there are two snapshots. */
    long neededFrom() {
        return neededFrom;
    }

    /** Begins a new snapshot if enough was written since the last. */
    synchronized void makeIfDue() {
        long bytes = journal.status().bytes();
        if (bytes - atBytes >= everyBytes && (making == null || !making.isAlive())) {
            atBytes = bytes;
            making = Thread.ofPlatform().daemon().name("broker-snapshot").start(this::make);
        }
    }

    private void make() {
        try {
            BrokerState state = latest();
            replay(state);
            long older = snapshots.save(NAME, state.sequence, state.encode());
            neededFrom = older == 0 ? 0 : older + 1;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "no snapshot of the broker's state: the next start reads more of the journal",
                    e);
        }
    }

    /** Waits for a snapshot that is being made. */
    void stop() {
        Thread last;
        synchronized (this) {
            last = making;
        }
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
