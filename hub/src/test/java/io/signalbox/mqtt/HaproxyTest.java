package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.config.Network;
import io.signalbox.outside.Spawn;
import io.signalbox.pem.Certificates;
import io.signalbox.time.SystemClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** HAProxy as the balancer in front of MQTT over TLS and of WebSockets, with Mosquitto's client. */
@Timeout(120)
class HaproxyTest {
    private static TestHub hub;
    private static Process balancer;
    private static Certificates certificates;
    private static int tlsPort;
    private static int webSocketPort;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path files) throws Exception {
        MosquittoIT.areInstalled();
        isInstalled();
        certificates = new Certificates(files);
        Certificates.Pair server = certificates.server();
        TlsConfig tls = new TlsConfig(
                server.certificate(),
                server.key(),
                null,
                null,
                TlsConfig.ClientCertificate.NONE,
                false);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<MqttConfig.Listener> listeners = List.of(
                new MqttConfig.Listener(MqttConfig.Kind.MQTT, any),
                new MqttConfig.Listener(MqttConfig.Kind.MQTTS, any, true),
                new MqttConfig.Listener(MqttConfig.Kind.WS, any, true));
        Network trusted = new Network(InetAddress.ofLiteral("127.0.0.1"), 32);
        MqttConfig.Admission admission = new MqttConfig.Admission(64, 2, 1_000, List.of(trusted));
        hub = TestHub.start(
                folder, new SystemClock(), TestHub.config().with(admission).with(listeners, tls));
        tlsPort = Spawn.freePort();
        webSocketPort = Spawn.freePort();
        Path config = Files.writeString(files.resolve("haproxy.cfg"), """
                defaults
                  mode tcp
                  timeout connect 5s
                  timeout client 60s
                  timeout server 60s
                listen mqtts
                  bind 127.0.0.1:%d
                  server hub 127.0.0.1:%d send-proxy-v2 proxy-v2-options crc32c,unique-id check
                  unique-id-format %%[uuid]
                listen ws
                  bind 127.0.0.1:%d
                  server hub 127.0.0.1:%d send-proxy-v2
                """.formatted(
                        tlsPort,
                        hub.address(MqttConfig.Kind.MQTTS).getPort(),
                        webSocketPort,
                        hub.address(MqttConfig.Kind.WS).getPort()));
        balancer =
                Spawn.start(new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", config.toString())
                        .inheritIO());
        awaitListening(tlsPort);
        awaitListening(webSocketPort);
    }

    private static void isInstalled() {
        boolean there = Files.isExecutable(Path.of("/usr/sbin/haproxy"));
        if (!there && System.getenv("CI") == null) {
            System.out.println("skipped: haproxy is not installed");
            Assumptions.abort("haproxy is not installed");
        }
        assertThat(there).as("haproxy must be installed in CI").isTrue();
    }

    private static void awaitListening(int port) throws IOException {
        while (true) {
            assertThat(balancer.isAlive()).isTrue();
            try (Socket tried = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(tried.isConnected()).isTrue();
                return;
            } catch (ConnectException e) {
                Thread.onSpinWait();
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (balancer != null) {
            balancer.destroy();
            assertThat(balancer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void aClientBehindTheBalancerSpeaksTlsToTheHub() throws Exception {
        Process client = Spawn.start(new ProcessBuilder(
                        "mosquitto_pub",
                        "-h",
                        "localhost",
                        "-p",
                        "" + tlsPort,
                        "-A",
                        "127.0.0.7",
                        "-V",
                        "mqttv5",
                        "-t",
                        "a/b",
                        "-m",
                        "x",
                        "-q",
                        "1",
                        "--cafile",
                        certificates.authority.toString())
                .redirectErrorStream(true));
        String said = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).as(said).isZero();
        assertThat(hub.ended(DisconnectReason.PROXY_REFUSED)).isZero();
        hub.probe();
    }

    @Test
    void theCapOfAnAddressCountsTheClientsNotTheBalancer() throws Exception {
        long limited = hub.ended(DisconnectReason.ADDRESS_LIMIT);
        try (Socket one = from("127.0.0.9");
                Socket two = from("127.0.0.9")) {
            assertThat(isServed(one)).isTrue();
            assertThat(isServed(two)).isTrue();
            try (Socket three = from("127.0.0.9");
                    Socket other = from("127.0.0.10")) {
                assertThat(isServed(three)).isFalse();
                assertThat(isServed(other)).isTrue();
            }
        }
        assertThat(hub.ended(DisconnectReason.ADDRESS_LIMIT)).isEqualTo(limited + 1);
    }

    @Test
    void aClientThatGoesAroundTheBalancerIsNotLetIn() throws Exception {
        try (RawPeer peer = new RawPeer(hub.address(MqttConfig.Kind.WS), V5)) {
            peer.send(RawPeer.connect(V5, "around", null)).isClosed();
        }
        assertThat(hub.ended(DisconnectReason.PROXY_REFUSED)).isEqualTo(1);
        hub.probe();
    }

    private static Socket from(String address) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), webSocketPort, InetAddress.ofLiteral(address), 0);
        socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
        return socket;
    }

    private static boolean isServed(Socket client) throws IOException {
        client.getOutputStream().write(ProxyTest.REQUEST);
        return client.getInputStream().read() == 'H';
    }
}
