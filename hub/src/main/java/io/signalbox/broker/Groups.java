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

    /**
     * LEASE records that are to be given to another member, and whoever comes by them later skips
     * them; or, false, that a session took at QoS 2 which is no member any more: nobody else gets them.
     */
    private final ConcurrentHashMap<Long, Boolean> regiven = new ConcurrentHashMap<>();

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

    /** These were given to others before the hub started. */
    void restoreRegiven(Set<Long> sequences) {
        sequences.forEach(sequence -> regiven.put(sequence, true));
    }

    /** Its message goes to another member from now on; false if it did, or may not. */
    boolean giveAgain(long sequence) {
        return regiven.putIfAbsent(sequence, true) == null;
    }

    /** True if it went to another member. */
    boolean isRegiven(long sequence) {
        return regiven.getOrDefault(sequence, false);
    }

    /** The same; if not, it stays with the session that comes by it and is no member any more. */
    boolean isRegivenElseTaken(long sequence) {
        return Boolean.TRUE.equals(regiven.putIfAbsent(sequence, false));
    }

    /** Nobody will ask for records before this. */
    void forgetBefore(long sequence) {
        regiven.keySet().removeIf(each -> each < sequence);
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
