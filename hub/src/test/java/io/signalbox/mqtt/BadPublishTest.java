package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.RawPeer.string;
import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.client.Client;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Packet;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubComp;
import io.signalbox.mqtt.codec.PubRel;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Bad inputs 28 to 36, as far as QoS 1 goes: publishes and acknowledgements out of order. */
@Timeout(120)
class BadPublishTest {
    private static TestHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, new ManualClock(1_800_000_000_000L));
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
        // Row 28: no topic; wildcards; alias 0; alias above the maximum, which is 16; never set.
        "30 03 0000 00, PROTOCOL_ERROR",
        "30 04 0001 2b 00, TOPIC_NAME_INVALID",
        "30 06 0003 612f23 00, TOPIC_NAME_INVALID",
        "30 07 0001 61 03 230000, TOPIC_ALIAS_INVALID",
        "30 07 0001 61 03 230011, TOPIC_ALIAS_INVALID",
        "30 06 0000 03 230011, TOPIC_ALIAS_INVALID",
        "30 06 0000 03 230010, PROTOCOL_ERROR",
        // Row 29: QoS 3; DUP at QoS 0; packet id 0.
        "36 06 0001 61 0001 00, MALFORMED_PACKET",
        "38 04 0001 61 00, MALFORMED_PACKET",
        "32 06 0001 61 0000 00, PROTOCOL_ERROR",
        // A subscription id from a client [MQTT-3.3.4-6]; text that is not UTF-8.
        "30 06 0001 61 02 0b01, MALFORMED_PACKET",
        "30 07 0001 61 02 0101 ff, PAYLOAD_FORMAT_INVALID",
    })
    void row28And29WrongPublishesEndTheConnection(String bytes, ReasonCode reason)
            throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row28").send(bytes).isDisconnected(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30 02 0000, PROTOCOL_ERROR",
        "30 03 0001 2b, TOPIC_NAME_INVALID",
        "36 05 0001 61 0001, MALFORMED_PACKET",
        "38 03 0001 61, MALFORMED_PACKET",
        "32 05 0001 61 0000, PROTOCOL_ERROR",
    })
    void row28And29WrongPublishesCloseA311ConnectionAndAreCounted(
            String bytes, DisconnectReason reason) throws IOException {
        long before = hub.ended(reason);
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.connected("row28").send(bytes).isClosed();
        }
        assertThat(hub.ended(reason)).isEqualTo(before + 1);
    }

    @Test
    void row30TopicsThatAreTooDeepAreRefused() throws IOException {
        String deep = "/a".repeat(128);
        for (String topic : new String[] {"/".repeat(65_535), "/".repeat(32_000), deep}) {
            try (RawPeer peer = hub.peer(V5)) {
                byte[] publish = packet(0x30, string(topic.getBytes(UTF_8)), hex("00"));
                peer.connected("row30").send(publish);
                // The largest of them is larger than the packets taken here.
                peer.isDisconnected(
                        publish.length > 64 * 1024
                                ? ReasonCode.PACKET_TOO_LARGE
                                : ReasonCode.TOPIC_NAME_INVALID);
            }
        }
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row30").publish("a" + "/a".repeat(127), Qos.AT_LEAST_ONCE, 1);
            assertThat(peer.next(PubAck.class).reason().failed()).isFalse();
        }
    }

    @Test
    void aPayloadLongerThanTheLimitEndsTheConnectionAndTheLongestIsTaken(@TempDir Path folder)
            throws Exception {
        byte[] topic = string("long".getBytes(UTF_8));
        byte[] longer = new byte[1025];
        Will will = new Will("long", longer, Qos.AT_MOST_ONCE, false, 0, MessageProperties.NONE);
        try (TestHub small = TestHub.start(folder, new ManualClock(1), TestHub.config(1024))) {
            try (RawPeer peer = small.peer(V5)) {
                peer.connected("longest").send(packet(0x32, topic, hex("0001 00"), new byte[1024]));
                assertThat(peer.next(PubAck.class).reason().failed()).isFalse();
                peer.send(packet(0x32, topic, hex("0002 00"), longer))
                        .isDisconnected(ReasonCode.PACKET_TOO_LARGE);
            }
            try (RawPeer peer = small.peer(V3_1_1)) {
                peer.connected("longer").send(packet(0x30, topic, longer)).isClosed();
            }
            try (RawPeer peer = small.peer(V5)) {
                peer.send(RawPeer.connect(V5, "will", will)).isRefused(ReasonCode.PACKET_TOO_LARGE);
            }
            assertThat(small.ended(DisconnectReason.PACKET_TOO_LARGE)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$SYS/x", "$box/x", "$CONTROL/x", "$unknown/x", "$", "$share/g/x"})
    void row31TopicsOfTheHubCannotBePublishedTo(String topic) throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row31").publish(topic, Qos.AT_LEAST_ONCE, 1);
            assertThat(peer.next(PubAck.class).reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            peer.publish(topic, Qos.AT_MOST_ONCE, 0).isDisconnected(ReasonCode.NOT_AUTHORIZED);
        }
        for (Qos qos : new Qos[] {Qos.AT_MOST_ONCE, Qos.AT_LEAST_ONCE}) {
            long before = hub.ended(DisconnectReason.NOT_AUTHORIZED);
            try (RawPeer peer = hub.peer(V3_1_1)) {
                peer.connected("row31").publish(topic, qos, qos.ordinal()).isClosed();
            }
            assertThat(hub.ended(DisconnectReason.NOT_AUTHORIZED)).isEqualTo(before + 1);
        }
    }

    @Test
    void row36AcknowledgementsOfWhatWasNeverSentChangeNothing() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row36").send("40 02 0007").send("62 02 0007");
            PubComp answer = peer.next(PubComp.class);
            assertThat(answer.reason()).isEqualTo(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
            peer.publish("row36/still/there", Qos.AT_LEAST_ONCE, 9);
            assertThat(peer.next(PubAck.class).packetId()).isEqualTo(9);
            peer.send("50 02 0007");
            PubRel unknown = peer.next(PubRel.class);
            assertThat(unknown.reason()).isEqualTo(ReasonCode.PACKET_IDENTIFIER_NOT_FOUND);
            peer.send("70 02 0007").publish("row36/still/there", Qos.AT_LEAST_ONCE, 9);
            assertThat(peer.next(PubAck.class).packetId()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 50 02 0001", "2, 40 02 0001", "2, 70 02 0001"})
    void row36AnswersToADeliveryOfAnotherQosEndTheConnection(int qos, String answer)
            throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row36").subscribed("row36/#", Qos.of(qos));
            peer.publish("row36/a", Qos.of(qos), 5);
            assertThat(peer.nextPublish().packetId()).isEqualTo(1);
            peer.send(answer).isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void row34APacketIdThatIsNeverReleasedCostsOneMessage() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row34").subscribed("row34", Qos.AT_LEAST_ONCE);
            for (int i = 0; i < 1_000; i++) {
                peer.publish("row34", Qos.EXACTLY_ONCE, 5);
            }
            peer.publish("row34", Qos.AT_MOST_ONCE, 0);
            int publishes = 0;
            for (int packets = 0; packets < 1_002; packets++) {
                publishes += peer.next(Packet.class) instanceof Publish ? 1 : 0;
            }
            assertThat(publishes).isEqualTo(2);
        }
    }

    @Test
    void authWithoutAMethodIsAProtocolError() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("auth")
                    .send("f0 07 19 05 15 0002 6162")
                    .isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
    }

    private static MessageProperties properties(long expirySeconds, int correlationBytes) {
        return new MessageProperties(
                false, expirySeconds, null, "answers", new byte[correlationBytes], List.of());
    }

    @Test
    void row39ExpiresAtOnceOrKeepsTheLongestIntervalAndTheLongestCorrelationData()
            throws Exception {
        BlockingQueue<Publish> got = new LinkedBlockingQueue<>();
        try (Client client = Client.connect(hub.options("row39"))) {
            client.subscribe("row39", Qos.AT_LEAST_ONCE, got::add);
            for (long expiry : List.of(0L, 0xFFFF_FFFFL)) {
                client.send("row39", hex("00"), Qos.AT_LEAST_ONCE, false, properties(expiry, 4_000))
                        .get(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
            Publish first = got.poll(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(first).isNotNull();
            assertThat(first.properties().expirySeconds()).isEqualTo(0xFFFF_FFFFL);
            assertThat(first.properties().correlationData()).hasSize(4_000);
            assertThat(got).isEmpty();
            var _ = client.send(
                    "row39", hex("00"), Qos.AT_LEAST_ONCE, false, properties(9, 60_000));
            assertThat(client.ended()
                            .get(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .reason())
                    .isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "30 08 0001 61 04 0800012b, TOPIC_NAME_INVALID",
        "30 07 0001 61 03 080000, TOPIC_NAME_INVALID"
    })
    void row39AResponseTopicThatIsNoTopicEndsTheConnection(String bytes, ReasonCode reason)
            throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row39").send(bytes).isDisconnected(reason);
        }
    }

    @Test
    void aFullDiskAnswersV5AndClosesV3() throws Exception {
        try (RawPeer v5 = hub.peer(V5);
                RawPeer v3 = hub.peer(V3_1_1)) {
            v5.connected("full-5");
            v3.connected("full-3");
            hub.diskFull(true);
            v5.send("32 07 0001 61 0001 00 01");
            assertThat(v5.next(PubAck.class)).isEqualTo(new PubAck(1, ReasonCode.QUOTA_EXCEEDED));
            v3.send("32 06 0001 61 0001 01").isClosed();
        } finally {
            hub.diskFull(false);
        }
        assertThat(hub.ended(DisconnectReason.DISK_FULL)).isEqualTo(1);
    }
}
