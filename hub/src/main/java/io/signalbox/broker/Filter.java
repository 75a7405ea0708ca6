package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/**
 * A topic filter that somebody is subscribed to, with the number that stands for it in the journal.
 * A filter that goes out of use and comes back gets another number.
 */
final class Filter {
    private static final AtomicLongFieldUpdater<Filter> LOOPS =
            AtomicLongFieldUpdater.newUpdater(Filter.class, "loops");

    final int id;
    final String text;

    /** Whether a {@link Group} gets its messages. */
    final boolean shared;

    /** Its FILTER record is committed; until then each who needs it to be writes one. */
    volatile boolean durable;

    /** Subscriptions that use it; guarded by the tree. */
    int uses;

    /** Another that matches the same topics, in the tree: one of them at most is not shared. */
    volatile @Nullable Filter beside;

    /** One bit for each loop that has an attached session with this filter. */
    private volatile long loops;

    Filter(int id, String text, boolean durable) {
        this.id = id;
        this.text = text;
        this.shared = SharedFilter.isMeant(text);
        this.durable = durable;
    }

    long loops() {
        return loops;
    }

    void usedBy(int loop, boolean used) {
        if (used) {
            LOOPS.accumulateAndGet(this, 1L << loop, (all, bit) -> all | bit);
        } else {
            LOOPS.accumulateAndGet(this, 1L << loop, (all, bit) -> all & ~bit);
        }
    }
}
