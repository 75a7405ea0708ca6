package io.signalbox.broker;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Journal;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one loop hands to the journal, batch by batch, and what it does once that is durable: in the
 * order in which it was asked for, acknowledgements too [MQTT-4.6.0-2]. Belongs to the loop's
 * thread.
 */
final class LoopBatches {
    /** A batch is submitted early when it has this many bytes. */
    private static final int FULL_BYTES = 256 << 10;

    /**
     * What batches kept for their next use may hold: many small ones are on their way during one
     * sync when each packet comes by itself, a few large ones under load.
     */
    private static final int KEPT_BYTES = 8 << 20;

    private static final int KEPT = 64;
    private static final int SMALL_BYTES = 4 << 10;

    /** What a client is told when the records before it are durable. */
    enum Answer {
        PUBACK,
        PUBREC,
        PUBCOMP,
        /** Nothing was taken under that packet id. */
        PUBCOMP_UNKNOWN,
        PUBREL
    }

    /** Something to do when the records before it are durable. */
    @FunctionalInterface
    interface Committed {
        /** {@code sequence} is that of the record that was added next after this was asked for. */
        void at(long sequence);
    }

    private static final class Batch {
        final RecordBatch records = new RecordBatch();
        final List<Committed> actions = new ArrayList<>();
        int[] actionRecords = new int[8];
        Attachment[] asked = new Attachment[16];
        Answer[] answers = new Answer[16];
        int[] packetIds = new int[16];
        PublishOutcome[] outcomes = new PublishOutcome[16];
        int answered;

        /** What it holds while it is kept, roughly. */
        int capacity() {
            return records.capacity() + 16 * packetIds.length;
        }

        boolean isEmpty() {
            return records.count() == 0 && answered == 0 && actions.isEmpty();
        }
    }

    private final Journal journal;
    private final ByteWriter body = new ByteWriter(1024);
    private final ArrayDeque<Batch> submitted = new ArrayDeque<>();

    /** Large ones stand in front and are used first, or all would grow large in time. */
    private final ArrayDeque<Batch> free = new ArrayDeque<>();

    private int freeBytes;
    private Batch current = new Batch();
    private long submittedCount;
    private long resolvedCount;

    LoopBatches(Journal journal) {
        this.journal = journal;
    }

    /** An empty writer for the body of the next record. */
    ByteWriter body() {
        return body.clear();
    }

    /** Adds a record with what was written to {@link #body}. */
    void add(RecordType type, long timeMillis) {
        current.records.add(type, 0, timeMillis, body);
    }

    /**
     * Adds a message with the filters that it matches.
     *
     * @param takenAs the packet id under which its publisher's session knows it, or 0
     */
    void addPublish(Message message, Matches matches, int takenAs) {
        int[] ids = matches.ids();
        int flags = PublishRecord.write(
                body.clear(), (@Nullable Cause) null, ids, ids.length, message, takenAs);
        int concerned = PublishRecord.concerns(flags, ids.length, message.topic());
        current.records.add(RecordType.PUBLISH, concerned, flags, message.receivedMillis(), body);
    }

    /** Adds a retained message that goes through the journal to one session. */
    void addGiven(StoredSession to, int filterId, Retained retained) {
        int flags = GivenRecord.write(body.clear(), to, filterId, retained);
        current.records.add(RecordType.GIVEN, flags, retained.message().receivedMillis(), body);
    }

    /** Adds a message of a group for one of its members. */
    void addLease(
            String clientId, int filterId, long from, @Nullable Lease instead, Message message) {
        int flags = LeaseRecord.write(body.clear(), clientId, filterId, from, instead, message);
        current.records.add(RecordType.LEASE, flags, message.receivedMillis(), body);
    }

    /** Answers when everything so far is durable. */
    void answer(Attachment asked, Answer answer, int packetId) {
        answer(asked, answer, packetId, PublishOutcome.ACCEPTED);
    }

    /** Answers a publish when everything so far is durable. */
    void answer(Attachment asked, Answer answer, int packetId, PublishOutcome outcome) {
        Batch batch = current;
        int at = batch.answered++;
        if (at == batch.packetIds.length) {
            batch.asked = Arrays.copyOf(batch.asked, at * 2);
            batch.answers = Arrays.copyOf(batch.answers, at * 2);
            batch.packetIds = Arrays.copyOf(batch.packetIds, at * 2);
            batch.outcomes = Arrays.copyOf(batch.outcomes, at * 2);
        }
        batch.asked[at] = asked;
        batch.answers[at] = answer;
        batch.packetIds[at] = packetId;
        batch.outcomes[at] = outcome;
    }

    /** Does something when everything so far and the record added next are durable. */
    void then(Committed action) {
        Batch batch = current;
        int at = batch.actions.size();
        if (at == batch.actionRecords.length) {
            batch.actionRecords = Arrays.copyOf(batch.actionRecords, at * 2);
        }
        batch.actionRecords[at] = batch.records.count();
        batch.actions.add(action);
    }

    /** True if nothing is asked for, and all that was is done. */
    boolean isIdle() {
        return submitted.isEmpty() && current.isEmpty();
    }

    /** True if what was added should go to the journal before more is added. */
    boolean isFull() {
        return current.records.bytes() >= FULL_BYTES;
    }

    /**
     * Hands everything added so far to the journal. True if no record is among it, so that no
     * commit will come of it and {@link #resolve} can go on at once.
     */
    boolean submit() {
        Batch batch = current;
        if (batch.isEmpty()) {
            return false;
        }
        submitted.add(batch);
        submittedCount++;
        current = next();
        if (batch.records.count() == 0) {
            return true;
        }
        journal.submit(batch.records);
        return false;
    }

    private Batch next() {
        Batch next = free.poll();
        if (next == null) {
            return new Batch();
        }
        freeBytes -= next.capacity();
        return next;
    }

    /** The number of the batch that is gathered now; the first is 1. */
    long number() {
        return submittedCount + 1;
    }

    /** True if everything up to the end of this batch is durable and was dealt with. */
    boolean isResolved(long number) {
        return resolvedCount >= number;
    }

    /** Does and answers what waited for records up to this one. */
    void resolve(long committed) {
        Batch batch;
        while ((batch = submitted.peek()) != null) {
            int count = batch.records.count();
            long first = batch.records.firstSequence();
            if (count > 0 && (first == 0 || first + count - 1 > committed)) {
                return;
            }
            submitted.remove();
            resolvedCount++;
            for (int i = 0; i < batch.actions.size(); i++) {
                batch.actions.get(i).at(first + batch.actionRecords[i]);
            }
            for (int i = 0; i < batch.answered; i++) {
                Attachment asked = batch.asked[i];
                if (!asked.closed) {
                    asked.loop.touch(asked);
                    send(asked.connection, batch.answers[i], batch.packetIds[i], batch.outcomes[i]);
                }
            }
            recycle(batch);
        }
    }

    private static void send(Connection to, Answer answer, int packetId, PublishOutcome outcome) {
        switch (answer) {
            case PUBACK -> to.published(packetId, outcome);
            case PUBREC -> to.taken(packetId, outcome);
            case PUBCOMP -> to.completed(packetId, true);
            case PUBCOMP_UNKNOWN -> to.completed(packetId, false);
            case PUBREL -> to.release(packetId);
        }
    }

    private void recycle(Batch batch) {
        int capacity = batch.capacity();
        if (freeBytes + capacity > KEPT_BYTES) {
            return;
        }
        if (batch.records.count() > 0) {
            batch.records.clear();
        }
        batch.actions.clear();
        Arrays.fill(batch.asked, 0, batch.answered, null);
        batch.answered = 0;
        freeBytes += capacity;
        if (capacity > SMALL_BYTES) {
            free.addFirst(batch);
        } else {
            free.addLast(batch);
        }
        if (free.size() > KEPT) {
            freeBytes -= free.removeLast().capacity();
        }
    }
}
