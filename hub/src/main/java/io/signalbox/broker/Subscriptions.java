package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/**
 * The subscriptions of one session by filter id, the newest of each; earlier ones stand behind it.
 * Most sessions have one, which takes no table. Belongs to whoever has the session.
 */
final class Subscriptions {
    /** Nothing, a {@link Subscription}, or an {@link IntMap} of them. */
    private @Nullable Object content;

    int size() {
        return content instanceof IntMap<?> table ? table.size() : content == null ? 0 : 1;
    }

    @Nullable
    Subscription get(int filterId) {
        if (content instanceof Subscription only) {
            return only.filterId == filterId ? only : null;
        }
        return content == null ? null : table().get(filterId);
    }

    void put(Subscription subscription) {
        if (content == null) {
            content = subscription;
        } else if (content instanceof Subscription only) {
            if (only.filterId == subscription.filterId) {
                content = subscription;
                return;
            }
            IntMap<Subscription> table = new IntMap<>();
            table.put(only.filterId, only);
            table.put(subscription.filterId, subscription);
            content = table;
        } else {
            table().put(subscription.filterId, subscription);
        }
    }

    void remove(int filterId) {
        if (content instanceof Subscription only) {
            content = only.filterId == filterId ? null : only;
        } else if (content != null) {
            table().remove(filterId);
        }
    }

    void forEach(Consumer<? super Subscription> action) {
        if (content instanceof Subscription only) {
            action.accept(only);
        } else if (content != null) {
            table().forEach(action);
        }
    }

    boolean hasOlder() {
        if (content instanceof Subscription only) {
            return only.older != null;
        }
        boolean[] found = new boolean[1];
        forEach(s -> found[0] |= s.older != null);
        return found[0];
    }

    @SuppressWarnings("unchecked")
    private IntMap<Subscription> table() {
        if (content instanceof IntMap<?> table) {
            return (IntMap<Subscription>) table;
        }
        throw new IllegalStateException("expected a table of subscriptions, found " + content);
    }
}
