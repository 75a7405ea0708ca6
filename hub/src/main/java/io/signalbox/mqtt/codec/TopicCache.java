package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The topics that one connection published to of late: the same bytes give the same string,
 * without decoding, checking or allocating anything again. A collision replaces the older topic.
 */
final class TopicCache {
    private static final int SLOTS = 64;

    /** Longer topics are not kept, so that a connection holds a few kilobytes at most. */
    private static final int LONGEST = 128;

    private final byte[][] keys = new byte[SLOTS][];
    private final @Nullable String[] topics = new @Nullable String[SLOTS];

    @Nullable
    String find(byte[] bytes, int length) {
        int slot = slot(bytes, length);
        String topic = topics[slot];
        if (topic == null) {
            return null;
        }
        byte[] key = keys[slot];
        return Arrays.equals(key, 0, key.length, bytes, 0, length) ? topic : null;
    }

    void keep(byte[] bytes, int length, String topic) {
        if (length <= LONGEST) {
            int slot = slot(bytes, length);
            keys[slot] = Arrays.copyOf(bytes, length);
            topics[slot] = topic;
        }
    }

    private static int slot(byte[] bytes, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + bytes[i];
        }
        hash *= 0x9E37_79B9;
        return hash >>> 26;
    }
}
