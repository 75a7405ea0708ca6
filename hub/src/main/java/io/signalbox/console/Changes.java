package io.signalbox.console;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalFailure;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.Clock;

import java.util.List;

/**
 * What people change: a durable record in the journal, which the folds have seen before the answer
 * goes out, so that whoever asks next finds it.
 */
final class Changes {
    /** Records of one batch. */
    private static final int AT_ONCE = 1_000;

    private final Journal journal;
    private final Api.Applied applied;
    private final Clock clock;

    Changes(Journal journal, Api.Applied applied, Clock clock) {
        this.journal = journal;
        this.applied = applied;
        this.clock = clock;
    }

    /** Appends one record, waits until it is durable and applied, and returns its sequence. */
    long append(RecordType type, ByteWriter body) {
        RecordBatch batch = new RecordBatch();
        batch.add(type, 0, clock.millis(), body);
        long sequence = append(batch);
        await(sequence);
        return sequence;
    }

    /** The same with a record that stands before it: both are durable then, or neither. */
    long append(RecordType before, ByteWriter beforeBody, RecordType type, ByteWriter body) {
        RecordBatch batch = new RecordBatch();
        batch.add(before, 0, clock.millis(), beforeBody);
        batch.add(type, 0, clock.millis(), body);
        long sequence = append(batch) + 1;
        await(sequence);
        return sequence;
    }

    /** Returns the sequence of the first record. */
    private long append(RecordBatch batch) {
        try {
            return journal.append(batch);
        } catch (JournalFailure e) {
            throw new Problem(503, "journal-failed", String.valueOf(e.getMessage()), null);
        } catch (IllegalStateException e) {
            throw stopping();
        }
    }

    /** Appends many records, and waits until the last is durable and applied. */
    void appendAll(RecordType type, List<ByteWriter> bodies) {
        long sequence = 0;
        for (int from = 0; from < bodies.size(); from += AT_ONCE) {
            RecordBatch batch = new RecordBatch();
            for (ByteWriter body : bodies.subList(from, Math.min(bodies.size(), from + AT_ONCE))) {
                batch.add(type, 0, clock.millis(), body);
            }
            sequence = append(batch) + batch.count() - 1;
        }
        await(sequence);
    }

    /** Waits until the record with this sequence is applied. */
    void await(long sequence) {
        try {
            if (!applied.awaitApplied(sequence)) {
                throw stopping();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    static Problem stopping() {
        return new Problem(503, "stopping", "the hub stops", "ask again when it has started");
    }
}
