package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * What one loop remembers of a {@link TopicTree}: the matches of the topics it saw last. Bounded in
 * memory whatever topics clients think of: long ones, and those that meet many filters, weigh more.
 */
final class MatchCache {
    /** What an entry weighs at least. */
    private static final int LEAST_BYTES = 256;

    /** For each filter that a topic meets: its number and a reference. */
    private static final int FILTER_BYTES = 8;

    /** One entry may be this part of the whole. */
    private static final int SHARE = 16;

    private final TopicTree tree;
    private final long capacity;
    private final Map<String, Matches> byTopic = new HashMap<>();
    private long weight;

    /** {@code topics} are usual ones; when there are more it starts anew. */
    MatchCache(TopicTree tree, int topics) {
        this.tree = tree;
        this.capacity = (long) topics * LEAST_BYTES;
    }

    Matches match(String topic) {
        Matches known = byTopic.get(topic);
        if (known != null && known.version() == tree.version()) {
            return known;
        }
        Matches found = tree.match(topic);
        keep(topic, known, found);
        return found;
    }

    private void keep(String topic, @Nullable Matches known, Matches found) {
        if (known != null) {
            byTopic.remove(topic);
            weight -= weightOf(topic, known);
        }
        long added = weightOf(topic, found);
        if (added > LEAST_BYTES && added > capacity / SHARE) {
            return;
        }
        if (weight + added > capacity) {
            byTopic.clear();
            weight = 0;
        }
        byTopic.put(topic, found);
        weight += added;
    }

    private static long weightOf(String topic, Matches matches) {
        long bytes = 2L * topic.length() + (long) FILTER_BYTES * matches.ids().length;
        return LEAST_BYTES + bytes / LEAST_BYTES * LEAST_BYTES;
    }

    int size() {
        return byTopic.size();
    }
}
