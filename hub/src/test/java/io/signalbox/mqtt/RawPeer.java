package io.signalbox.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Decoded;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PacketStream;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.List;

/** A peer that sends whatever bytes a test likes, and reads packets. */
final class RawPeer implements AutoCloseable {
    private static final int USUAL_BUFFER_BYTES = 128 * 1024;

    private final Socket socket = new Socket();
    private final ProtocolVersion version;
    private final PacketStream packets;

    RawPeer(InetSocketAddress server, ProtocolVersion version) throws IOException {
        this(server, version, USUAL_BUFFER_BYTES);
    }

    /** One whose system holds only so many bytes that it has not read. */
    RawPeer(InetSocketAddress server, ProtocolVersion version, int bufferBytes) throws IOException {
        this.version = version;
        socket.setReceiveBufferSize(bufferBytes);
        socket.connect(server, TestHub.PATIENCE_MILLIS);
        socket.setSoTimeout(TestHub.PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        packets = new PacketStream(
                socket.getInputStream(), socket.getOutputStream(), version, 1 << 28);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A packet of any first byte with a correct length before its body. */
    static byte[] packet(int first, byte[]... parts) {
        byte[] body = join(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int rest = body.length;
        do {
            out.write(rest >= 128 ? (rest % 128) | 128 : rest);
            rest /= 128;
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** A string field. */
    static byte[] string(byte[] text) {
        return join(new byte[] {(byte) (text.length >> 8), (byte) text.length}, text);
    }

    /** The bytes of a packet that is as it should be. */
    static byte[] encode(Packet packet, ProtocolVersion version) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new PacketStream(new ByteArrayInputStream(new byte[0]), out, version, 1 << 28)
                    .write(packet);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Connect connect(ProtocolVersion version, String clientId, @Nullable Will will) {
        return new Connect(version, clientId, true, 0, will, null, null, ConnectProperties.NONE);
    }

    RawPeer send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // The hub may have closed already; what it said before is still to be read.
            assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
        }
        return this;
    }

    RawPeer send(String hex) throws IOException {
        return send(hex(hex));
    }

    RawPeer send(Packet packet) throws IOException {
        return send(encode(packet, version));
    }

    /** Connects as a client should. */
    RawPeer connected(String clientId) throws IOException {
        return connected(connect(version, clientId, null));
    }

    RawPeer connected(Connect connect) throws IOException {
        send(connect);
        assertThat(next(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
        return this;
    }

    /** Sends a publish and returns it. */
    RawPeer publish(String topic, Qos qos, int packetId) throws IOException {
        return send(new Publish(topic, "x".getBytes(UTF_8), qos, false, packetId));
    }

    /** Subscribes at QoS 1 and waits for the answer. */
    RawPeer subscribed(String filter) throws IOException {
        return subscribed(filter, Qos.AT_LEAST_ONCE);
    }

    RawPeer subscribed(String filter, Qos qos) throws IOException {
        Subscription subscription = new Subscription(filter, qos);
        send(new Subscribe(1, 0, List.of(subscription), List.of()));
        assertThat(next(SubAck.class).reasons())
                .extracting(ReasonCode::ordinal)
                .containsExactly(qos.ordinal());
        return this;
    }

    /** The next PUBLISH; what acknowledges the peer's own may come before it. */
    Publish nextPublish() throws IOException {
        while (true) {
            if (next(Packet.class) instanceof Publish publish) {
                return publish;
            }
        }
    }

    <T extends Packet> T next(Class<T> type) throws IOException {
        Decoded decoded = packets.read();
        assertThat(decoded).isInstanceOf(type);
        return requireNonNull(type.cast(decoded));
    }

    /** The hub says why and closes. */
    void isDisconnected(ReasonCode reason) throws IOException {
        assertThat(next(Disconnect.class).reason()).isEqualTo(reason);
        isClosed();
    }

    /** The hub refuses the CONNECT and closes. */
    void isRefused(ReasonCode reason) throws IOException {
        assertThat(next(ConnAck.class).reason()).isEqualTo(reason);
        isClosed();
    }

    /** The hub closes without another word. */
    void isClosed() throws IOException {
        try {
            assertThat(packets.read()).isNull();
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** Goes without a word. */
    void drop() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
