package io.signalbox.broker;

import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

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
    private static final Filter[] NONE = {};

    private static final class Node {
        final ConcurrentHashMap<String, Node> children = new ConcurrentHashMap<>(2);
        /** One at most is not shared. */
        volatile Filter[] here = NONE;

        boolean isEmpty() {
            return here.length == 0 && children.isEmpty();
        }
    }

    private final ConcurrentHashMap<String, Filter> byText = new ConcurrentHashMap<>();
    private final Node root = new Node();
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
        return byText.size();
    }

    @Nullable
    Filter find(String text) {
        return byText.get(text);
    }

    /** One more use of a filter, which is there from now on; the text must be a valid filter. */
    synchronized Filter acquire(String text) {
        Filter filter = byText.get(text);
        if (filter == null) {
            filter = new Filter(++lastId, text, false);
            add(filter);
        }
        filter.uses++;
        return filter;
    }

    /** A filter that the journal knows already, at the start; one more use of it. */
    synchronized Filter restore(int id, String text) {
        Filter filter = byText.get(text);
        if (filter == null) {
            filter = new Filter(id, text, true);
            add(filter);
        }
        filter.uses++;
        return filter;
    }

    /** The filters of shared subscriptions. */
    List<Filter> sharedFilters() {
        return byText.values().stream().filter(f -> f.shared).toList();
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
        byText.remove(filter.text);
        if (isInTrie(filter)) {
            remove(root, filter, SharedFilter.matched(filter.text), 0);
        }
        changed();
        return true;
    }

    private static boolean isInTrie(Filter filter) {
        return filter.shared || !Topic.isExact(filter.text);
    }

    private void add(Filter filter) {
        byText.put(filter.text, filter);
        if (isInTrie(filter)) {
            Node node = root;
            for (String level : SharedFilter.matched(filter.text).split("/", -1)) {
                node = node.children.computeIfAbsent(level, l -> new Node());
            }
            Filter[] more = Arrays.copyOf(node.here, node.here.length + 1);
            more[node.here.length] = filter;
            node.here = more;
        }
        changed();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // writers hold the lock
    private void changed() {
        version++;
    }

    private static void remove(Node node, Filter filter, String text, int from) {
        if (from > text.length()) {
            node.here = Arrays.stream(node.here).filter(f -> f != filter).toArray(Filter[]::new);
            return;
        }
        int end = levelEnd(text, from);
        String level = text.substring(from, end);
        Node child = node.children.get(level);
        if (child != null) {
            remove(child, filter, text, end + 1);
            if (child.isEmpty()) {
                node.children.remove(level);
            }
        }
    }

    /** The filters that a valid topic name matches now. */
    Matches match(String topic) {
        long asOf = version;
        List<Filter> found = new ArrayList<>();
        Filter exact = byText.get(topic);
        if (exact != null) {
            found.add(exact);
        }
        collect(root, topic, 0, found);
        int[] ids = new int[found.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = found.get(i).id;
        }
        return new Matches(asOf, found.toArray(Filter[]::new), ids, wanted.test(topic));
    }

    /** Depth is bounded by {@link Topic#MAX_LEVELS}. */
    private static void collect(Node node, String topic, int from, List<Filter> found) {
        boolean wildcards = from > 0 || topic.charAt(0) != '$';
        Node rest = node.children.get("#");
        if (wildcards && rest != null) {
            addHere(rest, found);
        }
        if (from > topic.length()) {
            addHere(node, found);
            return;
        }
        int end = levelEnd(topic, from);
        Node any = node.children.get("+");
        if (wildcards && any != null) {
            collect(any, topic, end + 1, found);
        }
        Node same = node.children.get(topic.substring(from, end));
        if (same != null) {
            collect(same, topic, end + 1, found);
        }
    }

    private static void addHere(Node node, List<Filter> found) {
        Collections.addAll(found, node.here);
    }

    private static int levelEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }
}
