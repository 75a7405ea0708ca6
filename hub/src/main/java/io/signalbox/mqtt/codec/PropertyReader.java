package io.signalbox.mqtt.codec;

import static io.signalbox.mqtt.codec.Property.*;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Topic;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The property block of one packet: which properties came, and what they say. Kept and used again;
 * a field means something only if {@link #has} says that it came.
 */
final class PropertyReader {
    /** Most user properties of one packet; more are refused with 0x97. */
    static final int MAX_USER_PROPERTIES = 64;

    /** Largest property block in bytes; a larger one is refused with 0x97. */
    static final int MAX_BYTES = 32 * 1024;

    private long seen;
    private boolean fromClient;

    private long messageExpiry;
    private long sessionExpiry;
    private long willDelay;
    private long maximumPacketSize;
    private int receiveMaximum;
    private int topicAliasMaximum;
    private int topicAlias;
    private int serverKeepAlive;
    private int booleans;
    private int[] subscriptionIds = Publish.NO_IDS;
    private String[] texts = {};
    private byte[] correlationData = {};
    private byte[] authenticationData = {};
    private List<String> userProperties = List.of();

    /**
     * Reads a whole property block; on a fault {@code in} has failed.
     *
     * @param allowed the properties of this packet, as a {@link Property#set}
     */
    void read(PacketReader in, long allowed, boolean fromClient) {
        none();
        this.fromClient = fromClient;
        int length = in.variableByteInteger();
        if (length > in.remaining()) {
            in.fail(Fault.TRUNCATED);
        } else if (length > MAX_BYTES) {
            in.fail(Fault.TOO_MANY_PROPERTIES);
        }
        if (in.fault() != null) {
            return;
        }
        int outer = in.narrow(length);
        while (in.remaining() > 0) {
            one(in, allowed);
        }
        in.widen(outer);
    }

    /** Most connections never send a text: they have no array. */
    private void put(int id, String text) {
        if (texts.length == 0) {
            texts = new String[32];
        }
        texts[id] = text;
    }

    /** Makes it the block of a packet that has none. */
    void none() {
        seen = 0;
        booleans = 0;
        userProperties = List.of();
        subscriptionIds = Publish.NO_IDS;
    }

    private void one(PacketReader in, long allowed) {
        int id = in.variableByteInteger();
        if (in.fault() != null) {
            return;
        }
        if (!isKnown(id)) {
            in.fail(Fault.PROPERTY_UNKNOWN);
            return;
        }
        long bit = 1L << id;
        if ((allowed & bit) == 0) {
            in.fail(Fault.PROPERTY_MISPLACED);
            return;
        }
        boolean repeatable = id == USER_PROPERTY || (id == SUBSCRIPTION_ID && !fromClient);
        if ((seen & bit) != 0 && !repeatable) {
            in.fail(Fault.PROPERTY_DOUBLED);
            return;
        }
        seen |= bit;
        value(in, id);
    }

    private void value(PacketReader in, int id) {
        switch (id) {
            case PAYLOAD_FORMAT,
                    REQUEST_PROBLEM_INFORMATION,
                    REQUEST_RESPONSE_INFORMATION,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    WILDCARD_AVAILABLE,
                    SUBSCRIPTION_ID_AVAILABLE,
                    SHARED_AVAILABLE -> bool(in, id);
            case MESSAGE_EXPIRY -> messageExpiry = in.u32();
            case SESSION_EXPIRY -> sessionExpiry = in.u32();
            case WILL_DELAY -> willDelay = in.u32();
            case MAXIMUM_PACKET_SIZE -> maximumPacketSize = notZero(in, in.u32());
            case RECEIVE_MAXIMUM -> receiveMaximum = (int) notZero(in, in.u16());
            case TOPIC_ALIAS_MAXIMUM -> topicAliasMaximum = in.u16();
            case SERVER_KEEP_ALIVE -> serverKeepAlive = in.u16();
            case TOPIC_ALIAS -> topicAlias(in);
            case SUBSCRIPTION_ID -> subscriptionId(in);
            case CORRELATION_DATA -> correlationData = in.binary();
            case AUTHENTICATION_DATA -> authenticationData = in.binary();
            case USER_PROPERTY -> userProperty(in);
            case RESPONSE_TOPIC -> responseTopic(in);
            default -> put(id, in.string());
        }
    }

    private void bool(PacketReader in, int id) {
        int value = in.u8();
        if (value > 1) {
            in.fail(Fault.PROPERTY_VALUE);
        }
        booleans |= value << boolIndex(id);
    }

    /** Packs the eight yes-or-no properties into one int. */
    private static int boolIndex(int id) {
        return id & 0x1F;
    }

    private static long notZero(PacketReader in, long value) {
        if (value == 0) {
            in.fail(Fault.PROPERTY_VALUE);
        }
        return value;
    }

    private void topicAlias(PacketReader in) {
        topicAlias = in.u16();
        if (topicAlias == 0) {
            in.fail(Fault.TOPIC_ALIAS_ZERO);
        }
    }

    private void subscriptionId(PacketReader in) {
        int id = (int) notZero(in, in.variableByteInteger());
        int count = subscriptionIds.length;
        if (count >= MAX_USER_PROPERTIES) {
            in.fail(Fault.TOO_MANY_PROPERTIES);
            return;
        }
        subscriptionIds = Arrays.copyOf(subscriptionIds, count + 1);
        subscriptionIds[count] = id;
    }

    private void userProperty(PacketReader in) {
        if (userProperties.size() >= 2 * MAX_USER_PROPERTIES) {
            in.fail(Fault.TOO_MANY_PROPERTIES);
            return;
        }
        if (userProperties.isEmpty()) {
            userProperties = new ArrayList<>(4);
        }
        userProperties.add(in.string());
        userProperties.add(in.string());
    }

    /** A response topic is a topic name without wildcards [MQTT-3.3.2-14]. */
    private void responseTopic(PacketReader in) {
        String topic = in.string(Fault.TOPIC_NAME_INVALID);
        if (in.fault() == null && !Topic.isName(topic)) {
            in.fail(Fault.TOPIC_NAME_INVALID);
        }
        put(RESPONSE_TOPIC, topic);
    }

    boolean has(int id) {
        return (seen & 1L << id) != 0;
    }

    boolean yes(int id, boolean otherwise) {
        return has(id) ? (booleans & 1 << boolIndex(id)) != 0 : otherwise;
    }

    @Nullable
    String text(int id) {
        return has(id) ? texts[id] : null;
    }

    byte @Nullable [] correlationData() {
        return has(CORRELATION_DATA) ? correlationData : null;
    }

    byte @Nullable [] authenticationData() {
        return has(AUTHENTICATION_DATA) ? authenticationData : null;
    }

    List<String> userProperties() {
        return userProperties;
    }

    long sessionExpiry(long otherwise) {
        return has(SESSION_EXPIRY) ? sessionExpiry : otherwise;
    }

    long willDelay() {
        return has(WILL_DELAY) ? willDelay : 0;
    }

    long maximumPacketSize() {
        return has(MAXIMUM_PACKET_SIZE) ? maximumPacketSize : ConnectProperties.NO_MAXIMUM;
    }

    int receiveMaximum() {
        return has(RECEIVE_MAXIMUM) ? receiveMaximum : ConnectProperties.RECEIVE_MAXIMUM;
    }

    int topicAliasMaximum() {
        return has(TOPIC_ALIAS_MAXIMUM) ? topicAliasMaximum : 0;
    }

    int topicAlias() {
        return has(TOPIC_ALIAS) ? topicAlias : 0;
    }

    int serverKeepAlive() {
        return has(SERVER_KEEP_ALIVE) ? serverKeepAlive : -1;
    }

    int[] subscriptionIds() {
        return subscriptionIds;
    }

    MessageProperties message() {
        if ((seen & MESSAGE) == 0) {
            return MessageProperties.NONE;
        }
        return new MessageProperties(
                yes(PAYLOAD_FORMAT, false),
                has(MESSAGE_EXPIRY) ? messageExpiry : MessageProperties.NEVER,
                text(CONTENT_TYPE),
                text(RESPONSE_TOPIC),
                correlationData(),
                userProperties);
    }
}
