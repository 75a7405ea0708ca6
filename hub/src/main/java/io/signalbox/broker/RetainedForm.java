package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.message.Message;

/**
 * A retained message as bytes, but for its topic: {@code expires bytes sequence received flags count
 * filter-id... message}, {@code expires} in milliseconds of wall time or 0 for never, {@code bytes}
 * what it counts, the message as {@link PublishRecord} writes it, without topic. There may be a million; so they are kept.
 */
final class RetainedForm {
    private static final String ELSEWHERE = "";

    private RetainedForm() {}

    static byte[] of(Retained retained) {
        Message message = retained.message();
        ByteWriter out = new ByteWriter(32 + message.payload().length);
        long expires = message.expiresMillis();
        out.varint(expires == Long.MAX_VALUE ? 0 : expires).varint(bytesOf(message));
        out.varint(retained.sequence());
        out.varint(message.receivedMillis()).u8(PublishRecord.flags(message));
        out.varint(retained.filters().length);
        for (int id : retained.filters()) {
            out.varint(id);
        }
        PublishRecord.writeMessage(out, on(ELSEWHERE, message));
        return out.toByteArray();
    }

    static Retained read(String topic, byte[] form) {
        ByteReader in = new ByteReader(form);
        in.varint();
        in.varint();
        long sequence = in.varint();
        long received = in.varint();
        int flags = in.u8();
        int[] filters = new int[in.count(1)];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = in.count();
        }
        Message message = PublishRecord.readMessage(in, flags, received);
        return new Retained(sequence, on(topic, message), filters);
    }

    private static Message on(String topic, Message message) {
        return new Message(
                topic,
                message.payload(),
                message.qos(),
                message.retain(),
                message.properties(),
                message.publisher(),
                message.receivedMillis());
    }

    /** What a message counts: its topic, payload and properties. */
    static long bytesOf(Message message) {
        return (long) message.topic().length()
                + message.payload().length
                + message.properties().size();
    }

    /** The same of one that is kept. */
    static long bytes(byte[] form) {
        ByteReader in = new ByteReader(form);
        in.varint();
        return in.varint();
    }

    static boolean expires(byte[] form) {
        return form.length > 0 && form[0] != 0;
    }

    static boolean isExpired(ByteReader form, long nowMillis) {
        long expires = form.varint();
        return expires != 0 && expires <= nowMillis;
    }
}
