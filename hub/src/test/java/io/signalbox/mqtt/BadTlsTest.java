package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.outside.Spawn;
import io.signalbox.pem.Certificates;
import io.signalbox.pem.PemFiles;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** Bad inputs 52 and 53: TLS that is old, huge, endless or slow, and certificates to be refused. */
@Timeout(120)
class BadTlsTest {
    private static final ManualClock CLOCK = new ManualClock(1_800_000_000_000L);

    @TempDir
    static Path files;

    private static Certificates certificates;
    private static X509Certificate authority;

    /** One hub with the native TLS, one with that of the JDK; both want certificates. */
    private static final Map<Provider, TestHub> STRICT = new EnumMap<>(Provider.class);

    private static final Map<Provider, TestHub> OPEN = new EnumMap<>(Provider.class);

    private static Certificates.Pair revoked;

    enum Provider {
        NATIVE,
        JDK
    }

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        MosquittoIT.areInstalled();
        certificates = new Certificates(files);
        authority = PemFiles.certificates(certificates.authority).getFirst();
        Certificates.Pair server = certificates.server();
        revoked = certificates.client("lost");
        Path lists = certificates.revoke(revoked);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<MqttConfig.Listener> listeners = List.of(
                new MqttConfig.Listener(MqttConfig.Kind.MQTT, any),
                new MqttConfig.Listener(MqttConfig.Kind.MQTTS, any));
        for (Provider provider : Provider.values()) {
            boolean jdk = provider == Provider.JDK;
            TlsConfig strict = new TlsConfig(
                    server.certificate(),
                    server.key(),
                    certificates.authority,
                    lists,
                    TlsConfig.ClientCertificate.REQUIRE,
                    jdk);
            TlsConfig open = new TlsConfig(
                    server.certificate(),
                    server.key(),
                    null,
                    null,
                    TlsConfig.ClientCertificate.NONE,
                    jdk);
            STRICT.put(
                    provider,
                    TestHub.start(
                            Files.createDirectory(folder.resolve("strict" + provider)),
                            CLOCK,
                            TestHub.config().with(listeners, strict)));
            OPEN.put(
                    provider,
                    TestHub.start(
                            Files.createDirectory(folder.resolve("open" + provider)),
                            CLOCK,
                            TestHub.config().with(listeners, open)));
        }
    }

    @AfterAll
    static void stop() {
        STRICT.values().forEach(TestHub::close);
        OPEN.values().forEach(TestHub::close);
    }

    private static TestHub strict(Provider provider) {
        return requireNonNull(STRICT.get(provider));
    }

    private static TestHub open(Provider provider) {
        return requireNonNull(OPEN.get(provider));
    }

    @AfterEach
    void othersAreServed() throws Exception {
        for (Provider provider : Provider.values()) {
            strict(provider).probe();
            open(provider).probe();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NATIVE, 0300, c02b", "NATIVE, 0301, c009", "NATIVE, 0302, c009",
        "JDK, 0300, c02b", "JDK, 0301, c009", "JDK, 0302, c009",
        // Nothing in common: no encryption, export ciphers, one that has no number yet.
        "NATIVE, 0303, 0000", "NATIVE, 0303, 0003", "NATIVE, 0303, fefe",
        "JDK, 0303, 0000", "JDK, 0303, 0003", "JDK, 0303, fefe",
    })
    void row52OldVersionsAndNoCommonCipherGetAnAlert(
            Provider provider, String version, String cipher) throws Exception {
        TestHub hub = open(provider);
        long before = hub.ended(DisconnectReason.TLS_FAILED);
        try (Socket peer = connect(hub)) {
            peer.getOutputStream().write(hello(version, cipher, new byte[0]));
            byte[] answer = peer.getInputStream().readAllBytes();
            assertThat(answer).isNotEmpty();
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 0x15);
        }
        assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row52AHelloOf64KiBIsRefused(Provider provider) throws Exception {
        TestHub hub = open(provider);
        long before = hub.ended(DisconnectReason.TLS_FAILED);
        try (Socket peer = connect(hub)) {
            peer.getOutputStream().write(hello("0303", "c02b", new byte[65_000]));
            isClosed(peer);
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset).*");
        }
        assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row52RenegotiationIsRefused(Provider provider) throws Exception {
        TestHub hub = open(provider);
        long before = lost(hub);
        int port = hub.address(MqttConfig.Kind.MQTTS).getPort();
        Process client = Spawn.start(new ProcessBuilder(
                        "openssl", "s_client", "-tls1_2", "-connect", "127.0.0.1:" + port)
                .redirectErrorStream(true));
        BufferedReader said = client.inputReader(UTF_8);
        String line = said.readLine();
        while (!line.contains("Extended master secret")) {
            line = said.readLine();
        }
        client.getOutputStream().write("R\n".getBytes(US_ASCII));
        client.getOutputStream().flush();
        assertThat(said.lines().toList())
                .contains("RENEGOTIATING")
                .anyMatch(l -> l.matches(".*alert (no renegotiation|handshake failure).*"));
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // After BoringSSL's alert it is the client that closes.
        while (lost(hub) == before) {
            hub.probe();
        }
    }

    private static long lost(TestHub hub) {
        return hub.ended(DisconnectReason.TLS_FAILED) + hub.ended(DisconnectReason.CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row52AFloodOfNewKeysIsCutOff(Provider provider) throws Exception {
        TestHub hub = open(provider);
        long before = hub.ended(DisconnectReason.TLS_FAILED);
        int most = TlsGuard.MOST_BYTES / 20;
        int sent = 0;
        try (SSLSocket peer = tls(hub, null, null)) {
            peer.startHandshake();
            peer.getOutputStream()
                    .write(RawPeer.encode(
                            RawPeer.connect(ProtocolVersion.V5, "keys", null), ProtocolVersion.V5));
            assertThat(peer.getInputStream().read()).isEqualTo(0x20);
            while (sent <= most) {
                // In TLS 1.3 that is not a handshake but a new key.
                peer.startHandshake();
                sent++;
            }
            // Until the hub has read all, for a peer that closes takes back what it has not read.
            peer.getInputStream().readAllBytes();
        } catch (IOException e) {
            assertThat(sent).isPositive();
        }
        while (hub.ended(DisconnectReason.TLS_FAILED) == before) {
            hub.probe();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row52HalfAHandshakeEndsAtTheDeadline(Provider provider) throws Exception {
        TestHub hub = open(provider);
        byte[] hello = hello("0303", "c02b", new byte[0]);
        for (int bytes : new int[] {0, 3, hello.length - 1}) {
            long before = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
            long accepted = hub.server.status().accepted();
            try (Socket peer = connect(hub)) {
                peer.getOutputStream().write(hello, 0, bytes);
                while (hub.server.status().accepted() == accepted) {
                    Thread.onSpinWait();
                }
                CLOCK.advance(4_999);
                hub.probe();
                assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before);
                CLOCK.advance(2);
                isClosed(peer);
            }
            assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row53CraftedCertificatesAreRefused(Provider provider) throws Exception {
        TestHub hub = strict(provider);
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        isServed(hub, crafted("device".getBytes(UTF_8), pair.getPublic()), pair.getPrivate());
        for (byte[] name : BAD_NAMES) {
            isRefused(hub, crafted(name, pair.getPublic()), pair.getPrivate());
        }
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        isRefused(hub, crafted("device".getBytes(UTF_8), hugeKey()), rsa.getPrivate());
    }

    @Test
    void row53WhatIsWrongWithACertificateIsSaid() throws Exception {
        ClientCertificates checks =
                ClientCertificates.trusting(List.of(authority), Revocations.NONE);
        PublicKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        for (byte[] name : BAD_NAMES) {
            assertThatThrownBy(() -> checks.checkClientTrusted(
                            new X509Certificate[] {crafted(name, key)}, "EC"))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageStartingWith("expected a name of plain text without +, #, NUL and"
                            + " the like, found CN=");
        }
        X509Certificate huge = crafted("device".getBytes(UTF_8), hugeKey());
        assertThatThrownBy(() -> checks.checkClientTrusted(new X509Certificate[] {huge}, "RSA"))
                .hasMessage("expected a key of 2048 to 8192 bits, found 16384");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "JDK"})
    void row53ARevokedCertificateIsRefused(Provider provider) throws Exception {
        TestHub hub = strict(provider);
        X509Certificate certificate =
                PemFiles.certificates(revoked.certificate()).getFirst();
        isRefused(hub, certificate, PemFiles.keyOf(certificate, revoked.key()));
    }

    @Test
    void revocationsAreReadAgainAndOnlyOfTheAuthorities(@TempDir Path folder) throws Exception {
        Certificates others = new Certificates(folder);
        Certificates.Pair one = others.client("one");
        X509Certificate certificate = PemFiles.certificates(one.certificate()).getFirst();
        List<X509Certificate> roots = PemFiles.certificates(others.authority);
        Path lists = others.revoke();
        Revocations.read(lists, roots, Instant.EPOCH).check(certificate);
        Revocations after = Revocations.read(others.revoke(one), roots, Instant.EPOCH);
        assertThatThrownBy(() -> after.check(certificate))
                .hasMessageStartingWith("the certificate " + certificate.getSerialNumber()
                        + " of CN=one was revoked on 20");
        // A list that is out of date still counts.
        Revocations late = Revocations.read(lists, roots, Instant.parse("2040-01-01T00:00:00Z"));
        assertThatThrownBy(() -> late.check(certificate)).hasMessageContaining("was revoked on");
        assertThatThrownBy(() -> Revocations.read(lists, List.of(authority), Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("expected lists signed by the authorities in"
                        + " tls.client_authority, found one of CN=Test Authority in ");
        assertThatThrownBy(() -> Revocations.read(others.authority, roots, Instant.EPOCH))
                .hasMessageStartingWith("expected lists of revoked certificates between");
    }

    /** A ClientHello in as many records as it takes. */
    private static byte[] hello(String version, String cipher, byte[] padding) {
        byte[] extension = padding.length == 0
                ? hex("000d 0004 0002 0403")
                : join(hex("0015"), number(padding.length, 2), padding);
        byte[] body = join(
                hex(version),
                new byte[32],
                hex("00 0002" + cipher + "01 00"),
                number(extension.length, 2),
                extension);
        byte[] message = join(hex("01"), number(body.length, 3), body);
        byte[] records = {};
        for (int at = 0; at < message.length; at += 16_384) {
            byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + 16_384));
            String outer = version.equals("0300") ? "0300" : "0301";
            records = join(records, hex("16" + outer), number(part.length, 2), part);
        }
        return records;
    }

    private static byte[] number(int value, int bytes) {
        return Arrays.copyOfRange(ByteBuffer.allocate(4).putInt(value).array(), 4 - bytes, 4);
    }

    private static Socket connect(TestHub hub) throws IOException {
        Socket socket = new Socket();
        socket.connect(hub.address(MqttConfig.Kind.MQTTS));
        socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
        return socket;
    }

    private static void isClosed(Socket peer) throws IOException {
        try {
            assertThat(peer.getInputStream().readAllBytes()).hasSizeLessThan(100);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** A client of the JDK's TLS 1.3 that shows this certificate, whether or not it has the key. */
    private static SSLSocket tls(
            TestHub hub, @Nullable X509Certificate certificate, @Nullable PrivateKey key)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        KeyManager[] keys = certificate == null || key == null
                ? new KeyManager[0]
                : new KeyManager[] {new OneCertificate(certificate, key)};
        context.init(keys, new TrustManager[] {new TrustsAll()}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.connect(hub.address(MqttConfig.Kind.MQTTS));
        socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
        return socket;
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static final class OneCertificate extends X509ExtendedKeyManager {
        private final X509Certificate certificate;
        private final PrivateKey key;

        OneCertificate(X509Certificate certificate, PrivateKey key) {
            this.certificate = certificate;
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"one"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "one";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("a client");
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final List<byte[]> BAD_NAMES = List.of(
            "dev\0ice".getBytes(UTF_8),
            "a+b".getBytes(UTF_8),
            "a#b".getBytes(UTF_8),
            "a\nb".getBytes(UTF_8),
            hex("61ff62"),
            "caf\u00e9".getBytes(ISO_8859_1));

    private static X509Certificate crafted(byte[] name, PublicKey key) throws Exception {
        return CraftedCertificate.of(name, key, authority, certificates.authorityKey());
    }

    /** A key of RSA that is dear to verify with; nobody has its private half. */
    private static PublicKey hugeKey() throws Exception {
        BigInteger modulus =
                new BigInteger(16_384, new Random(53)).setBit(16_383).setBit(0);
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
    }

    private static void isServed(TestHub hub, X509Certificate certificate, PrivateKey key)
            throws Exception {
        assertThat(firstByte(hub, certificate, key)).isEqualTo(0x20);
    }

    private static void isRefused(TestHub hub, X509Certificate certificate, PrivateKey key)
            throws Exception {
        long before = hub.ended(DisconnectReason.TLS_FAILED);
        assertThat(firstByte(hub, certificate, key)).isEqualTo(-1);
        assertThat(hub.ended(DisconnectReason.TLS_FAILED)).isEqualTo(before + 1);
    }

    /** The first byte of the answer to CONNECT, or -1. */
    private static int firstByte(TestHub hub, X509Certificate certificate, PrivateKey key)
            throws Exception {
        try (SSLSocket peer = tls(hub, certificate, key)) {
            peer.getOutputStream()
                    .write(RawPeer.encode(
                            RawPeer.connect(ProtocolVersion.V5, "tls", null), ProtocolVersion.V5));
            return peer.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }
}
