package io.signalbox.mqtt.codec;

/**
 * What is wrong with the bytes of a peer, as a value: nothing is thrown for a peer's fault. Its
 * name is what the log says.
 */
public enum Fault implements Decoded {
    /** The packet ends inside one of its fields. */
    TRUNCATED,
    /** The packet goes on after its last field. */
    TRAILING_BYTES,
    /** A variable byte integer of more than four bytes [MQTT5 1.5.5]. */
    LENGTH_TOO_LONG,
    /** A variable byte integer that would fit fewer bytes [MQTT-1.5.5-1]. */
    LENGTH_NOT_MINIMAL,
    PACKET_TOO_LARGE,
    /** Type 0, or AUTH in 3.1.1. */
    RESERVED_TYPE,
    RESERVED_FLAGS,
    /** A packet that only the other side sends. */
    WRONG_DIRECTION,
    /** The first packet is not CONNECT [MQTT-3.1.0-1]. */
    NOT_CONNECT_FIRST,
    /** A second CONNECT on one connection [MQTT-3.1.0-2]. */
    SECOND_CONNECT,
    /** Not UTF-8, a surrogate, or U+0000 [MQTT-1.5.4-1, -2]. */
    NOT_UTF8,
    /** A control character or a non-character, which a receiver may refuse [MQTT5 1.5.4]. */
    CONTROL_CHARACTER,
    CONTROL_CHARACTER_IN_CLIENT_ID,
    /** A topic name with a wildcard, too many levels or a control character [MQTT-3.3.2-2]. */
    TOPIC_NAME_INVALID,
    /** No topic, and no alias for one. */
    TOPIC_MISSING,
    TOPIC_ALIAS_ZERO,
    PROTOCOL_UNSUPPORTED,
    /** Flags of CONNECT or CONNACK that contradict each other or are reserved. */
    CONNECT_FLAGS,
    QOS_INVALID,
    /** DUP on a message of QoS 0 [MQTT-3.3.1-2]. */
    DUP_WITHOUT_QOS,
    PACKET_ID_ZERO,
    PROPERTY_UNKNOWN,
    /** A property that does not belong into this packet [MQTT5 2.2.2.2]. */
    PROPERTY_MISPLACED,
    PROPERTY_DOUBLED,
    PROPERTY_VALUE,
    /** More user properties or property bytes than {@link PropertyReader} takes. */
    TOO_MANY_PROPERTIES,
    /** Authentication data or an AUTH packet without a method [MQTT5 3.1.2.11.10]. */
    AUTHENTICATION_METHOD_MISSING,
    REASON_CODE_INVALID,
    /** SUBSCRIBE or UNSUBSCRIBE without a filter [MQTT-3.8.3-2]. */
    NO_FILTER,
    TOO_MANY_FILTERS,
    /** Reserved bits of subscription options [MQTT-3.8.3-5]. */
    SUBSCRIPTION_OPTIONS,
    RETAIN_HANDLING
}
