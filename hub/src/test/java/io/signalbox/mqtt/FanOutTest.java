package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One message for many: each gets it whole, in its own version, under its own packet id. */
@Timeout(60)
class FanOutTest {
    private static final int SUBSCRIBERS = 12;

    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        hub = TestHub.start(folder, clock);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 40_000})
    void eachSubscriberGetsTheWholeMessageUnderItsOwnPacketId(int size) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        try (RawPeer publisher = hub.peer(V5).connected("publisher")) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                peers.add(hub.peer(i % 3 == 2 ? V3_1_1 : V5)
                        .connected("s" + i)
                        .subscribed("own/" + i)
                        .subscribed(i % 4 == 3 ? "t/+" : "t/x"));
                // So that packet ids differ.
                for (int n = 0; n < i; n++) {
                    publisher.publish("own/" + i, Qos.AT_LEAST_ONCE, 1).next(PubAck.class);
                    take(peers.get(i));
                }
            }
            for (int round = 0; round < 3; round++) {
                byte[] payload = payload(size, round);
                publisher.send(new Publish("t/x", payload, Qos.AT_LEAST_ONCE, false, 7));
                publisher.next(PubAck.class);
                for (int i = 0; i < SUBSCRIBERS; i++) {
                    Publish got = take(peers.get(i));
                    assertThat(got.topic()).isEqualTo("t/x");
                    assertThat(got.payload()).isEqualTo(payload);
                    assertThat(got.packetId()).isEqualTo(i + round + 1);
                }
            }
        } finally {
            close(peers);
        }
    }

    @ParameterizedTest
    @EnumSource(Qos.class)
    void subscribersThatAskedForDifferentThingsGetDifferentThings(Qos qos) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        try (RawPeer publisher = hub.peer(V5).connected("publisher")) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                peers.add(hub.peer(V5)
                        .connected("s" + i)
                        .subscribed("t", i % 2 == 0 ? qos : Qos.AT_MOST_ONCE));
            }
            MessageProperties properties = new MessageProperties(
                    true, 60, "text/plain", "answer", new byte[] {1, 2}, List.of("k", "v"));
            publisher.send(new Publish(
                    "t",
                    "payload".getBytes(UTF_8),
                    Qos.AT_LEAST_ONCE,
                    false,
                    false,
                    3,
                    0,
                    Publish.NO_IDS,
                    properties));
            publisher.next(PubAck.class);
            for (int i = 0; i < SUBSCRIBERS; i++) {
                Publish got = peers.get(i).nextPublish();
                Qos expected = i % 2 == 0 ? qos.min(Qos.AT_LEAST_ONCE) : Qos.AT_MOST_ONCE;
                assertThat(got.qos()).isEqualTo(expected);
                assertThat(got.packetId()).isEqualTo(expected == Qos.AT_MOST_ONCE ? 0 : 1);
                assertThat(got.payload()).asString(UTF_8).isEqualTo("payload");
                assertThat(got.properties()).usingRecursiveComparison().isEqualTo(properties);
            }
        } finally {
            close(peers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 61})
    void aClientThatTakesLessDoesNotGetWhatTheOthersGet(int most) throws IOException {
        List<RawPeer> peers = new ArrayList<>();
        try (RawPeer publisher = hub.peer(V5).connected("publisher")) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                RawPeer peer = hub.peer(V5);
                peers.add(peer);
                peer.connected(
                                i % 3 == 2
                                        ? asking("s" + i, most)
                                        : RawPeer.connect(V5, "s" + i, null))
                        .subscribed("t");
            }
            // First byte, length, topic, packet id and no properties: 8 bytes and the payload.
            publisher.send(new Publish("t", payload(53, 0), Qos.AT_LEAST_ONCE, false, 1));
            publisher.next(PubAck.class);
            publisher.send(new Publish("t", payload(1, 0), Qos.AT_LEAST_ONCE, false, 2));
            publisher.next(PubAck.class);
            for (int i = 0; i < SUBSCRIBERS; i++) {
                int expected = i % 3 == 2 && most == 60 ? 1 : 53;
                assertThat(peers.get(i).nextPublish().payload()).hasSize(expected);
            }
        } finally {
            close(peers);
        }
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static Connect asking(String clientId, long maximumBytes) {
        ConnectProperties properties = new ConnectProperties(
                0, 65_535, maximumBytes, 0, false, true, null, null, List.of());
        return new Connect(V5, clientId, true, 0, null, null, null, properties);
    }

    private static Publish take(RawPeer peer) throws IOException {
        Publish got = peer.nextPublish();
        peer.send(new PubAck(got.packetId(), ReasonCode.SUCCESS));
        return got;
    }

    private static byte[] payload(int size, int round) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + round);
        }
        return payload;
    }

    private static void close(List<RawPeer> peers) throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
    }
}
