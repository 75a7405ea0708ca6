package io.signalbox.notify;

import io.signalbox.alarm.NoticeChange;

/** Where it is written down what became of notices. */
public interface Ledger {
    /**
     * Returns when it is durable and the notices know of it.
     *
     * @throws IllegalStateException if the hub stops
     */
    void record(NoticeChange change) throws InterruptedException;
}
