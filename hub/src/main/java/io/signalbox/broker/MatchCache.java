package io.signalbox.broker;

import java.util.HashMap;
import java.util.Map;

/** What one loop remembers of a {@link TopicTree}: the matches of the topics it saw last. */
final class MatchCache {
    private final TopicTree tree;
    private final int capacity;
    private final Map<String, Matches> byTopic = new HashMap<>();

    MatchCache(TopicTree tree, int capacity) {
        this.tree = tree;
        this.capacity = capacity;
    }

    Matches match(String topic) {
        Matches known = byTopic.get(topic);
        if (known != null && known.version() == tree.version()) {
            return known;
        }
        Matches found = tree.match(topic);
        if (byTopic.size() >= capacity) {
            byTopic.clear();
        }
        byTopic.put(topic, found);
        return found;
    }
}
