package io.signalbox.broker;

import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT says about its session. MQTT 3.1.1's clean session is clean start with an expiry
 * of 0, its other kind an expiry of {@link #NEVER_EXPIRES}.
 *
 * @param clientId not empty
 * @param sessionExpirySeconds how long the session outlives its connection, 0 to 2^32-1
 * @param receiveMaximum QoS 1 messages that the client takes before it acknowledges one
 */
public record ConnectRequest(
        String clientId,
        boolean cleanStart,
        long sessionExpirySeconds,
        int receiveMaximum,
        @Nullable Will will) {

    /** The session expiry interval of a session that never expires [MQTT5 3.1.2.11.2]. */
    public static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    public ConnectRequest {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("a client id must not be empty");
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException(
                    "receive maximum must be 1 to 65535; found " + receiveMaximum);
        }
        if (sessionExpirySeconds < 0 || sessionExpirySeconds > NEVER_EXPIRES) {
            throw new IllegalArgumentException(
                    "session expiry must be 0 to 2^32-1 s; found " + sessionExpirySeconds);
        }
    }
}
