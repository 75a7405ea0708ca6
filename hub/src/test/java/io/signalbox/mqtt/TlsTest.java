package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.ssl.OpenSsl;
import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.outside.Spawn;
import io.signalbox.pem.Certificates;
import io.signalbox.time.SystemClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/** TLS and client certificates, with Mosquitto's and OpenSSL's programs as peers. */
@Timeout(120)
class TlsTest {
    @TempDir
    static Path files;

    private static Certificates certificates;
    private static Certificates.Pair server;
    private static Certificates.Pair device;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        MosquittoIT.areInstalled();
        certificates = new Certificates(files);
        server = certificates.server();
        device = certificates.client("device-7");
    }

    @Test
    void theNativeTlsIsAtHandOnThisMachine() {
        assertThat(OpenSsl.isAvailable()).isTrue();
    }

    @Test
    void theLogSaysInWordsWhyTlsFailed() {
        assertThat(Tls.reason(new ClosedChannelException()))
                .startsWith("the client went before TLS was agreed upon");
        assertThat(Tls.reason(new SSLException(new CertificateExpiredException("NotAfter: then"))))
                .isEqualTo("the client's certificate is no longer valid (NotAfter: then)");
        assertThat(Tls.reason(new SSLException(new IllegalStateException())))
                .isEqualTo("IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientWithoutACertificateIsServed(boolean jdk) throws Exception {
        try (TestHub hub = start(server, null, jdk)) {
            assertThat(publish(hub, null, "--tls-version", "tlsv1.3")).isZero();
            assertThat(publish(hub, null, "--tls-version", "tlsv1.2")).isZero();
            assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void row52OldTlsAndNoiseAreRefused(boolean jdk) throws Exception {
        try (TestHub hub = start(server, null, jdk)) {
            int port = hub.address(MqttConfig.Kind.MQTTS).getPort();
            assertThat(run(
                            "openssl",
                            "s_client",
                            "-connect",
                            "127.0.0.1:" + port,
                            "-tls1_1",
                            "-cipher",
                            "DEFAULT@SECLEVEL=0"))
                    .isNotZero();
            assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(1);
            try (RawPeer plain =
                    new RawPeer(hub.address(MqttConfig.Kind.MQTTS), ProtocolVersion.V5)) {
                plain.send(RawPeer.connect(ProtocolVersion.V5, "plain", null)).isClosed();
            }
            try (RawPeer tls = hub.peer(ProtocolVersion.V5)) {
                tls.send("16030100c8 010000c40303").isClosed();
            }
            hub.probe();
            assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateThatIsRequiredHasToBeShownAndGood(boolean jdk) throws Exception {
        try (TestHub hub = start(server, TlsConfig.ClientCertificate.REQUIRE, jdk)) {
            assertThat(publish(hub, device)).isZero();
            assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isZero();
            assertThat(publish(hub, null)).isNotZero();
            hub.probe();
            assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateThatIsOnlyAskedForMayBeMissingButNotBad(boolean jdk) throws Exception {
        Certificates.Pair expired = certificates.valid("late-" + jdk, "20200101", "20210101");
        try (TestHub hub = start(server, TlsConfig.ClientCertificate.REQUEST, jdk)) {
            assertThat(publish(hub, device)).isZero();
            assertThat(publish(hub, null)).isZero();
            assertThat(publish(hub, expired)).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void row53BadCertificatesAreRefused(boolean jdk) throws Exception {
        String n = jdk ? "-jdk" : "-native";
        List<Certificates.Pair> bad = List.of(
                certificates.valid("expired" + n, "20200101", "20210101"),
                certificates.valid("early" + n, "20480101", "20491231"),
                certificates.forServers("purpose" + n),
                certificates.weak("sha1" + n, "2048", "sha1"),
                certificates.weak("rsa1024" + n, "1024", "sha256"),
                certificates.longChain(device));
        try (TestHub hub = start(server, TlsConfig.ClientCertificate.REQUIRE, jdk)) {
            for (int i = 0; i < bad.size(); i++) {
                assertThat(publish(hub, bad.get(i), "--ciphers", "DEFAULT@SECLEVEL=0"))
                        .as("%s", bad.get(i))
                        .isNotZero();
                hub.probe();
                assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(i + 1);
            }
            assertThat(publish(hub, device)).isZero();
        }
    }

    @Test
    void aChangedCertificateIsTakenOverAndABrokenOneIsNot() throws Exception {
        Certificates.Pair used =
                new Certificates.Pair(folder.resolve("c.pem"), folder.resolve("c.key"));
        Files.copy(server.certificate(), used.certificate());
        Files.copy(server.key(), used.key());
        Tls tls = Tls.open(config(used, null, false), new SystemClock());
        Object before = tls.context();
        tls.readAgainIfChanged();
        assertThat(tls.context()).isSameAs(before);
        Files.writeString(used.certificate(), "nothing");
        Files.setLastModifiedTime(used.certificate(), FileTime.fromMillis(1));
        tls.readAgainIfChanged();
        assertThat(tls.context()).isSameAs(before);
        Files.writeString(used.certificate(), Files.readString(server.certificate()));
        Files.setLastModifiedTime(used.certificate(), FileTime.fromMillis(2));
        tls.readAgainIfChanged();
        assertThat(tls.context()).isNotSameAs(before);
    }

    @Test
    void whatIsWrongWithAFileIsSaid() throws Exception {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> open(missing, server.key()))
                .isInstanceOf(IOException.class)
                .hasMessage("expected a PEM file at " + missing + ", found none");
        assertThatThrownBy(() -> open(server.certificate(), device.key()))
                .hasMessageStartingWith("expected the EC key of the certificate of CN=server,"
                        + " found another key, or none, in ");
        assertThatThrownBy(() -> open(server.key(), server.key()))
                .hasMessageStartingWith(
                        "expected certificates between -----BEGIN CERTIFICATE-----");
        assertThatThrownBy(() -> open(server.certificate(), server.certificate()))
                .hasMessageContaining("found no private key; openssl pkcs8 -topk8");
        Path old = folder.resolve("old.key");
        Files.writeString(old, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n");
        assertThatThrownBy(() -> open(server.certificate(), old))
                .hasMessageContaining("found a key of the kind EC PRIVATE KEY;");
    }

    private static Tls open(Path certificate, Path key) throws IOException {
        return Tls.open(
                config(new Certificates.Pair(certificate, key), null, false), new SystemClock());
    }

    private static TlsConfig config(
            Certificates.Pair pair, TlsConfig.@Nullable ClientCertificate clients, boolean jdk) {
        return new TlsConfig(
                pair.certificate(),
                pair.key(),
                clients == null ? null : certificates.authority,
                null,
                clients == null ? TlsConfig.ClientCertificate.NONE : clients,
                jdk);
    }

    private TestHub start(
            Certificates.Pair pair, TlsConfig.@Nullable ClientCertificate clients, boolean jdk)
            throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<MqttConfig.Listener> listeners = List.of(
                new MqttConfig.Listener(MqttConfig.Kind.MQTT, any),
                new MqttConfig.Listener(MqttConfig.Kind.MQTTS, any));
        return TestHub.start(
                folder,
                new SystemClock(),
                TestHub.config().with(listeners, config(pair, clients, jdk)));
    }

    /** Publishes once at QoS 1; the exit code of the program. */
    private static int publish(TestHub hub, Certificates.@Nullable Pair pair, String... more)
            throws Exception {
        int port = hub.address(MqttConfig.Kind.MQTTS).getPort();
        List<String> command = new ArrayList<>(List.of(
                "mosquitto_pub",
                "-h",
                "localhost",
                "-p",
                "" + port,
                "-V",
                "mqttv5",
                "-t",
                "a/b",
                "-m",
                "x",
                "-q",
                "1",
                "--cafile",
                certificates.authority.toString()));
        if (pair != null) {
            command.addAll(List.of("--cert", pair.certificate().toString()));
            command.addAll(List.of("--key", pair.key().toString()));
        }
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    private static int run(String... command) throws Exception {
        Process process = Spawn.start(new ProcessBuilder(command).redirectErrorStream(true));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
        return process.exitValue();
    }
}
