package io.signalbox.mqtt;

import io.signalbox.config.Network;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the MQTT listeners are told.
 *
 * @param listeners on addresses of this machine itself; port 0 for any free one
 * @param loops event loops, 0 for one per core
 * @param maximumPayloadBytes longest payload of a publish or a will; a longer one ends the
 *     connection
 * @param maximumPacketBytes largest packet of a client; a larger one ends its connection
 * @param receiveMaximum unacknowledged QoS 1 publishes of one client; more end its connection
 * @param connectTimeoutMillis from the first byte possible to a whole CONNECT; not per byte
 * @param maximumConnections open connections; further ones are closed at once
 * @param maximumWaiting connections of one loop without a CONNECT; the oldest one has to go
 * @param terms what a client of MQTT 5 is told in CONNACK and DISCONNECT
 * @param tls for the listeners with TLS; null if there is none
 * @param origins of web pages that may open a WebSocket, such as {@code https://plant.example};
 *     {@code *} for all
 * @param admission who may come in, and how often
 */
public record MqttConfig(
        List<Listener> listeners,
        int loops,
        int maximumPayloadBytes,
        int maximumPacketBytes,
        int receiveMaximum,
        int connectTimeoutMillis,
        int maximumConnections,
        int maximumWaiting,
        Terms terms,
        @Nullable TlsConfig tls,
        Set<String> origins,
        Admission admission) {

    /**
     * Where clients connect, and what they speak there.
     *
     * @param proxied true if a balancer stands before it, whose PROXY header comes first
     */
    public record Listener(Kind kind, InetSocketAddress address, boolean proxied) {
        public Listener(Kind kind, InetSocketAddress address) {
            this(kind, address, false);
        }
    }

    /** What a listener speaks below MQTT. */
    public enum Kind {
        MQTT(false, false),
        MQTTS(true, false),
        WS(false, true),
        WSS(true, true);

        final boolean tls;
        final boolean webSocket;

        Kind(boolean tls, boolean webSocket) {
            this.tls = tls;
            this.webSocket = webSocket;
        }
    }

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

    /**
     * Who may come in, and how often.
     *
     * @param waitingPerAddress connections of one address without a session; of more, those go that
     *     said nothing when they could
     * @param perAddress connections of one address; further ones are closed at once
     * @param reconnects CONNECTs of one client in a row, one more each second; of more it is shut
     *     out for a while
     * @param balancers whose PROXY header is believed
     */
    public record Admission(
            int waitingPerAddress, int perAddress, int reconnects, List<Network> balancers) {
        public static final Admission DEFAULT = new Admission(64, 100_000, 100, List.of());

        public Admission {
            balancers = List.copyOf(balancers);
        }
    }

    private static final int HEADROOM_BYTES = 128 << 10;

    public MqttConfig {
        listeners = List.copyOf(listeners);
        origins = Set.copyOf(origins);
        for (Listener listener : listeners) {
            InetSocketAddress address = listener.address();
            if (listener.proxied() && admission.balancers().isEmpty()) {
                throw new IllegalArgumentException(listener.kind() + " needs balancers to trust");
            }
            if (listener.kind().tls && tls == null) {
                throw new IllegalArgumentException(listener.kind() + " needs a certificate");
            }
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
        return with(listeners, other, tls, origins, admission);
    }

    /** The same with other listeners, some of them with TLS. */
    public MqttConfig with(List<Listener> others, @Nullable TlsConfig withTls) {
        return with(others, terms, withTls, origins, admission);
    }

    /** The same for the web pages of other origins. */
    public MqttConfig with(Set<String> otherOrigins) {
        return with(listeners, terms, tls, otherOrigins, admission);
    }

    /** The same with other rules of admission. */
    public MqttConfig with(Admission other) {
        return with(listeners, terms, tls, origins, other);
    }

    private MqttConfig with(
            List<Listener> others,
            Terms other,
            @Nullable TlsConfig withTls,
            Set<String> otherOrigins,
            Admission otherAdmission) {
        return new MqttConfig(
                others,
                loops,
                maximumPayloadBytes,
                maximumPacketBytes,
                receiveMaximum,
                connectTimeoutMillis,
                maximumConnections,
                maximumWaiting,
                other,
                withTls,
                otherOrigins,
                otherAdmission);
    }

    /**
     * What a hub may set, and the defaults of the rest: 1,000 unacknowledged publishes, 5 s. A
     * packet may be longer than a payload by a topic and its properties.
     */
    public static MqttConfig on(
            int maximumPayloadBytes, int maximumConnections, InetSocketAddress... addresses) {
        return new MqttConfig(
                Arrays.stream(addresses).map(a -> new Listener(Kind.MQTT, a)).toList(),
                0,
                maximumPayloadBytes,
                maximumPayloadBytes + HEADROOM_BYTES,
                1_000,
                5_000,
                maximumConnections,
                2_000,
                Terms.DEFAULT,
                null,
                Set.of(),
                Admission.DEFAULT);
    }
}
