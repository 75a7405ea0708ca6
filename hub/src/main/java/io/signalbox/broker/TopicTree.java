package io.signalbox.broker;

import io.signalbox.broker.LevelTree.Level;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All filters in use, each once: exact ones by hash, those with wildcards and shared ones in a trie
 * of levels.
 *
 * <p>Changes are rare and take a lock; matching takes none and can go on meanwhile. A change is
 * visible to every match that begins after it, and {@link #version} tells who keeps matches that
 * they are old. A topic of L levels meets at most 2^(L+1) nodes, however many filters there are;
 * one without a wildcard above it costs a look-up.
 */
final class TopicTree {
    /** Those without wildcards that are not shared. */
    private final ConcurrentHashMap<String, Filter> exact = new ConcurrentHashMap<>();

    /** The others; {@linkplain Filter#beside more} of them may end at a level. */
    private final LevelTree<Filter> levels = new LevelTree<>();

    private final AtomicInteger size = new AtomicInteger();
    private final Predicate<String> wanted;
    private volatile long version;
    private int lastId;

    /** {@code wanted} says of a topic whether the folds want its messages of every quality. */
    TopicTree(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** Changes whenever a filter comes or goes. */
    long version() {
        return version;
    }

    int size() {
        return size.get();
    }

    @Nullable
    Filter find(String text) {
        if (!isInTrie(text)) {
            return exact.get(text);
        }
        Level<Filter> level = levels.find(SharedFilter.matched(text));
        Filter filter = level == null ? null : level.here;
        while (filter != null && !filter.text.equals(text)) {
            filter = filter.beside;
        }
        return filter;
    }

    /** One more use of a filter, which is there from now on; the text must be a valid filter. */
    synchronized Filter acquire(String text) {
        Filter filter = find(text);
        if (filter == null) {
            filter = new Filter(++lastId, text, false);
            add(filter);
        }
        filter.uses++;
        return filter;
    }

    /** A filter that the journal knows already, at the start; one more use of it. */
    synchronized Filter restore(int id, String text) {
        Filter filter = find(text);
        if (filter == null) {
            filter = new Filter(id, text, true);
            add(filter);
        }
        filter.uses++;
        return filter;
    }

    /** The numbers of all filters. */
    int[] ids() {
        IntStream.Builder ids = IntStream.builder();
        exact.values().forEach(filter -> ids.add(filter.id));
        addIds(levels.root(), ids);
        return ids.build().toArray();
    }

    private static void addIds(Level<Filter> level, IntStream.Builder ids) {
        for (Filter filter = level.here; filter != null; filter = filter.beside) {
            ids.add(filter.id);
        }
        level.children().forEachRemaining(child -> addIds(child, ids));
    }

    /** The filters of shared subscriptions; for the start. */
    List<Filter> sharedFilters() {
        List<Filter> shared = new ArrayList<>();
        addShared(levels.root(), shared);
        return shared;
    }

    private static void addShared(Level<Filter> level, List<Filter> found) {
        for (Filter filter = level.here; filter != null; filter = filter.beside) {
            if (filter.shared) {
                found.add(filter);
            }
        }
        level.children().forEachRemaining(child -> addShared(child, found));
    }

    /** New filters get numbers above this one. */
    synchronized void numberAbove(int id) {
        lastId = Math.max(lastId, id);
    }

    /** One use less; the filter goes with its last, and true says so. */
    synchronized boolean release(Filter filter) {
        if (--filter.uses > 0) {
            return false;
        }
        size.decrementAndGet();
        if (isInTrie(filter.text)) {
            remove(filter);
        } else {
            exact.remove(filter.text);
        }
        changed();
        return true;
    }

    private static boolean isInTrie(String text) {
        return SharedFilter.isMeant(text) || !Topic.isExact(text);
    }

    private void add(Filter filter) {
        size.incrementAndGet();
        if (isInTrie(filter.text)) {
            Level<Filter> level = levels.add(SharedFilter.matched(filter.text));
            filter.beside = level.here;
            level.here = filter;
        } else {
            exact.put(filter.text, filter);
        }
        changed();
    }

    private void remove(Filter filter) {
        Level<Filter> level = levels.find(SharedFilter.matched(filter.text));
        if (level == null) {
            throw new IllegalStateException(filter.text + " is not in the tree");
        }
        Filter first = level.here;
        if (first != filter) {
            while (first != null && first.beside != filter) {
                first = first.beside;
            }
            if (first != null) {
                first.beside = filter.beside;
            }
        } else if (filter.beside != null) {
            level.here = filter.beside;
        } else {
            levels.clear(level);
        }
    }

    /** The folds want other topics than before: what was matched until now is to be asked anew. */
    synchronized void wantedChanged() {
        changed();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // writers hold the lock
    private void changed() {
        version++;
    }

    /** The filters that a valid topic name matches now. */
    Matches match(String topic) {
        long asOf = version;
        List<Filter> found = new ArrayList<>();
        Filter same = exact.get(topic);
        if (same != null) {
            found.add(same);
        }
        collect(levels.root(), topic, 0, found);
        int[] ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = found.get(i).id;
        }
        return new Matches(asOf, found.toArray(Filter[]::new), ids, wanted.test(topic));
    }

    /** Depth is bounded by {@link Topic#MAX_LEVELS}. */
    private static void collect(Level<Filter> level, String topic, int from, List<Filter> found) {
        boolean wildcards = from > 0 || topic.charAt(0) != '$';
        Level<Filter> rest = level.child("#");
        if (wildcards && rest != null) {
            addHere(rest, found);
        }
        if (from > topic.length()) {
            addHere(level, found);
            return;
        }
        int end = LevelTree.levelEnd(topic, from);
        Level<Filter> any = level.child("+");
        if (wildcards && any != null) {
            collect(any, topic, end + 1, found);
        }
        Level<Filter> same = level.child(topic.substring(from, end));
        if (same != null) {
            collect(same, topic, end + 1, found);
        }
    }

    private static void addHere(Level<Filter> level, List<Filter> found) {
        for (Filter filter = level.here; filter != null; filter = filter.beside) {
            found.add(filter);
        }
    }
}
