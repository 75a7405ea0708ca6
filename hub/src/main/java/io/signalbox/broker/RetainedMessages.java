package io.signalbox.broker;

import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The last retained message of every topic: a fold of its own, moved on by whoever needs it to be
 * up to date. One thread at a time moves it; all may look things up meanwhile.
 */
final class RetainedMessages {
    static final class Node {
        final ConcurrentHashMap<String, Node> children = new ConcurrentHashMap<>(2);
        volatile @Nullable Retained here;

        boolean isEmpty() {
            return here == null && children.isEmpty();
        }
    }

    private final Journal journal;
    private final Node root = new Node();
    private final ConcurrentHashMap<String, Retained> byTopic = new ConcurrentHashMap<>();
    private @Nullable JournalReader reader;
    private volatile long position;

    /** {@code position} is the last record that the messages put here at the start stand for. */
    RetainedMessages(Journal journal, long position) {
        this.journal = journal;
        this.position = position;
    }

    int size() {
        return byTopic.size();
    }

    boolean has(String topic) {
        return byTopic.containsKey(topic);
    }

    /** The last record that is in here. */
    long position() {
        return position;
    }

    /** Applies everything up to this committed record, if that is not done yet. */
    void advance(long through) {
        if (position < through) {
            advanceLocked(through);
        }
    }

    private synchronized void advanceLocked(long through) {
        JournalReader from = reader;
        if (from == null) {
            from = journal.reader(position + 1);
            reader = from;
        }
        while (position < through && from.next()) {
            Entry entry = from.entry();
            if (entry.type() == RecordType.PUBLISH && PublishRecord.retained(entry.flags())) {
                put(PublishRecord.readRetained(entry));
            }
            position = entry.sequence();
        }
    }

    synchronized void close() {
        if (reader != null) {
            reader.close();
        }
    }

    /** A message replaces the one before it; one without payload ends it [MQTT-3.3.1-6]. */
    synchronized void put(Retained retained) {
        String topic = retained.message().topic();
        if (retained.message().payload().length == 0) {
            if (byTopic.remove(topic) != null) {
                remove(root, topic, 0);
            }
            return;
        }
        byTopic.put(topic, retained);
        Node node = root;
        for (String level : topic.split("/", -1)) {
            node = node.children.computeIfAbsent(level, l -> new Node());
        }
        node.here = retained;
    }

    /** Takes out those that expired, so that they do not fill the memory. */
    synchronized void purge(long nowMillis) {
        for (Retained retained : byTopic.values()) {
            if (retained.message().isExpired(nowMillis)) {
                byTopic.remove(retained.message().topic());
                remove(root, retained.message().topic(), 0);
            }
        }
    }

    private static void remove(Node node, String topic, int from) {
        if (from > topic.length()) {
            node.here = null;
            return;
        }
        int slash = topic.indexOf('/', from);
        int end = slash < 0 ? topic.length() : slash;
        String level = topic.substring(from, end);
        Node child = node.children.get(level);
        if (child != null) {
            remove(child, topic, end + 1);
            if (child.isEmpty()) {
                node.children.remove(level);
            }
        }
    }

    /** The messages whose topics match, found as they are asked for. */
    RetainedMatches match(String filter) {
        return Topic.isExact(filter)
                ? RetainedMatches.of(byTopic.get(filter))
                : new RetainedMatches(root, filter);
    }
}
