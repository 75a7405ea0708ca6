package io.signalbox.broker;

import java.util.Arrays;

/**
 * The subscriptions to one filter of the sessions that are attached to one loop. Order does not
 * matter; removal moves the last into the gap.
 */
final class Subscribers {
    /** The place of a subscription that is not among them. */
    static final int NOWHERE = -1;

    final Filter filter;
    Subscription[] all = new Subscription[2];
    int count;

    Subscribers(Filter filter) {
        this.filter = filter;
    }

    void add(Subscription subscription) {
        if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
        }
        subscription.place = count;
        all[count++] = subscription;
    }

    void remove(Subscription subscription) {
        int gap = subscription.place;
        if (gap == NOWHERE) {
            return;
        }
        subscription.place = NOWHERE;
        Subscription last = all[--count];
        if (last != subscription) {
            all[gap] = last;
            last.place = gap;
        }
        Arrays.fill(all, count, count + 1, null);
        if (all.length > 64 && count < all.length / 4) {
            all = Arrays.copyOf(all, all.length / 2);
        }
    }
}
