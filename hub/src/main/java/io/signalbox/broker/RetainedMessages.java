package io.signalbox.broker;

import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.RecordType;
import io.signalbox.message.Message;

import org.jspecify.annotations.Nullable;

/**
 * The last retained message of every topic: a fold of its own, moved on by whoever needs it to be
 * up to date. One thread at a time moves it; all may look things up meanwhile.
 */
final class RetainedMessages {
    private final Journal journal;
    private final RetainedTree tree;
    private @Nullable JournalReader reader;
    private volatile long position;

    /** {@code position} is the last record that is in the tree, which nobody else changes. */
    RetainedMessages(Journal journal, RetainedTree tree, long position) {
        this.journal = journal;
        this.tree = tree;
        this.position = position;
    }

    int size() {
        return tree.size();
    }

    /** Of topics, payloads and properties; what holds them together is bounded by their number. */
    long bytes() {
        return tree.bytes();
    }

    /** The same with this message; 0 if it makes them no larger, which is always allowed. */
    long bytesWith(Message message) {
        long more = RetainedForm.bytesOf(message) - tree.bytesOf(message.topic());
        return more <= 0 ? 0 : tree.bytes() + more;
    }

    boolean has(String topic) {
        return tree.has(topic);
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
        while (position < through && from.next(Concern.BROKER)) {
            Entry entry = from.entry();
            if (entry.type() == RecordType.PUBLISH && PublishRecord.retained(entry.flags())) {
                put(tree, PublishRecord.readRetained(entry));
            }
            position = entry.sequence();
        }
        position = Math.max(position, from.position() - 1);
    }

    synchronized void close() {
        if (reader != null) {
            reader.close();
        }
    }

    /** A message replaces the one before it; one without payload ends it [MQTT-3.3.1-6]. */
    static void put(RetainedTree tree, Retained retained) {
        String topic = retained.message().topic();
        if (retained.message().payload().length == 0) {
            tree.remove(topic);
        } else {
            tree.put(topic, RetainedForm.of(retained));
        }
    }

    /** Takes out some of those that expired, so that they do not fill the memory. */
    synchronized void purge(long nowMillis, int most) {
        tree.purge(nowMillis, most);
    }

    /** The messages whose topics match, found as they are asked for. */
    RetainedMatches match(String filter) {
        return tree.match(filter);
    }
}
