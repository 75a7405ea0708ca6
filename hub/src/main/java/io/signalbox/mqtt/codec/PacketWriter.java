package io.signalbox.mqtt.codec;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.message.MessageProperties;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Gathers the body of one packet, whose length must be known before its first byte can go out.
 * A property with its default value is left out. Kept and used again by one thread.
 */
final class PacketWriter {
    private final ByteWriter body = new ByteWriter(256);
    private final ByteWriter properties = new ByteWriter(256);

    /** Whether reason strings and user properties of answers are left out, being optional. */
    private boolean terse;

    void begin(boolean terse) {
        body.clear();
        this.terse = terse;
    }

    ByteWriter body() {
        return body;
    }

    PacketWriter u8(int value) {
        body.u8(value);
        return this;
    }

    PacketWriter u16(int value) {
        body.u16(value);
        return this;
    }

    PacketWriter string(String text) {
        string(body, text);
        return this;
    }

    PacketWriter binary(byte[] bytes) {
        block(body, bytes);
        return this;
    }

    PacketWriter beginProperties() {
        properties.clear();
        return this;
    }

    PacketWriter endProperties() {
        // A varint of ByteWriter and a variable byte integer of MQTT are the same bytes.
        body.varint(properties.size()).bytes(properties.array(), 0, properties.size());
        return this;
    }

    PacketWriter u16(int id, int value, int otherwise) {
        if (value != otherwise) {
            properties.u8(id).u16(value);
        }
        return this;
    }

    PacketWriter u32(int id, long value, long otherwise) {
        if (value != otherwise) {
            properties.u8(id).u32((int) value);
        }
        return this;
    }

    PacketWriter bool(int id, boolean value, boolean otherwise) {
        if (value != otherwise) {
            properties.u8(id).u8(value ? 1 : 0);
        }
        return this;
    }

    PacketWriter text(int id, @Nullable String text) {
        if (text != null) {
            properties.u8(id);
            string(properties, text);
        }
        return this;
    }

    PacketWriter block(int id, byte @Nullable [] bytes) {
        if (bytes != null) {
            properties.u8(id);
            block(properties, bytes);
        }
        return this;
    }

    PacketWriter variableByteInteger(int id, int value) {
        properties.u8(id).varint(value);
        return this;
    }

    PacketWriter userProperties(List<String> namesAndValues) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            properties.u8(Property.USER_PROPERTY);
            string(properties, namesAndValues.get(i));
            string(properties, namesAndValues.get(i + 1));
        }
        return this;
    }

    /** Why, in words; left out for a peer that asked for no problem information. */
    PacketWriter reason(@Nullable String reasonString, List<String> userProperties) {
        return terse
                ? this
                : text(Property.REASON_STRING, reasonString).userProperties(userProperties);
    }

    boolean terse() {
        return terse;
    }

    PacketWriter message(MessageProperties message) {
        return bool(Property.PAYLOAD_FORMAT, message.utf8(), false)
                .u32(Property.MESSAGE_EXPIRY, message.expirySeconds(), MessageProperties.NEVER)
                .text(Property.CONTENT_TYPE, message.contentType())
                .text(Property.RESPONSE_TOPIC, message.responseTopic())
                .block(Property.CORRELATION_DATA, message.correlationData())
                .userProperties(message.userProperties());
    }

    private static void string(ByteWriter out, String text) {
        block(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void block(ByteWriter out, byte[] bytes) {
        if (bytes.length > 0xFFFF) {
            throw new IllegalArgumentException(
                    "a field of MQTT has at most 65535 bytes; this one has " + bytes.length);
        }
        out.u16(bytes.length).bytes(bytes);
    }
}
