package io.signalbox.broker;

/** Why a connection ended: one name in code, log, metric and console. */
public enum DisconnectReason {
    /** The peer said DISCONNECT with reason 0x00: the only end that deletes the will. */
    NORMAL,
    /** The peer said DISCONNECT and wants its will published [MQTT5 0x04]. */
    WITH_WILL,
    /** The transport ended without a DISCONNECT. */
    CONNECTION_LOST,
    /** The client spoke no TLS, or not as it has to, or showed a certificate that is refused. */
    TLS_FAILED,
    /** Not from a balancer that is trusted, or without a PROXY header to believe. */
    PROXY_REFUSED,
    /** More connections of one address than it may have, or more that say nothing. */
    ADDRESS_LIMIT,
    /** No CONNECT within the time that a new connection has for it. */
    CONNECT_TIMEOUT,
    /** Nothing heard for one and a half keep-alive intervals [MQTT-3.1.2-22]. */
    KEEP_ALIVE_TIMEOUT,
    /** Another connection uses the client id now [MQTT-3.1.4-3]. */
    SESSION_TAKEN_OVER,
    /** The hub stops. */
    SERVER_SHUTTING_DOWN,
    /** The hub cannot take this connection now. */
    SERVER_BUSY,
    /** The client connects far too often and is shut out for a while. */
    CONNECT_RATE,
    MALFORMED_PACKET,
    PROTOCOL_ERROR,
    UNSUPPORTED_PROTOCOL_VERSION,
    CLIENT_ID_INVALID,
    BAD_CREDENTIALS,
    BAD_AUTHENTICATION_METHOD,
    NOT_AUTHORIZED,
    PACKET_TOO_LARGE,
    RECEIVE_MAXIMUM_EXCEEDED,
    TOPIC_FILTER_INVALID,
    TOPIC_NAME_INVALID,
    TOPIC_ALIAS_INVALID,
    PAYLOAD_FORMAT_INVALID,
    QUOTA_EXCEEDED,
    /** The disk has no room for what the client wants stored. */
    DISK_FULL,
    /** A fault of the hub itself; the log says more. */
    INTERNAL_ERROR;

    /** True if the will of a connection that ended so is to be published. */
    public boolean firesWill() {
        return this != NORMAL;
    }
}
