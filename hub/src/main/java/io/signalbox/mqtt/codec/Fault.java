package io.signalbox.mqtt.codec;

/**
 * What is wrong with the bytes of a peer, as a value: nothing is thrown for a peer's fault. The
 * connection ends with {@link #reason()}; the name is what log and counters say.
 */
public enum Fault implements Decoded {
    /** The packet ends inside one of its fields. */
    TRUNCATED(ReasonCode.MALFORMED_PACKET),
    /** The packet goes on after its last field. */
    TRAILING_BYTES(ReasonCode.MALFORMED_PACKET),
    /** A variable byte integer of more than four bytes [MQTT5 1.5.5]. */
    LENGTH_TOO_LONG(ReasonCode.MALFORMED_PACKET),
    /** A variable byte integer that would fit fewer bytes [MQTT-1.5.5-1]. */
    LENGTH_NOT_MINIMAL(ReasonCode.MALFORMED_PACKET),
    PACKET_TOO_LARGE(ReasonCode.PACKET_TOO_LARGE),
    /** Type 0, or AUTH in 3.1.1. */
    RESERVED_TYPE(ReasonCode.MALFORMED_PACKET),
    RESERVED_FLAGS(ReasonCode.MALFORMED_PACKET),
    /** A packet that only the other side sends. */
    WRONG_DIRECTION(ReasonCode.PROTOCOL_ERROR),
    /** The first packet is not CONNECT [MQTT-3.1.0-1]. */
    NOT_CONNECT_FIRST(ReasonCode.PROTOCOL_ERROR),
    /** A second CONNECT on one connection [MQTT-3.1.0-2]. */
    SECOND_CONNECT(ReasonCode.PROTOCOL_ERROR),
    /** Not UTF-8, a surrogate, or U+0000 [MQTT-1.5.4-1, -2]. */
    NOT_UTF8(ReasonCode.MALFORMED_PACKET),
    /** A control character or a non-character, which a receiver may refuse [MQTT5 1.5.4]. */
    CONTROL_CHARACTER(ReasonCode.MALFORMED_PACKET),
    CONTROL_CHARACTER_IN_CLIENT_ID(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID),
    /** A topic name with a wildcard, too many levels or a control character [MQTT-3.3.2-2]. */
    TOPIC_NAME_INVALID(ReasonCode.TOPIC_NAME_INVALID),
    /** No topic, and no alias for one. */
    TOPIC_MISSING(ReasonCode.PROTOCOL_ERROR),
    TOPIC_ALIAS_ZERO(ReasonCode.TOPIC_ALIAS_INVALID),
    PROTOCOL_UNSUPPORTED(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION),
    /** Flags of CONNECT or CONNACK that contradict each other or are reserved. */
    CONNECT_FLAGS(ReasonCode.MALFORMED_PACKET),
    QOS_INVALID(ReasonCode.MALFORMED_PACKET),
    /** DUP on a message of QoS 0 [MQTT-3.3.1-2]. */
    DUP_WITHOUT_QOS(ReasonCode.MALFORMED_PACKET),
    PACKET_ID_ZERO(ReasonCode.PROTOCOL_ERROR),
    PROPERTY_UNKNOWN(ReasonCode.MALFORMED_PACKET),
    /** A property that does not belong into this packet [MQTT5 2.2.2.2]. */
    PROPERTY_MISPLACED(ReasonCode.MALFORMED_PACKET),
    PROPERTY_DOUBLED(ReasonCode.PROTOCOL_ERROR),
    PROPERTY_VALUE(ReasonCode.PROTOCOL_ERROR),
    /** More user properties or property bytes than {@link PropertyReader} takes. */
    TOO_MANY_PROPERTIES(ReasonCode.QUOTA_EXCEEDED),
    /** Authentication data or an AUTH packet without a method [MQTT5 3.1.2.11.10]. */
    AUTHENTICATION_METHOD_MISSING(ReasonCode.PROTOCOL_ERROR),
    REASON_CODE_INVALID(ReasonCode.PROTOCOL_ERROR),
    /** SUBSCRIBE or UNSUBSCRIBE without a filter [MQTT-3.8.3-2]. */
    NO_FILTER(ReasonCode.PROTOCOL_ERROR),
    TOO_MANY_FILTERS(ReasonCode.QUOTA_EXCEEDED),
    /** Reserved bits of subscription options [MQTT-3.8.3-5]. */
    SUBSCRIPTION_OPTIONS(ReasonCode.MALFORMED_PACKET),
    RETAIN_HANDLING(ReasonCode.PROTOCOL_ERROR);

    private final ReasonCode reason;

    Fault(ReasonCode reason) {
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }
}
