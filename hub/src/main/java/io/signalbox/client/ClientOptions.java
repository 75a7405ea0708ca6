package io.signalbox.client;

import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * How a {@link Client} connects. Begin with {@link #of} and change what must be different; each
 * change gives new options and leaves these as they are.
 */
public final class ClientOptions implements Cloneable {
    private static final int KEEP_ALIVE_SECONDS = 60;

    private final String host;
    private final int port;
    private final String clientId;
    private ProtocolVersion version = ProtocolVersion.V5;
    private boolean cleanStart = true;
    private long sessionExpirySeconds;
    private int receiveMaximum = ConnectProperties.RECEIVE_MAXIMUM;
    private @Nullable Will will;
    private int timeoutMillis = 10_000;
    private boolean reconnect;

    private ClientOptions(String host, int port, String clientId) {
        this.host = host;
        this.port = port;
        this.clientId = clientId;
    }

    /** MQTT 5, a clean session, keep-alive of a minute, no will, ten seconds of patience. */
    public static ClientOptions of(String host, int port, String clientId) {
        return new ClientOptions(host, port, clientId);
    }

    private interface Change {
        void apply(ClientOptions options);
    }

    private ClientOptions with(Change change) {
        try {
            ClientOptions changed = (ClientOptions) clone();
            change.apply(changed);
            return changed;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    public ClientOptions withVersion(ProtocolVersion version) {
        return with(o -> o.version = version);
    }

    /** The session stays when the connection goes, for {@code expirySeconds} in MQTT 5. */
    public ClientOptions withStoredSession(long expirySeconds) {
        return with(o -> {
            o.cleanStart = false;
            o.sessionExpirySeconds = expirySeconds;
        });
    }

    /** MQTT 5 only: most messages of QoS 1 that the server may send ahead. */
    public ClientOptions withReceiveMaximum(int messages) {
        return with(o -> o.receiveMaximum = messages);
    }

    public ClientOptions withWill(Will will) {
        return with(o -> o.will = will);
    }

    /** How long to wait for the connection, and for each answer. */
    public ClientOptions withTimeout(int millis) {
        return with(o -> o.timeoutMillis = millis);
    }

    /** Connects again after a loss, with growing pauses, and sends again what was not answered. */
    public ClientOptions withReconnect() {
        return with(o -> o.reconnect = true);
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String clientId() {
        return clientId;
    }

    ProtocolVersion version() {
        return version;
    }

    int keepAliveSeconds() {
        return KEEP_ALIVE_SECONDS;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    boolean reconnect() {
        return reconnect;
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
        return new Connect(
                version, clientId, cleanStart, KEEP_ALIVE_SECONDS, will, null, null, asked);
    }
}
