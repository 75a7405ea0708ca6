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

    /** What becomes of a LEASE record that its session did not deal with before its client went. */
    enum Fate {
        /** It is its session's. */
        STAYS,
        /** A session took it at QoS 2 that is no member any more: nobody else gets it. */
        TAKEN,
        /**
         * A record for another member is on its way into the journal. Until that is there the
         * session must not be beyond: if the hub died then, neither would have it.
         */
        LEAVING,
        /** Another member has it, and the session skips it. */
        LEFT
    }

    /** Of LEASE records, if it is not {@link Fate#STAYS}. */
    private final ConcurrentHashMap<Long, Fate> fates = new ConcurrentHashMap<>();

    /** By LEASE record that is {@linkplain Fate#LEAVING leaving}: what its session does then. */
    private final ConcurrentHashMap<Long, Runnable> waiting = new ConcurrentHashMap<>();

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
        sequences.forEach(sequence -> fates.put(sequence, Fate.LEFT));
    }

    /** Its message goes to another member from now on; false if it did, or may not. */
    boolean giveAgain(long sequence) {
        return fates.putIfAbsent(sequence, Fate.LEAVING) == null;
    }

    /** That its message went to another member is durable. */
    void givenAgain(long sequence) {
        fates.put(sequence, Fate.LEFT);
        Runnable waits = waiting.remove(sequence);
        if (waits != null) {
            waits.run();
        }
    }

    /** Does something as soon as this record, which is leaving, has left; perhaps at once. */
    void whenLeft(long sequence, Runnable action) {
        waiting.put(sequence, action);
        if (fates.get(sequence) != Fate.LEAVING && waiting.remove(sequence, action)) {
            action.run();
        }
    }

    Fate fate(long sequence) {
        return fates.getOrDefault(sequence, Fate.STAYS);
    }

    /** The same; what stays is taken by the session that comes by it and is no member any more. */
    Fate fateElseTaken(long sequence) {
        Fate found = fates.putIfAbsent(sequence, Fate.TAKEN);
        return found == null ? Fate.TAKEN : found;
    }

    /** Nobody will ask for records before this. */
    void forgetBefore(long sequence) {
        fates.keySet().removeIf(each -> each < sequence);
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
