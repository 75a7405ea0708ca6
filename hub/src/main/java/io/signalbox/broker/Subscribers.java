package io.signalbox.broker;

import java.util.Arrays;

/**
 * The subscriptions to one filter of the sessions that are attached to one loop. Order does not
 * matter; removal moves the last into the gap.
 */
final class Subscribers {
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
        all[count++] = subscription;
    }

    void remove(Subscription subscription) {
        for (int i = 0; i < count; i++) {
            if (all[i] == subscription) {
                all[i] = all[--count];
                Arrays.fill(all, count, count + 1, null);
                return;
            }
        }
    }
}
