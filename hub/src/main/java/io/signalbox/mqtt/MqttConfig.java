package io.signalbox.mqtt;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What the MQTT listeners are told.
 *
 * @param listen addresses of this machine itself; port 0 for any free one
 * @param loops event loops, 0 for one per core
 * @param maximumPayloadBytes longest payload of a publish or a will; a longer one ends the
 *     connection
 * @param maximumPacketBytes largest packet of a client; a larger one ends its connection
 * @param receiveMaximum unacknowledged QoS 1 publishes of one client; more end its connection
 * @param connectTimeoutMillis from the first byte possible to a whole CONNECT; not per byte
 * @param maximumConnections open connections; further ones are closed at once
 * @param maximumWaiting connections of one loop without a CONNECT; the oldest one has to go
 * @param terms what a client of MQTT 5 is told in CONNACK and DISCONNECT
 */
public record MqttConfig(
        List<InetSocketAddress> listen,
        int loops,
        int maximumPayloadBytes,
        int maximumPacketBytes,
        int receiveMaximum,
        int connectTimeoutMillis,
        int maximumConnections,
        int maximumWaiting,
        Terms terms) {

    /**
     * What only MQTT 5 has words for.
     *
     * @param topicAliasMaximum topics that a client may give numbers, 0 for none
     * @param maximumKeepAliveSeconds the longest keep-alive of a client; one that asks for more, or
     *     for none, is told to use this, unless it is {@link #ANY_KEEP_ALIVE}
     * @param serverReference where clients go when this hub stops; null for nowhere
     */
    public record Terms(
            int topicAliasMaximum,
            int maximumKeepAliveSeconds,
            @Nullable String serverReference) {
        public static final int ANY_KEEP_ALIVE = 65_535;
        public static final Terms DEFAULT = new Terms(16, ANY_KEEP_ALIVE, null);

        public Terms {
            if (topicAliasMaximum < 0 || topicAliasMaximum > 65_535) {
                throw new IllegalArgumentException(
                        "expected a topic alias maximum of 0 to 65535; found " + topicAliasMaximum);
            }
            if (maximumKeepAliveSeconds < 1 || maximumKeepAliveSeconds > ANY_KEEP_ALIVE) {
                throw new IllegalArgumentException(
                        "expected a keep-alive of 1 to 65535 s; found " + maximumKeepAliveSeconds);
            }
        }
    }

    private static final int HEADROOM_BYTES = 128 << 10;

    public MqttConfig {
        listen = List.copyOf(listen);
        for (InetSocketAddress address : listen) {
            if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
                throw new IllegalArgumentException("MQTT listens on loopback addresses only, such"
                        + " as 127.0.0.1:1883, while clients have no identities; found " + address);
            }
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException(
                    "expected a receive maximum of 1 to 65535; found " + receiveMaximum);
        }
    }

    /** The same on other terms. */
    public MqttConfig with(Terms other) {
        return new MqttConfig(
                listen,
                loops,
                maximumPayloadBytes,
                maximumPacketBytes,
                receiveMaximum,
                connectTimeoutMillis,
                maximumConnections,
                maximumWaiting,
                other);
    }

    /**
     * What a hub may set, and the defaults of the rest: 1,000 unacknowledged publishes, 5 s. A
     * packet may be longer than a payload by a topic and its properties.
     */
    public static MqttConfig on(
            int maximumPayloadBytes, int maximumConnections, InetSocketAddress... addresses) {
        return new MqttConfig(
                List.of(addresses),
                0,
                maximumPayloadBytes,
                maximumPayloadBytes + HEADROOM_BYTES,
                1_000,
                5_000,
                maximumConnections,
                2_000,
                Terms.DEFAULT);
    }
}
