package io.signalbox.mqtt.codec;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The topics that one connection published to of late: the same bytes give the same string,
 * without decoding, checking or allocating anything again. A collision replaces the older topic.
 */
final class TopicCache {
    private static final int SLOTS = 64;

    /** Longer topics are not kept, so that a connection holds a few kilobytes at most. */
    private static final int LONGEST = 128;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

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

    /** Eight bytes at a time, and of the last eight some again. */
    private static int slot(byte[] bytes, int length) {
        long hash = length;
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(bytes, at)) * SPREAD;
            hash ^= hash >>> 32;
        }
        if (at < length && length >= Long.BYTES) {
            hash = (hash ^ (long) LONG.get(bytes, length - Long.BYTES)) * SPREAD;
        } else {
            for (; at < length; at++) {
                hash = (hash ^ bytes[at]) * SPREAD;
            }
        }
        return (int) (hash >>> 58);
    }
}
