package io.signalbox.journal;

/**
 * A number that one thread advances and others wait for. Advancing costs a volatile write and read
 * while nobody waits.
 */
final class Progress {
    private volatile long value;
    private volatile boolean ended;
    private volatile int waiting;

    Progress(long value) {
        this.value = value;
    }

    long value() {
        return value;
    }

    /** Sets the value; who waits finds out at the next {@link #wake}. */
    void advance(long to) {
        value = to;
    }

    /** No more advances will come: all who wait return. */
    void end() {
        ended = true;
        wake();
    }

    void wake() {
        if (waiting > 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until the value is at least {@code wanted}; false when it ended before. */
    synchronized boolean await(long wanted) throws InterruptedException {
        waiting = waiting + 1;
        try {
            while (value < wanted && !ended) {
                wait();
            }
        } finally {
            waiting = waiting - 1;
        }
        return value >= wanted;
    }

    /** Waits until the batch is committed; false when no more commits come. */
    synchronized boolean await(RecordBatch batch) throws InterruptedException {
        waiting = waiting + 1;
        try {
            while (batch.firstSequence() == 0 && !ended) {
                wait();
            }
        } finally {
            waiting = waiting - 1;
        }
        return batch.firstSequence() != 0;
    }
}
