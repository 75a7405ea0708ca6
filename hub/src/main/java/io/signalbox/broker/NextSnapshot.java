package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.SnapshotInput;
import io.signalbox.journal.Snapshots;

import java.io.IOException;
import java.io.OutputStream;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A snapshot made from the one before and the journal since. In memory is what the journal touched
 * meanwhile, and no more than a bound of that: then the snapshot ends early, at the record where
 * the bound was met, and the next goes on from there. Everything else is copied from file to file.
 */
final class NextSnapshot {
    /** Sessions, and 256 bytes of retained messages, that one snapshot brings up to date. */
    static final int MOST_TOUCHED = 200_000;

    private static final int TOUCH_BYTES = 256;

    private final Journal journal;
    private final Snapshots snapshots;
    private final String name;
    private final int mostTouched;
    private final Set<String> touched = new HashSet<>();
    private final BrokerState state = BrokerState.partial();
    private final BitSet usedFilters = new BitSet();
    private long from;
    private long through;
    private boolean endsEarly;
    private long bytes;

    NextSnapshot(Journal journal, Snapshots snapshots, String name, int mostTouched) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.name = name;
        this.mostTouched = mostTouched;
    }

    /** True if the bound was met: the journal goes on behind this snapshot. */
    boolean endsEarly() {
        return endsEarly;
    }

    /** Its size. */
    long bytes() {
        return bytes;
    }

    /** Makes it; returns the sequence of the older one that is kept beside it, 0 for none. */
    long make() throws IOException {
        Optional<SnapshotInput> before = snapshots.open(name);
        from = before.map(SnapshotInput::sequence).orElse(0L);
        try (StateParts.Input base = StateParts.Input.of(before)) {
            findTouched(from + 1);
            readTouched(base);
        }
        try (JournalReader reader = journal.reader(from + 1)) {
            while (reader.next(Concern.BROKER) && reader.entry().sequence() <= through) {
                state.apply(reader.entry());
            }
        }
        state.sequence = through;
        state.addFilters(usedFilters);
        return snapshots.save(name, state.sequence, this::writeTo);
    }

    private void findTouched(long from) {
        through = from - 1;
        long retainedBytes = 0;
        try (JournalReader reader = journal.reader(from)) {
            while (!endsEarly && reader.next(Concern.BROKER)) {
                Entry entry = reader.entry();
                through = entry.sequence();
                String clientId = BrokerState.touches(entry);
                if (clientId != null) {
                    touched.add(clientId);
                }
                if (entry.type() == RecordType.PUBLISH && PublishRecord.retained(entry.flags())) {
                    retainedBytes += TOUCH_BYTES + entry.body().remaining();
                }
                endsEarly = touched.size() + retainedBytes / TOUCH_BYTES >= mostTouched;
            }
            through = Math.max(through, reader.position() - 1);
        }
    }

    private void readTouched(StateParts.Input base) throws IOException {
        while (base.next()) {
            ByteReader body = base.body();
            switch (base.kind()) {
                case StateParts.SESSION -> {
                    if (touched.contains(body.string())) {
                        state.read(StateParts.SESSION, base.body());
                    } else {
                        BrokerState.readFilters(body, usedFilters);
                    }
                }
                case StateParts.RETAINED -> {}
                default -> state.read(base.kind(), body);
            }
        }
    }

    private void writeTo(OutputStream to) throws IOException {
        StateParts.Output out = new StateParts.Output(to);
        state.writeHead(out, usedFilters);
        try (StateParts.Input base = StateParts.Input.of(sameAgain())) {
            while (base.next()) {
                ByteReader body = base.body();
                boolean stays = switch (base.kind()) {
                    case StateParts.SESSION -> !touched.contains(body.string());
                    case StateParts.RETAINED -> state.isUntouched(body.string(), body);
                    default -> false;
                };
                if (stays) {
                    out.copy(base);
                }
            }
        }
        state.writeSessions(out);
        state.writeRetained(out);
        bytes = out.bytes();
    }

    /** The one before; one older than that lacks what was found to be untouched since. */
    private Optional<SnapshotInput> sameAgain() throws IOException {
        Optional<SnapshotInput> again = snapshots.open(name);
        long found = again.map(SnapshotInput::sequence).orElse(0L);
        if (found == from) {
            return again;
        }
        if (again.isPresent()) {
            again.get().close();
        }
        throw new IOException("expected the snapshot of record " + from + " to be read once more,"
                + " found it damaged since; the next one goes on from that of record " + found);
    }
}
