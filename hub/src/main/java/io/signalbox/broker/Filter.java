package io.signalbox.broker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A topic filter that somebody is subscribed to, with the number that stands for it in the journal.
 * A filter that goes out of use and comes back gets another number.
 */
final class Filter {
    final int id;
    final String text;

    /** Whether a {@link Group} gets its messages. */
    final boolean shared;

    /** Its FILTER record is committed; until then each who needs it to be writes one. */
    volatile boolean durable;

    /** Subscriptions that use it; guarded by the tree. */
    int uses;

    /** One bit for each loop that has an attached session with this filter. */
    private final AtomicLong loops = new AtomicLong();

    Filter(int id, String text, boolean durable) {
        this.id = id;
        this.text = text;
        this.shared = SharedFilter.isMeant(text);
        this.durable = durable;
    }

    long loops() {
        return loops.get();
    }

    void usedBy(int loop, boolean used) {
        if (used) {
            loops.accumulateAndGet(1L << loop, (all, bit) -> all | bit);
        } else {
            loops.accumulateAndGet(1L << loop, (all, bit) -> all & ~bit);
        }
    }
}
