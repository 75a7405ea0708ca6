package io.signalbox.mqtt.codec;

import io.netty.buffer.ByteBuf;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one packet, never beyond its end.
 *
 * <p>The first fault stays: from then on nothing remains to be read and every read gives zero or
 * empty, so that a decoder asks {@link #fault()} once, at its end, and its loops stop. Used again
 * for one packet after the other, by one thread alone.
 */
final class PacketReader {
    private static final byte[] EMPTY = {};
    private static final int SCRATCH_BYTES = 128;

    private ByteBuf buffer;
    private int at;
    private int end;
    private @Nullable Fault fault;
    private byte[] scratch = EMPTY;
    private @Nullable TopicCache topics;

    PacketReader(ByteBuf empty) {
        this.buffer = empty;
    }

    void begin(ByteBuf buffer, int from, int to) {
        this.buffer = buffer;
        this.at = from;
        this.end = to;
        this.fault = null;
        this.topics = null;
    }

    /** The topics that are likely in this packet. */
    void remember(TopicCache known) {
        topics = known;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    void fail(Fault found) {
        if (fault == null) {
            fault = found;
        }
        at = end;
    }

    /** Makes the next {@code length} bytes all there is; the answer is for {@link #widen}. */
    int narrow(int length) {
        int outer = end;
        end = at + length;
        return outer;
    }

    void widen(int outer) {
        end = outer;
        if (fault != null) {
            at = end;
        }
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        return need(1) ? buffer.getUnsignedByte(at++) : 0;
    }

    int u16() {
        if (!need(2)) {
            return 0;
        }
        at += 2;
        return buffer.getUnsignedShort(at - 2);
    }

    long u32() {
        if (!need(4)) {
            return 0;
        }
        at += 4;
        return buffer.getUnsignedInt(at - 4);
    }

    /** A variable byte integer in its shortest form [MQTT5 1.5.5]. */
    int variableByteInteger() {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = u8();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    fail(Fault.LENGTH_NOT_MINIMAL);
                }
                return value;
            }
        }
        fail(Fault.LENGTH_TOO_LONG);
        return 0;
    }

    /** A packet identifier, which is never 0 [MQTT-2.2.1-3]. */
    int packetId() {
        int id = u16();
        if (id == 0) {
            fail(Fault.PACKET_ID_ZERO);
        }
        return id;
    }

    byte[] binary() {
        return bytes(u16());
    }

    byte[] rest() {
        return bytes(remaining());
    }

    String string() {
        return string(Fault.CONTROL_CHARACTER);
    }

    /** A string that may hold control characters; the caller looks at it again. */
    String looseString() {
        return string(null);
    }

    /** A string in which a control character is {@code refusal}. */
    String string(@Nullable Fault refusal) {
        int length = u16();
        byte[] bytes = copy(length);
        if (fault != null) {
            return "";
        }
        int found = Utf8.check(bytes, 0, length);
        if (found == Utf8.MALFORMED) {
            fail(Fault.NOT_UTF8);
            return "";
        }
        if (found == Utf8.CONTROL && refusal != null) {
            fail(refusal);
            return "";
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A valid topic name or the empty string; the same topic gives the same string. */
    String topic() {
        int length = u16();
        byte[] bytes = copy(length);
        if (fault != null || length == 0) {
            return "";
        }
        String known = topics == null ? null : topics.find(bytes, length);
        if (known != null) {
            return known;
        }
        at -= length + 2;
        String topic = string(Fault.TOPIC_NAME_INVALID);
        if (fault == null && !Topic.isName(topic)) {
            fail(Fault.TOPIC_NAME_INVALID);
        }
        if (fault != null) {
            return "";
        }
        if (topics != null) {
            topics.keep(bytes, length, topic);
        }
        return topic;
    }

    private byte[] bytes(int length) {
        if (!need(length) || length == 0) {
            return EMPTY;
        }
        byte[] bytes = new byte[length];
        buffer.getBytes(at, bytes);
        at += length;
        return bytes;
    }

    /** The next bytes in an array that is good until the next call, and may be longer. */
    private byte[] copy(int length) {
        if (!need(length)) {
            return EMPTY;
        }
        byte[] target = scratch;
        if (length > target.length) {
            target = new byte[Math.max(length, SCRATCH_BYTES)];
            if (target.length == SCRATCH_BYTES) {
                scratch = target;
            }
        }
        buffer.getBytes(at, target, 0, length);
        at += length;
        return target;
    }

    private boolean need(int count) {
        if (count <= end - at) {
            return true;
        }
        fail(Fault.TRUNCATED);
        return false;
    }
}
