package io.signalbox.client;

import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a {@link Client} connects. Begin with {@link #of} and change what must be different.
 *
 * @param sessionExpirySeconds MQTT 5 only: how long the session outlives the connection
 * @param keepAliveSeconds 0 for no pings
 * @param receiveMaximum MQTT 5 only: most messages of QoS 1 that the server may send ahead
 * @param timeoutMillis how long to wait for the connection, and for each answer
 * @param reconnect connect again after a loss, with growing pauses, and send again what was not
 *     acknowledged
 */
public record ClientOptions(
        String host,
        int port,
        String clientId,
        ProtocolVersion version,
        boolean cleanStart,
        long sessionExpirySeconds,
        int keepAliveSeconds,
        int receiveMaximum,
        @Nullable Will will,
        @Nullable String userName,
        @Nullable String password,
        int timeoutMillis,
        boolean reconnect) {

    /** MQTT 5, a clean session, keep-alive of a minute, no will, ten seconds of patience. */
    public static ClientOptions of(String host, int port, String clientId) {
        return new ClientOptions(
                host,
                port,
                clientId,
                ProtocolVersion.V5,
                true,
                0,
                60,
                ConnectProperties.RECEIVE_MAXIMUM,
                null,
                null,
                null,
                10_000,
                false);
    }

    public ClientOptions withVersion(ProtocolVersion version) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    /** The session stays when the connection goes, for {@code expirySeconds} in MQTT 5. */
    public ClientOptions withStoredSession(long expirySeconds) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                false,
                expirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    public ClientOptions withKeepAlive(int seconds) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                seconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    public ClientOptions withReceiveMaximum(int messages) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                messages,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    public ClientOptions withWill(Will will) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    public ClientOptions withCredentials(String userName, String password) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                reconnect);
    }

    public ClientOptions withTimeout(int millis) {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                millis,
                reconnect);
    }

    public ClientOptions withReconnect() {
        return new ClientOptions(
                host,
                port,
                clientId,
                version,
                cleanStart,
                sessionExpirySeconds,
                keepAliveSeconds,
                receiveMaximum,
                will,
                userName,
                password,
                timeoutMillis,
                true);
    }

    /** The CONNECT that says all this. */
    Connect connect() {
        ConnectProperties asked = new ConnectProperties(
                sessionExpirySeconds,
                receiveMaximum,
                ConnectProperties.NO_MAXIMUM,
                0,
                false,
                true,
                null,
                null,
                List.of());
        byte[] secret = password == null ? null : password.getBytes(StandardCharsets.UTF_8);
        return new Connect(
                version, clientId, cleanStart, keepAliveSeconds, will, userName, secret, asked);
    }
}
