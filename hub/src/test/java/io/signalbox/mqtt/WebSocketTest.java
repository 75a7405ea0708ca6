package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.outside.Spawn;
import io.signalbox.pem.Certificates;
import io.signalbox.time.SystemClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** MQTT over WebSocket: bad inputs 47 to 50, and MQTT.js as a peer on every kind of listener. */
@Timeout(120)
class WebSocketTest {
    private static final String ASKS = "Sec-WebSocket-Protocol: mqtt\r\n";
    private static final String CONNECT = "100d00044d5154540502000000" + "0000";
    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

    private static TestHub hub;
    private static Certificates certificates;

    @BeforeAll
    static void start(@TempDir Path folder, @TempDir Path files) throws Exception {
        certificates = new Certificates(files);
        Certificates.Pair server = certificates.server();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<MqttConfig.Listener> listeners = Stream.of(MqttConfig.Kind.values())
                .map(kind -> new MqttConfig.Listener(kind, any))
                .toList();
        TlsConfig tls = new TlsConfig(
                server.certificate(),
                server.key(),
                null,
                null,
                TlsConfig.ClientCertificate.NONE,
                false);
        MqttConfig config =
                TestHub.config().with(listeners, tls).with(Set.of("https://friend.example"));
        hub = TestHub.start(folder, new SystemClock(), config);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void othersAreServed() throws Exception {
        hub.probe();
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT, mqtt, 4",
        "MQTT, mqtt, 5",
        "MQTTS, mqtts, 5",
        "WS, ws, 4",
        "WS, ws, 5",
        "WSS, wss, 5",
    })
    void theClientOfMqttJsIsServed(MqttConfig.Kind kind, String scheme, String version)
            throws Exception {
        boolean installed = Files.isDirectory(NPM.resolve("node_modules/mqtt"));
        if (!installed && System.getenv("CI") == null) {
            System.out.println("skipped: MQTT.js is not installed; run npm ci in " + NPM);
            Assumptions.abort("MQTT.js is not installed");
        }
        assertThat(installed).as("MQTT.js must be installed in CI").isTrue();
        List<String> command = new ArrayList<>(List.of(
                "node",
                NPM.resolve("peer.js").toString(),
                scheme + "://localhost:" + hub.address(kind).getPort() + "/mqtt",
                version));
        if (kind.tls) {
            command.add(certificates.authority.toString());
        }
        Process peer = Spawn.start(new ProcessBuilder(command).redirectErrorStream(true));
        String said = new String(peer.getInputStream().readAllBytes(), UTF_8);
        assertThat(peer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String user = version.equals("5") ? "js" : "-";
        assertThat(said.lines().map(line -> line.replace("peer/topic ", "")))
                .containsExactlyInAnyOrder(
                        "m0 0 " + user,
                        "m1 1 " + user,
                        "m2 2 " + user,
                        "m3 0 " + user,
                        "m4 1 " + user,
                        "m5 2 " + user);
    }

    @Test
    void row47PacketsAndFramesNeedNotBeAligned() throws IOException {
        byte[] connect = HexFormat.of().parseHex(CONNECT);
        for (int cut = 1; cut < connect.length; cut++) {
            try (Peer peer = upgraded()) {
                peer.frame(0x02, connect, 0, cut).frame(0x80, connect, cut, connect.length);
                assertThat(peer.read(2)).startsWith(0x82);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Text; unmasked; RSV bits; a control frame of 126 bytes; a continuation of nothing.
        "81 81 00000000 61, 1003",
        "82 01 61, 1002",
        "c2 81 00000000 61, 1002",
        "89 fe 007e 00000000, 1002",
        "80 81 00000000 61, 1002",
        // A frame of 2 MiB.
        "82 ff 0000000000200000 00000000, 1009",
    })
    void row48And49WrongFramesCloseWithTheirCode(String bytes, int code) throws IOException {
        long before = hub.ended(DisconnectReason.PROTOCOL_ERROR);
        try (Peer peer = upgraded()) {
            peer.send(HexFormat.of().parseHex(bytes.replace(" ", "")));
            peer.isClosedWith(code);
        }
        assertThat(hub.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(before + 1);
    }

    @Test
    void row48AMessageThatGoesOnAndOnEnds() throws IOException {
        byte[] ping = new byte[64 * 1024];
        for (int i = 0; i < ping.length; i += 2) {
            ping[i] = (byte) 0xC0;
        }
        try (Peer peer = upgraded()) {
            byte[] connect = HexFormat.of().parseHex(CONNECT);
            peer.frame(0x02, connect, 0, connect.length);
            Thread drain = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 17; i++) {
                    peer.frameQuietly(ping);
                }
            });
            assertThat(peer.lastCloseCode()).isEqualTo(1009);
            drain.interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /mqtt  |                                                            | 400
            GET  | /mqtt  | Sec-WebSocket-Protocol: other                              | 400
            GET  | /mqtt  | Sec-WebSocket-Protocol: mqtt~Origin: https://evil.example  | 403
            GET  | /other | Sec-WebSocket-Protocol: mqtt                               | 404
            POST | /mqtt  | Sec-WebSocket-Protocol: mqtt                               | 405
            GET  | /mqtt  | Sec-WebSocket-Protocol: mqtt~Origin: https://friend.example | 101
            GET  | /mqtt  | Sec-WebSocket-Protocol: other, mqtt~Origin: http://localhost | 101
            """)
    void row50RequestsAreAnsweredWithTheirStatus(
            String method, String path, String headers, int status) throws IOException {
        try (Peer peer = new Peer()) {
            String more = headers == null ? "" : headers.replace("~", "\r\n") + "\r\n";
            assertThat(peer.ask(method, path, more)).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void noExtensionIsNegotiated() throws IOException {
        try (Peer peer = new Peer()) {
            assertThat(peer.ask(
                            "GET",
                            "/mqtt",
                            ASKS + "Sec-WebSocket-Extensions: permessage-deflate\r\n"))
                    .startsWith("HTTP/1.1 101")
                    .doesNotContainIgnoringCase("extensions");
        }
    }

    @Test
    void aQueryBehindThePathIsIgnored() throws IOException {
        try (Peer peer = new Peer()) {
            assertThat(peer.ask("GET", "/mqtt?x=y&z", ASKS)).startsWith("HTTP/1.1 101");
        }
        try (Peer peer = new Peer()) {
            assertThat(peer.ask("GET", "/other?/mqtt", ASKS)).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void httpOnAPlainPortIsClosed() throws IOException {
        try (RawPeer http = hub.peer(ProtocolVersion.V5)) {
            http.send("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII)).isClosed();
        }
    }

    private static Peer upgraded() throws IOException {
        Peer peer = new Peer();
        assertThat(peer.ask("GET", "/mqtt", ASKS)).startsWith("HTTP/1.1 101");
        return peer;
    }

    /** A WebSocket client that writes whatever bytes it likes. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket = new Socket();
        private final InputStream in;

        Peer() throws IOException {
            socket.connect(hub.address(MqttConfig.Kind.WS));
            socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
            in = socket.getInputStream();
        }

        /** Sends a request; the head of the answer. */
        String ask(String method, String path, String headers) throws IOException {
            send((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n")
                    .getBytes(US_ASCII));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
                int next = in.read();
                assertThat(next).as("end of stream after %s", head).isNotNegative();
                head.write(next);
            }
            return head.toString(US_ASCII);
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** A frame with a mask of zeros. */
        Peer frame(int first, byte[] data, int from, int to) throws IOException {
            int length = to - from;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(first);
            if (length < 126) {
                out.write(0x80 | length);
            } else {
                out.writeBytes(new byte[] {(byte) 0xFF, 0, 0, 0, 0, 0});
                out.writeBytes(
                        new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length});
            }
            out.writeBytes(new byte[4]);
            out.write(data, from, length);
            send(out.toByteArray());
            return this;
        }

        void frameQuietly(byte[] data) {
            try {
                frame(0x00, data, 0, data.length);
            } catch (IOException e) {
                // The hub may have closed before the last of them.
                assertThat(e).isNotNull();
            }
        }

        byte[] read(int count) throws IOException {
            return in.readNBytes(count);
        }

        /** Reads frames until the one that closes. */
        int lastCloseCode() throws IOException {
            while (true) {
                byte[] head = read(2);
                assertThat(head).hasSize(2);
                int length = head[1];
                if (length == 126) {
                    byte[] longer = read(2);
                    length = ((longer[0] & 0xFF) << 8) | (longer[1] & 0xFF);
                }
                byte[] body = read(length);
                if (head[0] == (byte) 0x88) {
                    return ((body[0] & 0xFF) << 8) | (body[1] & 0xFF);
                }
            }
        }

        void isClosedWith(int code) throws IOException {
            assertThat(lastCloseCode()).isEqualTo(code);
            assertThat(in.read()).isEqualTo(-1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
