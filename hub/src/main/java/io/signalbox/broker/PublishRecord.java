package io.signalbox.broker;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.effect.Cause;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Entry;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The body of a PUBLISH record: {@code [cause] count filter-id... [packet-id] publisher topic
 * [properties] payload}, the payload being all the rest. The packet id is there at QoS 2, if the
 * publisher's session is stored: by it the publish is known when it comes again. The filters stand first, so that a reader who looks for
 * other ones stops there. Quality of service, retain and the presence of properties are in the
 * record's flags.
 */
public final class PublishRecord {
    private static final int QOS = 0x03;
    private static final int RETAIN = 0x04;
    private static final int PROPERTIES = 0x08;
    private static final int TAKEN = 0x10;

    private static final int UTF8 = 1;
    private static final int EXPIRY = 2;
    private static final int CONTENT_TYPE = 4;
    private static final int RESPONSE_TOPIC = 8;
    private static final int CORRELATION = 16;

    private PublishRecord() {}

    /** The message of a PUBLISH record; costs its copy. */
    public static Message read(Entry entry) {
        ByteReader in = entry.body();
        skipToMessage(in, entry.flags());
        return readMessage(in, entry.flags(), entry.timeMillis());
    }

    /**
     * True if the topic begins like this, in ASCII. Costs no copy: whoever wants few topics of many
     * asks before it reads.
     */
    public static boolean isOn(Entry entry, String beginning) {
        ByteReader in = entry.body();
        skipToMessage(in, entry.flags());
        in.skip(in.count());
        if (in.count() < beginning.length()) {
            return false;
        }
        for (int i = 0; i < beginning.length(); i++) {
            if (in.u8() != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The topic of a PUBLISH record; costs the copy of the topic alone. */
    public static String topic(Entry entry) {
        ByteReader in = entry.body();
        skipToMessage(in, entry.flags());
        in.skip(in.count());
        return in.string();
    }

    /** A PUBLISH record with the retain flag, as the retained message of its topic. */
    static Retained readRetained(Entry entry) {
        ByteReader in = entry.body();
        skipCause(in, entry.flags());
        int[] filters = new int[in.count(1)];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = in.count();
        }
        skipPacketId(in, entry.flags());
        return new Retained(
                entry.sequence(), readMessage(in, entry.flags(), entry.timeMillis()), filters);
    }

    /** Writes a body and returns the record's flags. */
    public static int write(
            ByteWriter out, @Nullable Cause cause, int[] filters, int count, Message message) {
        return write(out, cause, filters, count, message, 0);
    }

    /** The same with the packet id of a publish of QoS 2, or 0. */
    static int write(
            ByteWriter out,
            @Nullable Cause cause,
            int[] filters,
            int count,
            Message message,
            int packetId) {
        int flags = flags(message);
        if (cause != null) {
            cause.write(out);
            flags |= Entry.CAUSED;
        }
        out.varint(count);
        for (int i = 0; i < count; i++) {
            out.varint(filters[i]);
        }
        if (packetId != 0) {
            out.varint(packetId);
            flags |= TAKEN;
        }
        writeMessage(out, message);
        return flags;
    }

    /**
     * Whom a record is of {@link Concern} to: subscribers by the filters that it names; the state of
     * the broker if it is retained or will be known again; the folds if it is on a topic of devices,
     * or a fold made it.
     */
    static int concerns(int flags, int filters, String topic) {
        return Concern.MESSAGES
                | (filters > 0 ? Concern.KEYS : 0)
                | ((flags & (RETAIN | TAKEN)) != 0 ? Concern.BROKER : 0)
                | ((flags & Entry.CAUSED) != 0 || Topic.isOfDevices(topic) ? Concern.FOLDS : 0);
    }

    static boolean retained(int flags) {
        return (flags & RETAIN) != 0;
    }

    static Qos qos(int flags) {
        if ((flags & QOS) == QOS) {
            throw new MalformedBytes("expected a quality of service from 0 to 2, found 3");
        }
        return Qos.of(flags & QOS);
    }

    /** Stands before the count of filters. */
    static void skipCause(ByteReader in, int flags) {
        if ((flags & Entry.CAUSED) != 0) {
            Cause.read(in);
        }
    }

    private static void skipToMessage(ByteReader in, int flags) {
        skipCause(in, flags);
        skipFilters(in);
        skipPacketId(in, flags);
    }

    private static void skipPacketId(ByteReader in, int flags) {
        if ((flags & TAKEN) != 0) {
            in.count();
        }
    }

    /** Notes in its publisher's session under which packet id a publish of QoS 2 was taken. */
    static void applyTaken(Entry entry, BrokerState state) {
        if ((entry.flags() & TAKEN) != 0) {
            ByteReader in = entry.body();
            skipFilters(in);
            int packetId = ExchangeRecord.packetId(in);
            state.session(in.string()).take(packetId);
        }
    }

    /** The client whose session notes that it was taken; null if there is none. */
    static @Nullable String takenFrom(Entry entry) {
        if ((entry.flags() & TAKEN) == 0) {
            return null;
        }
        ByteReader in = entry.body();
        skipFilters(in);
        in.count();
        return in.string();
    }

    private static void skipFilters(ByteReader in) {
        for (int count = in.count(); count > 0; count--) {
            in.varint();
        }
    }

    /** What {@link #writeMessage} leaves to the record around it. */
    static int flags(Message message) {
        return message.qos().ordinal()
                | (message.retain() ? RETAIN : 0)
                | (message.properties().equals(MessageProperties.NONE) ? 0 : PROPERTIES);
    }

    static void writeMessage(ByteWriter out, Message message) {
        out.string(message.publisher()).string(message.topic());
        if ((flags(message) & PROPERTIES) != 0) {
            writeProperties(out, message.properties());
        }
        out.bytes(message.payload());
    }

    static Message readMessage(ByteReader in, int flags, long timeMillis) {
        String publisher = in.string();
        String topic = in.string();
        MessageProperties properties =
                (flags & PROPERTIES) != 0 ? readProperties(in) : MessageProperties.NONE;
        byte[] payload = in.bytes(in.remaining());
        return new Message(
                topic, payload, qos(flags), retained(flags), properties, publisher, timeMillis);
    }

    private static void writeProperties(ByteWriter out, MessageProperties properties) {
        String contentType = properties.contentType();
        String responseTopic = properties.responseTopic();
        byte[] correlation = properties.correlationData();
        boolean expires = properties.expirySeconds() != MessageProperties.NEVER;
        out.u8((properties.utf8() ? UTF8 : 0)
                | (expires ? EXPIRY : 0)
                | (contentType != null ? CONTENT_TYPE : 0)
                | (responseTopic != null ? RESPONSE_TOPIC : 0)
                | (correlation != null ? CORRELATION : 0));
        if (expires) {
            out.varint(properties.expirySeconds());
        }
        if (contentType != null) {
            out.string(contentType);
        }
        if (responseTopic != null) {
            out.string(responseTopic);
        }
        if (correlation != null) {
            out.block(correlation);
        }
        out.varint(properties.userProperties().size());
        for (String text : properties.userProperties()) {
            out.string(text);
        }
    }

    private static MessageProperties readProperties(ByteReader in) {
        int present = in.u8();
        long expiry = (present & EXPIRY) != 0 ? in.varint() : MessageProperties.NEVER;
        String contentType = (present & CONTENT_TYPE) != 0 ? in.string() : null;
        String responseTopic = (present & RESPONSE_TOPIC) != 0 ? in.string() : null;
        byte[] correlation = (present & CORRELATION) != 0 ? in.block() : null;
        int count = in.count();
        List<String> user = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            user.add(in.string());
        }
        return new MessageProperties(
                (present & UTF8) != 0, expiry, contentType, responseTopic, correlation, user);
    }
}
