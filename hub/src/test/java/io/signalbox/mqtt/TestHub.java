package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.time.Clock;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A broker on a journal of its own, behind real sockets on a port of its own. */
public final class TestHub implements AutoCloseable {
    /** How long a test waits for what must come at once. */
    static final int PATIENCE_MILLIS = 20_000;

    /** As in a hub, but for files that are small, because most tests write little. */
    private static final JournalConfig JOURNAL = new JournalConfig(
            Durability.FSYNC, 16 << 20, 8 << 20, 32 << 20, 4 << 20, 64 << 10, 1 << 20);

    final MqttServer server;
    private final Journal journal;
    private final Broker broker;
    private int probes;
    private boolean closed;

    private TestHub(
            Path folder,
            Clock clock,
            MqttConfig config,
            List<EnhancedAuthentication> authentications)
            throws IOException {
        FileDisk disk = new FileDisk(folder);
        journal = Journal.open(disk, JOURNAL, clock);
        broker = Broker.open(
                journal, new Snapshots(disk), clock, BrokerLimits.DEFAULT, topic -> false);
        server = MqttServer.open(config, broker::addLoop, authentications, clock);
        broker.start();
        server.listen();
    }

    static TestHub start(Path folder, Clock clock) throws IOException {
        return start(folder, clock, config());
    }

    public static TestHub start(Path folder, Clock clock, MqttConfig config) throws IOException {
        return new TestHub(folder, clock, config, List.of());
    }

    static TestHub start(Path folder, Clock clock, List<EnhancedAuthentication> authentications)
            throws IOException {
        return new TestHub(folder, clock, config(), authentications);
    }

    /** Two loops, 64 KiB packets, 20 unacknowledged publishes, 50 connections without CONNECT. */
    public static MqttConfig config() {
        return config(64 * 1024);
    }

    /** The same with a limit of its own for payloads. */
    static MqttConfig config(int maximumPayloadBytes) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        MqttConfig usual = MqttConfig.on(maximumPayloadBytes, 10_000, any);
        return new MqttConfig(
                usual.listeners(),
                2,
                usual.maximumPayloadBytes(),
                64 * 1024,
                20,
                usual.connectTimeoutMillis(),
                usual.maximumConnections(),
                50,
                usual.terms(),
                null,
                Set.of(),
                usual.admission());
    }

    /** As the watch of the disk says it. */
    void diskFull(boolean full) {
        broker.admission().diskFull(full);
    }

    public InetSocketAddress address() {
        return address(MqttConfig.Kind.MQTT);
    }

    InetSocketAddress address(MqttConfig.Kind kind) {
        return requireNonNull(server.addresses().get(kind));
    }

    int port() {
        return address().getPort();
    }

    ClientOptions options(String clientId) {
        return ClientOptions.of("127.0.0.1", port(), clientId).withTimeout(PATIENCE_MILLIS);
    }

    RawPeer peer(ProtocolVersion version) throws IOException {
        return new RawPeer(address(), version);
    }

    /** How many connections have ended for this reason so far. */
    long ended(DisconnectReason reason) {
        return server.status().ended().getOrDefault(reason, 0L);
    }

    /** Waits until the hub has seen that all connections but so many have ended. */
    public void awaitOpen(int most) {
        for (int i = 0; i < PATIENCE_MILLIS && server.status().open() > most; i++) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(server.status().open()).isLessThanOrEqualTo(most);
    }

    /** Waits until so many topics have a retained message: QoS 0 is not acknowledged. */
    void awaitRetained(int topics) throws IOException, InterruptedException {
        while (broker.status().retained() != topics) {
            probe();
        }
    }

    /** A well-behaved client publishes and receives, whatever else goes on. */
    void probe() throws IOException, InterruptedException {
        String id = "probe-" + ++probes;
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (Client client = Client.connect(options(id))) {
            client.subscribe(id, Qos.AT_LEAST_ONCE, p -> got.add(new String(p.payload(), UTF_8)));
            client.publish(id, "alive".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            assertThat(got.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("alive");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.stopListening();
        broker.stop();
        server.close();
        journal.close();
    }
}
