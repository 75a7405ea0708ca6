package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Decoder;
import io.signalbox.mqtt.codec.Encoder;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What the clients of one loop have said before it goes on. */
@Timeout(60)
class ReadTogetherTest {
    private VirtualHub hub;
    private VirtualHub.Link first;
    private VirtualHub.Link second;

    @BeforeEach
    void start(@TempDir Path folder) {
        hub = new VirtualHub(folder, TestHub.config());
        first = connected("first");
        // On the other loop.
        var _ = connected("apart");
        second = connected("second");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Connect connect(ProtocolVersion version, String id) {
        return new Connect(version, id, true, 0, null, null, null, ConnectProperties.NONE);
    }

    private VirtualHub.Link connected(String id) {
        VirtualHub.Link link = hub.open();
        link.send(bytes(connect(V3_1_1, id)));
        assertThat(link.take()).startsWith(0x20, 2, 0, 0);
        return link;
    }

    private static byte[] publish(int packetId) {
        return bytes(new Publish(
                "t",
                "x".getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                false,
                packetId,
                0,
                Publish.NO_IDS,
                MessageProperties.NONE));
    }

    private static byte[] bytes(Packet packet) {
        return bytes(packet, V3_1_1);
    }

    private static byte[] bytes(Packet packet, ProtocolVersion version) {
        ByteBuf out = Unpooled.buffer();
        assertThat(new Encoder().encode(packet, version, Long.MAX_VALUE, true, out))
                .isTrue();
        return ByteBufUtil.getBytes(out);
    }

    @Test
    void nothingIsHandedToTheJournalBeforeAllWereRead() {
        long before = hub.journaledBytes();
        first.read(publish(1));
        second.read(publish(0x1234));
        first.read(publish(0xFFFF));
        assertThat(hub.journaledBytes()).isEqualTo(before);

        hub.settle();
        assertThat(hub.journaledBytes()).isGreaterThan(before);
        assertThat(first.take())
                .as("two PUBACKs in their order")
                .containsExactly(0x40, 2, 0, 1, 0x40, 2, 0xFF, 0xFF);
        assertThat(second.take()).containsExactly(0x40, 2, 0x12, 0x34);
    }

    @Test
    void whoGoesBeforeTheEndOfTheReadsHasStillSaidWhatItSaid() {
        first.read(publish(1));
        second.read(publish(2));
        first.drop();
        assertThat(first.isClosed()).isTrue();
        assertThat(second.take()).containsExactly(0x40, 2, 0, 2);

        long before = hub.journaledBytes();
        second.send(publish(3));
        assertThat(second.take()).containsExactly(0x40, 2, 0, 3);
        assertThat(hub.journaledBytes()).isGreaterThan(before);
    }

    @Test
    void whoLosesItsSessionBeforeItHasItIsToldSoByConnack() {
        VirtualHub.Link one = hub.open();
        var _ = connected("apart too");
        VirtualHub.Link other = hub.open();
        one.read(bytes(connect(V5, "both"), V5));
        other.read(bytes(connect(V5, "both"), V5));
        hub.settle();

        Packet refusal =
                (Packet) Decoder.fromServer(V5, 1_000).decode(Unpooled.wrappedBuffer(one.take()));
        assertThat(refusal).isInstanceOfSatisfying(ConnAck.class, said -> {
            assertThat(said.reason()).isEqualTo(ReasonCode.UNSPECIFIED_ERROR);
            assertThat(said.properties().reasonString())
                    .isEqualTo("another connection uses this client id now");
        });
        assertThat(other.take()).startsWith(0x20).contains(0, 0);
    }
}
