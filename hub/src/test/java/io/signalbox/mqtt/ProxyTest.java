package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.join;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.config.Network;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Bad input 51, and what a balancer may say: PROXY headers in front of MQTT and WebSocket. */
@Timeout(120)
class ProxyTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] CONNECT = RawPeer.encode(RawPeer.connect(V5, "proxied", null), V5);
    static final byte[] REQUEST = """
            GET /mqtt HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Protocol: mqtt\r
            \r
            """.getBytes(US_ASCII);

    /** Connections of one address; the probe needs one, and the one before may still close. */
    private static final int MOST = 5;

    private static final ManualClock CLOCK = new ManualClock(1_800_000_000_000L);

    private static TestHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, CLOCK, behind("127.0.0.0", 8, MOST));
    }

    private static MqttConfig behind(String balancers, int bits, int perAddress) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Network trusted = new Network(InetAddress.ofLiteral(balancers), bits);
        return TestHub.config()
                .with(new MqttConfig.Admission(64, perAddress, 1_000, List.of(trusted)))
                .with(
                        List.of(
                                new MqttConfig.Listener(MqttConfig.Kind.MQTT, any),
                                new MqttConfig.Listener(MqttConfig.Kind.WS, any, true)),
                        null);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @AfterEach
    void othersAreServed() throws Exception {
        hub.probe();
    }

    @Test
    void theClientsAddressIsTheOneThatCounts() throws Exception {
        long limited = hub.ended(DisconnectReason.ADDRESS_LIMIT);
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            peers.add(send(header("0a000001"), REQUEST));
            isUpgraded(peers.getLast());
        }
        try (Socket more = send(header("0a000001"), REQUEST);
                Socket other = send(header("0a000002"), REQUEST)) {
            assertThat(answer(more)).isEmpty();
            isUpgraded(other);
        }
        assertThat(hub.ended(DisconnectReason.ADDRESS_LIMIT)).isEqualTo(limited + 1);
        for (Socket peer : peers) {
            peer.close();
        }
        while (hub.server.status().open() > 0) {
            Thread.onSpinWait();
        }
        try (Socket again = send(header("0a000001"), REQUEST)) {
            isUpgraded(again);
        }
    }

    @Test
    void row51AHeaderMayComeByteByByteAndWithFieldsAndChecksum() throws Exception {
        byte[] header = summed(hex(SIGNATURE + "2111 001e 0a000003 7f000001 1234 075b"
                + "04 0004 00000000" + "ea 0001 61" + "03 0004 00000000"));
        try (Socket peer = send()) {
            peer.setTcpNoDelay(true);
            for (byte b : header) {
                peer.getOutputStream().write(b);
            }
            peer.getOutputStream().write(REQUEST);
            isUpgraded(peer);
        }
        header[header.length - 1] ^= 1;
        isRefused(header);
    }

    @Test
    void row51TheBalancersOwnConnectionsAreServed() throws Exception {
        for (String local : List.of("2000 0000", "2100 0000", "2000 0003 010203", "2011 0000")) {
            try (Socket peer = send(hex(SIGNATURE + local), REQUEST)) {
                isUpgraded(peer);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Another signature, version, command, family.
                "0d0a0d0a000d0a515549540b 2111 000c 0a000001 7f000001 1234 075b",
                SIGNATURE + "1111 000c 0a000001 7f000001 1234 075b",
                SIGNATURE + "2211 000c 0a000001 7f000001 1234 075b",
                SIGNATURE + "2112 000c 0a000001 7f000001 1234 075b",
                // Too short for its addresses; a field cut off, longer than the header, huge.
                SIGNATURE + "2111 000b 0a000001 7f000001 1234 07",
                SIGNATURE + "2121 000c 0a000001 7f000001 1234 075b",
                SIGNATURE + "2111 000e 0a000001 7f000001 1234 075b 0400",
                SIGNATURE + "2111 0010 0a000001 7f000001 1234 075b 04 0005 00",
                SIGNATURE + "2111 ffff 0a000001 7f000001 1234 075b 04 fff0",
                SIGNATURE + "2111 000f 0a000001 7f000001 1234 075b 03 0000",
            })
    void row51BadHeadersAreRefused(String bytes) throws Exception {
        isRefused(hex(bytes));
    }

    @Test
    void row51AMissingHeaderAndOneOfVersion1AreRefused() throws Exception {
        isRefused(CONNECT);
        isRefused(REQUEST);
        isRefused("PROXY TCP4 10.0.0.1 127.0.0.1 1234 1883\r\n".getBytes(US_ASCII));
    }

    @Test
    void row51AHeaderThatIsCutOffEndsAtTheDeadline() throws Exception {
        byte[] header = header("0a000001");
        long before = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
        long accepted = hub.server.status().accepted();
        try (RawPeer peer = new RawPeer(hub.address(MqttConfig.Kind.WS), V5)) {
            peer.send(Arrays.copyOf(header, header.length - 1));
            while (hub.server.status().accepted() == accepted) {
                Thread.onSpinWait();
            }
            CLOCK.advance(5_001);
            peer.isClosed();
        }
        assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void row51AHeaderToAListenerWithoutBalancersIsNotBelieved() throws Exception {
        long before = hub.ended(DisconnectReason.PROTOCOL_ERROR);
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(join(header("0a000001"), CONNECT)).isClosed();
        }
        assertThat(hub.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(before + 1);
    }

    @Test
    void row51AHeaderOfAnUntrustedPeerIsNotBelieved(@TempDir Path folder) throws Exception {
        try (TestHub strict = TestHub.start(folder, CLOCK, behind("10.0.0.0", 8, MOST))) {
            try (RawPeer peer = new RawPeer(strict.address(MqttConfig.Kind.WS), V5)) {
                peer.send(join(header("0a000001"), REQUEST)).isClosed();
            }
            assertThat(strict.ended(DisconnectReason.PROXY_REFUSED)).isEqualTo(1);
            strict.probe();
        }
    }

    private static void isRefused(byte[] bytes) throws Exception {
        long before = hub.ended(DisconnectReason.PROXY_REFUSED);
        try (RawPeer peer = new RawPeer(hub.address(MqttConfig.Kind.WS), V5)) {
            peer.send(bytes).isClosed();
        }
        assertThat(hub.ended(DisconnectReason.PROXY_REFUSED)).isEqualTo(before + 1);
    }

    private static Socket send(byte[]... parts) throws IOException {
        InetSocketAddress to = hub.address(MqttConfig.Kind.WS);
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
        socket.getOutputStream().write(join(parts));
        return socket;
    }

    private static void isUpgraded(Socket peer) throws IOException {
        assertThat(answer(peer)).startsWith("HTTP/1.1 101 ");
    }

    /** The first line, or nothing if it was closed. */
    private static String answer(Socket peer) throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            int next = peer.getInputStream().read();
            while (next >= 0 && next != '\r') {
                line.append((char) next);
                next = peer.getInputStream().read();
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return line.toString();
    }

    private static byte[] header(String address) {
        return hex(SIGNATURE + "2111 000c" + address + "7f000001 1234 075b");
    }

    /** The same with the checksum in its last four bytes. */
    private static byte[] summed(byte[] header) {
        CRC32C sum = new CRC32C();
        sum.update(header);
        for (int i = 0; i < 4; i++) {
            header[header.length - 1 - i] = (byte) (sum.getValue() >> (8 * i));
        }
        return header;
    }
}
