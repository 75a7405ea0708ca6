package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.signalbox.broker.Delivery;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of the PUBLISH that went to the connection before, for the next one that gets the same:
 * a message for a thousand subscribers is encoded twice and copied 998 times. Only the packet id
 * differs; whoever has more of its own (an alias, subscription identifiers) is not served here.
 *
 * <p>One for each event loop, used by its thread alone.
 */
final class EncodedPublish {
    /** Longer ones are encoded anew: there the payload costs what the copy would. */
    private static final int LONGEST_BYTES = 16 * 1024;

    private @Nullable Message message;
    private Qos qos = Qos.AT_MOST_ONCE;
    private boolean retain;
    private boolean duplicate;
    private long expirySeconds;
    private ProtocolVersion version = ProtocolVersion.V3_1_1;
    private byte[] bytes = {};

    /** 0 while the message was seen once and its bytes are not kept. */
    private int length;

    private int packetIdAt;

    /** True if this is what was {@linkplain #seen} last: the same message, not an equal one. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(Delivery delivery, ProtocolVersion spoken) {
        return message == delivery.message()
                && qos == delivery.qos()
                && retain == delivery.retain()
                && duplicate == delivery.duplicate()
                && expirySeconds == delivery.expirySeconds()
                && version == spoken;
    }

    boolean hasBytes() {
        return length > 0;
    }

    int length() {
        return length;
    }

    /** The message has come for the first time. */
    void seen(Delivery delivery, ProtocolVersion spoken) {
        message = delivery.message();
        qos = delivery.qos();
        retain = delivery.retain();
        duplicate = delivery.duplicate();
        expirySeconds = delivery.expirySeconds();
        version = spoken;
        length = 0;
    }

    /** Keeps what was encoded for the second: the packet from {@code from} to the end. */
    void keep(ByteBuf encoded, int from) {
        int size = encoded.writerIndex() - from;
        if (size > LONGEST_BYTES) {
            return;
        }
        if (size > bytes.length) {
            bytes = new byte[size];
        }
        encoded.getBytes(from, bytes, 0, size);
        int topicAt = 2;
        while (bytes[topicAt - 1] < 0) {
            topicAt++;
        }
        int topicBytes = (bytes[topicAt] & 0xFF) << 8 | (bytes[topicAt + 1] & 0xFF);
        packetIdAt = topicAt + 2 + topicBytes;
        length = size;
    }

    void write(ByteBuf out, int packetId) {
        int from = out.writerIndex();
        out.writeBytes(bytes, 0, length);
        if (packetId != 0) {
            out.setShort(from + packetIdAt, packetId);
        }
    }
}
