package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PacketStream;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.PubRel;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.Will;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** A client that does nothing by itself: a test sends, reads and withholds every packet. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final PacketStream packets;
    private final boolean sessionPresent;

    private Peer(int port, Connect connect) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        packets = new PacketStream(
                socket.getInputStream(), socket.getOutputStream(), connect.version(), 1 << 24);
        packets.write(connect);
        ConnAck answer = next(ConnAck.class);
        assertThat(answer.reason()).isEqualTo(ReasonCode.SUCCESS);
        sessionPresent = answer.sessionPresent();
    }

    static Peer connect(int port, Connect connect) throws IOException {
        return new Peer(port, connect);
    }

    /** A client of MQTT 5 that resumes its session, which lasts for so many seconds. */
    static Connect storedFor(long seconds, String id) {
        return v5(id, false, seconds, null);
    }

    static Connect v5(String id, boolean clean, long expirySeconds, @Nullable Will will) {
        ConnectProperties asked = new ConnectProperties(
                expirySeconds,
                ConnectProperties.RECEIVE_MAXIMUM,
                ConnectProperties.NO_MAXIMUM,
                0,
                false,
                true,
                null,
                null,
                List.of());
        return new Connect(ProtocolVersion.V5, id, clean, 0, will, null, null, asked);
    }

    static Connect v3(String id, boolean clean) {
        return new Connect(
                ProtocolVersion.V3_1_1, id, clean, 0, null, null, null, ConnectProperties.NONE);
    }

    boolean sessionPresent() {
        return sessionPresent;
    }

    Peer send(Packet packet) throws IOException {
        packets.write(packet);
        return this;
    }

    Peer subscribe(String filter, Qos qos) throws IOException {
        send(new Subscribe(65_000, 0, List.of(new Subscription(filter, qos)), List.of()));
        assertThat(next(SubAck.class).reasons())
                .extracting(ReasonCode::ordinal)
                .containsExactly(qos.ordinal());
        return this;
    }

    static Publish message(String topic, String payload, Qos qos, int packetId) {
        return new Publish(topic, payload.getBytes(UTF_8), qos, false, packetId);
    }

    /** The same said once more. */
    static Publish again(Publish publish) {
        return new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                true,
                publish.retain(),
                publish.packetId(),
                0,
                Publish.NO_IDS,
                publish.properties());
    }

    static Publish expiring(Publish publish, long seconds) {
        return new Publish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                false,
                false,
                publish.packetId(),
                0,
                Publish.NO_IDS,
                new MessageProperties(false, seconds, null, null, null, List.of()));
    }

    /** Publishes at QoS 1 or 2, to the end of the exchange. */
    Peer publish(Publish publish) throws IOException {
        send(publish);
        if (publish.qos() == Qos.AT_LEAST_ONCE) {
            assertThat(next(PubAck.class).packetId()).isEqualTo(publish.packetId());
        } else {
            taken(publish.packetId());
            release(publish.packetId());
        }
        return this;
    }

    /** PUBREC of the hub. */
    Peer taken(int packetId) throws IOException {
        PubRec answer = next(PubRec.class);
        assertThat(answer.packetId()).isEqualTo(packetId);
        assertThat(answer.reason().failed()).isFalse();
        return this;
    }

    /** PUBREL, and PUBCOMP 0x00 of the hub. */
    Peer release(int packetId) throws IOException {
        assertThat(released(packetId)).isEqualTo(ReasonCode.SUCCESS);
        return this;
    }

    /** PUBREL, and the reason in PUBCOMP. */
    ReasonCode released(int packetId) throws IOException {
        send(new PubRel(packetId, ReasonCode.SUCCESS));
        PubComp answer = next(PubComp.class);
        assertThat(answer.packetId()).isEqualTo(packetId);
        return answer.reason();
    }

    /** The next PUBLISH has this payload; it is not answered. */
    Publish gets(String payload) throws IOException {
        Publish publish = next(Publish.class);
        assertThat(text(publish)).isEqualTo(payload);
        return publish;
    }

    static String text(Publish publish) {
        return new String(publish.payload(), UTF_8);
    }

    void acknowledge(Publish publish) throws IOException {
        send(new PubAck(publish.packetId(), ReasonCode.SUCCESS));
    }

    /** PUBREC, and PUBREL of the hub. */
    void receive(Publish publish) throws IOException {
        send(new PubRec(publish.packetId(), ReasonCode.SUCCESS));
        assertThat(next(PubRel.class).packetId()).isEqualTo(publish.packetId());
    }

    /** PUBREC, PUBREL, PUBCOMP. */
    void finish(Publish publish) throws IOException {
        receive(publish);
        send(new PubComp(publish.packetId(), ReasonCode.SUCCESS));
    }

    <T extends Packet> T next(Class<T> type) throws IOException {
        return type.cast(requireNonNull(
                assertThat(packets.read()).isInstanceOf(type).actual(), "end of stream"));
    }

    /** The hub answers, and has nothing else to say. */
    Peer isQuiet() throws IOException {
        send(PingReq.INSTANCE);
        next(PingResp.class);
        return this;
    }

    /** Says good-bye and waits until the hub has closed. */
    void disconnect(ReasonCode reason) throws IOException {
        send(new Disconnect(reason, Disconnect.UNCHANGED, null, null, List.of()));
        assertThat(packets.read()).isNull();
        close();
    }

    /** Ends with a reset instead of an end of stream. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
