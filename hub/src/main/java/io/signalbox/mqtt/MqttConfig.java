package io.signalbox.mqtt;

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
 */
public record MqttConfig(
        List<InetSocketAddress> listen,
        int loops,
        int maximumPayloadBytes,
        int maximumPacketBytes,
        int receiveMaximum,
        int connectTimeoutMillis,
        int maximumConnections,
        int maximumWaiting) {

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
                2_000);
    }
}
