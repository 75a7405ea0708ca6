package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.Will;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bad inputs 1 to 11: bytes that are no packets, and packets that must not come. */
@Timeout(120)
class BadFramingTest {
    private static final ManualClock CLOCK = new ManualClock(1_800_000_000_000L);
    private static TestHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, CLOCK);
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
    @ValueSource(ints = {0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void row1AFirstPacketThatIsNotConnectIsClosedWithoutAnAnswer(int type) throws IOException {
        long before = hub.ended(DisconnectReason.PROTOCOL_ERROR);
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(new byte[] {(byte) (type << 4), 0}).isClosed();
        }
        assertThat(hub.ended(DisconnectReason.PROTOCOL_ERROR)).isEqualTo(before + 1);
    }

    @Test
    void row2AConnectOf256MiBIsRefusedOnItsFirstBytes() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send("10 ff ff ff 7f 0004 4d515454 05").isRefused(ReasonCode.PACKET_TOO_LARGE);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send("10 ff ff ff 7f 0004 4d515454 04").isClosed();
        }
    }

    @Test
    void row2AConnectOf256MiBAndSilenceIsClosedAfterFiveSeconds() throws IOException {
        long before = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
        long accepted = hub.server.status().accepted();
        try (RawPeer peer = hub.peer(V5)) {
            peer.send("10 ff ff ff 7f");
            untilAccepted(accepted + 1);
            CLOCK.advance(5_001);
            peer.isClosed();
        }
        assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0 80 80 80 80 01", "c0 80 00", "30 80 80 80 00"})
    void row3ALengthOfFiveBytesOrNotMinimalIsMalformed(String bytes) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row3").send(bytes).isDisconnected(ReasonCode.MALFORMED_PACKET);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.connected("row3").send(bytes).isClosed();
        }
    }

    @Test
    void row4BytesThatTrickleInDoNotMoveTheDeadlineOfConnect() throws IOException {
        long before = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
        long accepted = hub.server.status().accepted();
        try (RawPeer peer = hub.peer(V5)) {
            peer.send("10");
            untilAccepted(accepted + 1);
            CLOCK.advance(4_000);
            peer.send("20");
            CLOCK.advance(1_001);
            peer.isClosed();
        }
        assertThat(hub.ended(DisconnectReason.CONNECT_TIMEOUT)).isEqualTo(before + 1);
    }

    @Test
    void row5ManySilentConnectionsDoNotKeepOthersOut() throws Exception {
        long busy = hub.ended(DisconnectReason.SERVER_BUSY);
        long timeout = hub.ended(DisconnectReason.CONNECT_TIMEOUT);
        long crowd = hub.ended(DisconnectReason.ADDRESS_LIMIT);
        long accepted = hub.server.status().accepted();
        List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            silent.add(hub.peer(V5));
        }
        hub.probe();
        untilAccepted(accepted + 301);
        // Two loops keep 50 each at most, and one address 64, once it was clear that they are
        // silent.
        while (hub.server.status().open() > 64) {
            hub.probe();
        }
        CLOCK.advance(5_001);
        for (RawPeer peer : silent) {
            peer.isClosed();
            peer.close();
        }
        long busyNow = hub.ended(DisconnectReason.SERVER_BUSY) - busy;
        long timeoutNow = hub.ended(DisconnectReason.CONNECT_TIMEOUT) - timeout;
        long crowdNow = hub.ended(DisconnectReason.ADDRESS_LIMIT) - crowd;
        assertThat(timeoutNow).isBetween(50L, 64L);
        assertThat(busyNow + timeoutNow + crowdNow).isEqualTo(300);
        awaitOpen(0);
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void row6APacketSplitAtEveryByteIsTakenAsAWhole(ProtocolVersion version) throws IOException {
        byte[] connect = RawPeer.encode(RawPeer.connect(version, "row6", null), version);
        byte[] publish = RawPeer.encode(
                new Publish("row6/t", new byte[10], Qos.AT_LEAST_ONCE, false, 7), version);
        for (int split = 1; split < publish.length; split++) {
            try (RawPeer peer = hub.peer(version)) {
                int inConnect = Math.min(split, connect.length - 1);
                sendSplit(peer, connect, inConnect);
                assertThat(peer.next(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
                sendSplit(peer, publish, split);
                assertThat(peer.next(PubAck.class).packetId()).isEqualTo(7);
            }
        }
    }

    @Test
    void row6FiveHundredPacketsInOneSegmentAreAnsweredInOrder() throws IOException {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes(RawPeer.encode(RawPeer.connect(V3_1_1, "row6b", null), V3_1_1));
        for (int i = 1; i <= 20; i++) {
            Publish publish = new Publish("row6/b", new byte[5], Qos.AT_LEAST_ONCE, false, i);
            segment.writeBytes(RawPeer.encode(publish, V3_1_1));
        }
        for (int i = 0; i < 480; i++) {
            segment.writeBytes(hex("c0 00"));
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send(segment.toByteArray());
            assertThat(peer.next(ConnAck.class).reason()).isEqualTo(ReasonCode.SUCCESS);
            int pongs = 0;
            int acks = 0;
            while (pongs < 480 || acks < 20) {
                switch (peer.next(Packet.class)) {
                    case PubAck ack -> assertThat(ack.packetId()).isEqualTo(++acks);
                    case PingResp _ -> pongs++;
                    case Packet other -> assertThat(other).isNull();
                }
            }
        }
    }

    @Test
    void row7APacketMayBeAsLargeAsTheMaximumAndNoLarger() throws IOException {
        int maximum = TestHub.config().maximumPacketBytes();
        for (int size : new int[] {maximum - 1, maximum, maximum + 1}) {
            try (RawPeer peer = hub.peer(V5)) {
                // Header 4, topic 3, packet id 2, no properties 1.
                byte[] body = new byte[size - 10];
                peer.connected("row7").send(packet(0x32, hex("0001 61 0001 00"), body));
                if (size <= maximum) {
                    assertThat(peer.next(PubAck.class).packetId()).isEqualTo(1);
                } else {
                    Disconnect said = peer.next(Disconnect.class);
                    assertThat(said.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
                    assertThat(said.reasonString())
                            .isEqualTo("expected a packet of at most " + maximum
                                    + " bytes, found a larger one");
                    peer.isClosed();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11 0e 0004 4d515454 05 02 0000 00 0001 61",
                "41 02 0001",
                "51 02 0001",
                "60 02 0001",
                "72 02 0001",
                "80 07 0001 00 0001 61 00",
                "a0 06 0001 00 0001 61",
                "c4 00",
                "e8 00",
                "f1 07 18 05 15 0002 6162"
            })
    void row8ReservedFlagsAreMalformed(String bytes) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            if (bytes.startsWith("1")) {
                peer.send(bytes).isClosed();
            } else {
                peer.connected("row8").send(bytes).isDisconnected(ReasonCode.MALFORMED_PACKET);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "40 05 0001 00 00 00", "50 05 0001 00 00 00", "62 05 0001 00 00 00",
                "70 05 0001 00 00 00", "82 08 0001 00 0001 61 00 00", "a2 07 0001 00 0001 61 00",
                "c0 01 00", "e0 03 00 00 00", "f0 0a 18 05 15 0002 6162 000000"
            })
    void row9TrailingBytesAreMalformed(String bytes) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row9").send(bytes).isDisconnected(ReasonCode.MALFORMED_PACKET);
        }
    }

    @Test
    void row9TrailingBytesOfConnectAreMalformed() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.send("10 0f 0004 4d515454 05 02 0000 00 0001 61 00")
                    .isRefused(ReasonCode.MALFORMED_PACKET);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.send("10 0e 0004 4d515454 04 02 0000 0001 61 00").isClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 03 00 00 00", "90 04 0001 00 00", "b0 04 0001 00 00", "d0 00"})
    void row10PacketsThatOnlyAServerSendsAreAProtocolError(String bytes) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row10").send(bytes).isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.connected("row10").send(bytes).isClosed();
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void row11ASecondConnectIsAProtocolErrorAndTheWillIsPublished(ProtocolVersion version)
            throws IOException {
        Will will = new Will(
                "row11/will/" + version,
                "gone".getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                0,
                MessageProperties.NONE);
        try (RawPeer watcher = hub.peer(V5);
                RawPeer peer = hub.peer(version)) {
            watcher.connected("row11-watcher").subscribed("row11/will/" + version);
            peer.connected(RawPeer.connect(version, "row11", will));
            peer.send(RawPeer.connect(version, "row11", null));
            if (version == V5) {
                peer.isDisconnected(ReasonCode.PROTOCOL_ERROR);
            } else {
                peer.isClosed();
            }
            assertThat(watcher.next(Publish.class).payload()).asString().isEqualTo("gone");
        }
    }

    private static void sendSplit(RawPeer peer, byte[] bytes, int at) throws IOException {
        peer.send(Arrays.copyOfRange(bytes, 0, at));
        peer.send(Arrays.copyOfRange(bytes, at, bytes.length));
    }

    /** Waits until so many connections were accepted: the clock must not move before. */
    private static void untilAccepted(long connections) {
        while (hub.server.status().accepted() < connections) {
            Thread.onSpinWait();
        }
    }

    private static void awaitOpen(int connections) {
        while (hub.server.status().open() > connections) {
            Thread.onSpinWait();
        }
    }
}
