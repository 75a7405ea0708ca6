package io.signalbox.broker;

import io.signalbox.journal.BackgroundThreads;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.SnapshotInput;
import io.signalbox.journal.Snapshots;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The snapshots of {@link BrokerState}. A new one is made aside, from the one before and the journal
 * since, while the broker runs: the state that serves is not touched or waited for.
 *
 * <p>A new one is due when the journal has grown by some bytes that are of concern, and by twice the
 * snapshot's own: so of all that is written a third at most is snapshots, however many sessions there
 * are.
 */
final class BrokerSnapshots {
    private static final Logger LOG = System.getLogger(BrokerSnapshots.class.getName());
    private static final String NAME = "broker";
    private static final int TIMES_ITS_SIZE = 2;

    /** So much more is written of what is not of its concern: the journal cannot let go of that. */
    private static final int TIMES_ALL = 8;

    private final Journal journal;
    private final Snapshots snapshots;
    private final long everyBytes;
    private final int mostTouched;

    /** Bytes of the journal that are of the broker's concern, and all, at the last snapshot. */
    private long atBytes;

    private long atAllBytes;

    /** The size of the last snapshot. */
    private volatile long size;

    private volatile long neededFrom;
    private volatile boolean stopping;
    private @Nullable Thread making;

    BrokerSnapshots(Journal journal, Snapshots snapshots, long everyBytes, int mostTouched) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.everyBytes = everyBytes;
        this.mostTouched = mostTouched;
    }

    /** The state as of the last committed record, for the start. */
    BrokerState restore() {
        BrokerState state = latest();
        atBytes = journal.brokerBytes() - replay(state);
        return state;
    }

    private BrokerState latest() {
        Optional<SnapshotInput> latest = snapshots.open(NAME);
        size = latest.map(SnapshotInput::size).orElse(0L);
        try (StateParts.Input in = StateParts.Input.of(latest)) {
            return BrokerState.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the snapshot of the broker's state: " + e.getMessage(), e);
        }
    }

    /** Applies the journal after the state; returns about how many bytes that were. */
    private long replay(BrokerState state) {
        long bytes = 0;
        try (JournalReader reader = journal.reader(state.sequence + 1)) {
            while (reader.next(Concern.BROKER)) {
                bytes += reader.entry().body().remaining();
                state.apply(reader.entry());
            }
            state.sequence = Math.max(state.sequence, reader.position() - 1);
        }
        return bytes;
    }

    /** A start may have to read from here on; 0 until there are two snapshots. */
    long neededFrom() {
        return neededFrom;
    }

    /** Begins a new snapshot if enough was written since the last. */
    synchronized void makeIfDue() {
        long bytes = journal.brokerBytes();
        long all = journal.bytes();
        long written = TIMES_ITS_SIZE * size;
        boolean due = bytes - atBytes >= Math.max(everyBytes, written)
                || all - atAllBytes >= Math.max(TIMES_ALL * everyBytes, written);
        if (due && (making == null || !making.isAlive())) {
            atBytes = bytes;
            atAllBytes = all;
            making = BackgroundThreads.named("broker-snapshot").start(this::make);
        }
    }

    private void make() {
        try {
            NextSnapshot next;
            do {
                next = new NextSnapshot(journal, snapshots, NAME, mostTouched);
                long older = next.make();
                neededFrom = older == 0 ? 0 : older + 1;
                size = next.bytes();
            } while (next.endsEarly() && !stopping);
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "no snapshot of the broker's state: the next start reads more of the journal",
                    e);
        }
    }

    /** Waits for a snapshot that is being made. */
    void stop() {
        stopping = true;
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
