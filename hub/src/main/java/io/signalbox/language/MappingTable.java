package io.signalbox.language;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All mappings by their topics, as a tree of levels: a topic that none wants is left at its first
 * level that fits nothing, however many there are. Never changes once it is made.
 */
public final class MappingTable {
    /** The table of a program without mappings. */
    public static final MappingTable EMPTY = new MappingTable(List.of());

    private static final class Node {
        final Map<String, Node> words = new HashMap<>();

        @Nullable
        Node open;

        final List<Entry> here = new ArrayList<>();
    }

    private record Entry(int order, Mapping mapping, TopicTemplate template) {}

    /** A topic that a mapping wants. */
    public static final class Match {
        private final Mapping mapping;
        private final TopicTemplate template;
        private final int order;
        private final String[] levels;

        private Match(Entry entry, String topic) {
            this.mapping = entry.mapping;
            this.template = entry.template;
            this.order = entry.order;
            this.levels = topic.split("/", -1);
        }

        public Mapping mapping() {
            return mapping;
        }

        /** The id of the device that speaks; perhaps none that can be one. */
        public String device() {
            return level(TopicTemplate.DEVICE);
        }

        String level(String name) {
            return levels[template.level(name)];
        }

        /** What the mapping makes of the message that came at that time. */
        public MappedMessage read(byte[] payload, long receivedMillis) {
            return MappedMessage.read(mapping, this, payload, receivedMillis);
        }
    }

    private final Node root = new Node();

    public MappingTable(List<Mapping> mappings) {
        int order = 0;
        for (Mapping mapping : mappings) {
            for (TopicTemplate template : mapping.topics()) {
                add(new Entry(order++, mapping, template));
            }
        }
    }

    private void add(Entry entry) {
        Node node = root;
        for (String level : entry.template.levels()) {
            if (TopicTemplate.isOpen(level)) {
                Node open = node.open;
                node.open = open == null ? new Node() : open;
                node = node.open;
            } else {
                node = node.words.computeIfAbsent(level, word -> new Node());
            }
        }
        node.here.add(entry);
    }

    public boolean isEmpty() {
        return root.words.isEmpty() && root.open == null;
    }

    /** True if a mapping reads messages on this topic. */
    public boolean wants(String topic) {
        return find(root, topic, 0, null);
    }

    /** The mappings that read messages on this topic, in the order of the files; mostly none. */
    public List<Match> match(String topic) {
        List<Entry> found = new ArrayList<>(0);
        if (!find(root, topic, 0, found)) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>(found.size());
        found.forEach(entry -> matches.add(new Match(entry, topic)));
        matches.sort((a, b) -> Integer.compare(a.order, b.order));
        return matches;
    }

    /** Depth is bounded by {@link TopicTemplate#MAX_LEVELS}. */
    private static boolean find(Node node, String topic, int from, @Nullable List<Entry> found) {
        if (from > topic.length()) {
            if (found != null) {
                found.addAll(node.here);
            }
            return !node.here.isEmpty();
        }
        if (node.words.isEmpty() && node.open == null) {
            return false;
        }
        int slash = topic.indexOf('/', from);
        int end = slash < 0 ? topic.length() : slash;
        String level = topic.substring(from, end);
        Node word = node.words.get(level);
        boolean is = word != null && find(word, topic, end + 1, found);
        Node open = node.open;
        if (open != null && !level.isEmpty() && (from > 0 || !TopicTemplate.isReserved(level))) {
            is |= find(open, topic, end + 1, found);
        }
        return is;
    }
}
