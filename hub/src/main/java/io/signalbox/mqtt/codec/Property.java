package io.signalbox.mqtt.codec;

/** Identifiers of the properties of MQTT 5 [MQTT5 2.2.2.2], and sets of them as bit masks. */
final class Property {
    static final int PAYLOAD_FORMAT = 0x01;
    static final int MESSAGE_EXPIRY = 0x02;
    static final int CONTENT_TYPE = 0x03;
    static final int RESPONSE_TOPIC = 0x08;
    static final int CORRELATION_DATA = 0x09;
    static final int SUBSCRIPTION_ID = 0x0B;
    static final int SESSION_EXPIRY = 0x11;
    static final int ASSIGNED_CLIENT_ID = 0x12;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int AUTHENTICATION_METHOD = 0x15;
    static final int AUTHENTICATION_DATA = 0x16;
    static final int REQUEST_PROBLEM_INFORMATION = 0x17;
    static final int WILL_DELAY = 0x18;
    static final int REQUEST_RESPONSE_INFORMATION = 0x19;
    static final int RESPONSE_INFORMATION = 0x1A;
    static final int SERVER_REFERENCE = 0x1C;
    static final int REASON_STRING = 0x1F;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    static final int TOPIC_ALIAS = 0x23;
    static final int MAXIMUM_QOS = 0x24;
    static final int RETAIN_AVAILABLE = 0x25;
    static final int USER_PROPERTY = 0x26;
    static final int MAXIMUM_PACKET_SIZE = 0x27;
    static final int WILDCARD_AVAILABLE = 0x28;
    static final int SUBSCRIPTION_ID_AVAILABLE = 0x29;
    static final int SHARED_AVAILABLE = 0x2A;

    /** What an acknowledgement, and every answer with a reason, may say. */
    static final long REASON = set(REASON_STRING, USER_PROPERTY);

    /** What travels with a message. */
    static final long MESSAGE = set(
            PAYLOAD_FORMAT,
            MESSAGE_EXPIRY,
            CONTENT_TYPE,
            RESPONSE_TOPIC,
            CORRELATION_DATA,
            USER_PROPERTY);

    private static final long KNOWN = MESSAGE
            | REASON
            | set(
                    SUBSCRIPTION_ID,
                    SESSION_EXPIRY,
                    ASSIGNED_CLIENT_ID,
                    SERVER_KEEP_ALIVE,
                    AUTHENTICATION_METHOD,
                    AUTHENTICATION_DATA,
                    REQUEST_PROBLEM_INFORMATION,
                    WILL_DELAY,
                    REQUEST_RESPONSE_INFORMATION)
            | set(
                    RESPONSE_INFORMATION,
                    SERVER_REFERENCE,
                    RECEIVE_MAXIMUM,
                    TOPIC_ALIAS_MAXIMUM,
                    TOPIC_ALIAS,
                    MAXIMUM_QOS,
                    RETAIN_AVAILABLE,
                    MAXIMUM_PACKET_SIZE,
                    WILDCARD_AVAILABLE,
                    SUBSCRIPTION_ID_AVAILABLE,
                    SHARED_AVAILABLE);

    private Property() {}

    static long set(int... properties) {
        long set = 0;
        for (int property : properties) {
            set |= 1L << property;
        }
        return set;
    }

    static boolean isKnown(int property) {
        return property < 64 && (KNOWN & 1L << property) != 0;
    }
}
