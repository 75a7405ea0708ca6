package io.signalbox.broker;

import io.signalbox.broker.LevelTree.Level;
import io.signalbox.bytes.ByteReader;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Retained messages by topic, each as its {@link RetainedForm}. One thread at a time changes it, the
 * caller sees to that; all may look things up meanwhile.
 */
final class RetainedTree {
    private final LevelTree<byte[]> levels = new LevelTree<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger expiring = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable RetainedMatches purging;

    int size() {
        return size.get();
    }

    /** Of all messages, see {@link RetainedForm#bytesOf}. */
    long bytes() {
        return bytes.get();
    }

    /** Of the message of one topic, 0 if there is none. */
    long bytesOf(String topic) {
        Level<byte[]> level = levels.find(topic);
        return level == null ? 0 : bytesOf(level.here);
    }

    private static long bytesOf(byte @Nullable [] form) {
        return form == null || form.length == 0 ? 0 : RetainedForm.bytes(form);
    }

    boolean has(String topic) {
        Level<byte[]> level = levels.find(topic);
        return level != null && level.here != null;
    }

    void put(String topic, byte[] form) {
        Level<byte[]> level = levels.add(topic);
        byte[] before = level.here;
        level.here = form;
        if (before == null) {
            size.incrementAndGet();
        }
        bytes.addAndGet(bytesOf(form) - bytesOf(before));
        expiring.addAndGet((RetainedForm.expires(form) ? 1 : 0) - expires(before));
    }

    void remove(String topic) {
        Level<byte[]> level = levels.find(topic);
        if (level != null && level.here != null) {
            remove(level);
        }
    }

    private void remove(Level<byte[]> level) {
        size.decrementAndGet();
        bytes.addAndGet(-bytesOf(level.here));
        expiring.addAndGet(-expires(level.here));
        levels.clear(level);
    }

    private static int expires(byte @Nullable [] form) {
        return form != null && RetainedForm.expires(form) ? 1 : 0;
    }

    /** Goes on looking for those that expired, {@code most} of them, and takes them out. */
    void purge(long nowMillis, int most) {
        if (expiring.get() == 0) {
            purging = null;
            return;
        }
        RetainedMatches walk = purging == null ? everything() : purging;
        purging = walk;
        for (int seen = 0; seen < most; seen++) {
            Level<byte[]> level = walk.nextLevel();
            if (level == null) {
                purging = null;
                return;
            }
            byte[] form = level.here;
            if (form != null && RetainedForm.isExpired(new ByteReader(form), nowMillis)) {
                remove(level);
            }
        }
    }

    /** The messages whose topics match, found as they are asked for. */
    RetainedMatches match(String filter) {
        return Topic.isExact(filter)
                ? RetainedMatches.of(levels.find(filter))
                : new RetainedMatches(levels.root(), filter);
    }

    /** All there are, those of topics that begin with {@code $} too. */
    RetainedMatches everything() {
        return new RetainedMatches(levels.root());
    }
}
