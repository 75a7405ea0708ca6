package io.signalbox.broker;

import io.signalbox.journal.JournalDamaged;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The groups of one broker by their filter, and what all loops have to know of them. */
final class Groups {
    private static final System.Logger LOG = System.getLogger(Groups.class.getName());

    private final ConcurrentHashMap<Integer, Group> byFilter = new ConcurrentHashMap<>();

    /** LEASE records that were given to another member: whoever comes by them later skips them. */
    private final Set<Long> regiven = ConcurrentHashMap.newKeySet();

    @Nullable
    Group find(int filterId) {
        return byFilter.get(filterId);
    }

    /** The group of a filter, made on its loop if there is none. */
    Group of(int filterId, BrokerLoop[] loops) {
        return byFilter.computeIfAbsent(filterId, id -> loops[id % loops.length].newGroup(id));
    }

    void remove(int filterId) {
        Group group = byFilter.remove(filterId);
        if (group != null) {
            group.loop.end(group);
        }
    }

    Set<Long> regiven() {
        return regiven;
    }

    /** Gives each of these, all of one loop, a turn; true if any wants another. */
    static boolean work(ArrayDeque<Group> ready) {
        for (int turns = ready.size(); turns > 0; turns--) {
            Group group = ready.remove();
            try {
                if (group.work()) {
                    group.wake();
                }
            } catch (JournalDamaged | UncheckedIOException e) {
                LOG.log(
                        Level.ERROR,
                        "the shared subscription with filter number " + group.filterId
                                + " cannot read on",
                        e);
            }
        }
        return !ready.isEmpty();
    }
}
