package io.signalbox.mqtt;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.Fault;
import io.signalbox.mqtt.codec.ReasonCode;

import org.jspecify.annotations.Nullable;

/** Between the hub's reasons and those of MQTT. */
final class Reasons {
    private Reasons() {}

    /** The reason code that tells the client why its connection ends. */
    static ReasonCode code(DisconnectReason reason) {
        return switch (reason) {
            case NORMAL, WITH_WILL, CONNECTION_LOST -> ReasonCode.SUCCESS;
            case TLS_FAILED, PROXY_REFUSED -> ReasonCode.NOT_AUTHORIZED;
            case ADDRESS_LIMIT -> ReasonCode.QUOTA_EXCEEDED;
            case CONNECT_TIMEOUT -> ReasonCode.MAXIMUM_CONNECT_TIME;
            case KEEP_ALIVE_TIMEOUT -> ReasonCode.KEEP_ALIVE_TIMEOUT;
            case SESSION_TAKEN_OVER -> ReasonCode.SESSION_TAKEN_OVER;
            case SERVER_SHUTTING_DOWN -> ReasonCode.SERVER_SHUTTING_DOWN;
            case SERVER_BUSY -> ReasonCode.SERVER_BUSY;
            case CONNECT_RATE -> ReasonCode.CONNECTION_RATE_EXCEEDED;
            case MALFORMED_PACKET -> ReasonCode.MALFORMED_PACKET;
            case PROTOCOL_ERROR -> ReasonCode.PROTOCOL_ERROR;
            case UNSUPPORTED_PROTOCOL_VERSION -> ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
            case CLIENT_ID_INVALID -> ReasonCode.CLIENT_IDENTIFIER_NOT_VALID;
            case BAD_CREDENTIALS -> ReasonCode.BAD_USER_NAME_OR_PASSWORD;
            case BAD_AUTHENTICATION_METHOD -> ReasonCode.BAD_AUTHENTICATION_METHOD;
            case NOT_AUTHORIZED -> ReasonCode.NOT_AUTHORIZED;
            case PACKET_TOO_LARGE -> ReasonCode.PACKET_TOO_LARGE;
            case RECEIVE_MAXIMUM_EXCEEDED -> ReasonCode.RECEIVE_MAXIMUM_EXCEEDED;
            case TOPIC_FILTER_INVALID -> ReasonCode.TOPIC_FILTER_INVALID;
            case TOPIC_NAME_INVALID -> ReasonCode.TOPIC_NAME_INVALID;
            case TOPIC_ALIAS_INVALID -> ReasonCode.TOPIC_ALIAS_INVALID;
            case PAYLOAD_FORMAT_INVALID -> ReasonCode.PAYLOAD_FORMAT_INVALID;
            case QUOTA_EXCEEDED, DISK_FULL -> ReasonCode.QUOTA_EXCEEDED;
            case INTERNAL_ERROR -> ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR;
        };
    }

    /** What a client seems to speak whose first byte is not that of MQTT; null for no idea. */
    static @Nullable String foreignProtocol(byte first) {
        return switch (first) {
            case 0x16 -> "client speaks TLS to a plain MQTT port";
            case 'G', 'H' -> "client speaks HTTP to an MQTT port";
            case 'P' -> "client speaks HTTP, or PROXY of version 1, to an MQTT port";
            case '\r' -> "a PROXY header, but this listener is not in listen.proxy";
            default -> null;
        };
    }

    /** True if the client ended the connection itself, so that there is nothing to tell it. */
    static boolean byPeer(DisconnectReason reason) {
        return reason == DisconnectReason.NORMAL
                || reason == DisconnectReason.WITH_WILL
                || reason == DisconnectReason.CONNECTION_LOST;
    }

    /** The reason under which a fault in the client's bytes is counted. */
    static DisconnectReason of(Fault fault) {
        return switch (fault) {
            case TRUNCATED,
                    TRAILING_BYTES,
                    LENGTH_TOO_LONG,
                    LENGTH_NOT_MINIMAL,
                    RESERVED_TYPE,
                    RESERVED_FLAGS,
                    NOT_UTF8,
                    CONTROL_CHARACTER,
                    CONNECT_FLAGS,
                    QOS_INVALID,
                    DUP_WITHOUT_QOS,
                    PROPERTY_UNKNOWN,
                    PROPERTY_MISPLACED,
                    SUBSCRIPTION_OPTIONS -> DisconnectReason.MALFORMED_PACKET;
            case WRONG_DIRECTION,
                    NOT_CONNECT_FIRST,
                    SECOND_CONNECT,
                    TOPIC_MISSING,
                    PACKET_ID_ZERO,
                    PROPERTY_DOUBLED,
                    PROPERTY_VALUE,
                    AUTHENTICATION_METHOD_MISSING,
                    REASON_CODE_INVALID,
                    NO_FILTER,
                    RETAIN_HANDLING -> DisconnectReason.PROTOCOL_ERROR;
            case PACKET_TOO_LARGE -> DisconnectReason.PACKET_TOO_LARGE;
            case CONTROL_CHARACTER_IN_CLIENT_ID -> DisconnectReason.CLIENT_ID_INVALID;
            case TOPIC_NAME_INVALID -> DisconnectReason.TOPIC_NAME_INVALID;
            case TOPIC_ALIAS_ZERO -> DisconnectReason.TOPIC_ALIAS_INVALID;
            case PROTOCOL_UNSUPPORTED -> DisconnectReason.UNSUPPORTED_PROTOCOL_VERSION;
            case TOO_MANY_PROPERTIES, TOO_MANY_FILTERS -> DisconnectReason.QUOTA_EXCEEDED;
        };
    }
}
