package io.signalbox.journal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The batches on their way to the journal thread: a stack without locks that many push to and one
 * empties at a stroke and turns over, so each producer's batches keep their order. The links are in
 * the batches; nothing is allocated.
 */
final class Submissions {
    private final AtomicReference<@Nullable RecordBatch> newest = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong();

    /** Returns true when there was nothing before, that is when the taker may be asleep. */
    boolean push(RecordBatch batch) {
        bytes.addAndGet(batch.bytes());
        RecordBatch before;
        do {
            before = newest.get();
            batch.next = before;
        } while (!newest.compareAndSet(before, batch));
        return before == null;
    }

    /** Takes all, oldest first, linked by {@link RecordBatch#next}; null when there are none. */
    @Nullable
    RecordBatch takeAll() {
        RecordBatch rest = newest.getAndSet(null);
        RecordBatch oldest = null;
        while (rest != null) {
            RecordBatch next = rest.next;
            rest.next = oldest;
            oldest = rest;
            rest = next;
        }
        return oldest;
    }

    /** Bytes pushed and not yet {@linkplain #done done}. */
    long pendingBytes() {
        return bytes.get();
    }

    void done(long count) {
        bytes.addAndGet(-count);
    }
}
