package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.join;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.RawPeer.string;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.PubRec;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Bad inputs 25, 32, 35 and 39: values at the edge of what a client may say. */
@Timeout(120)
class BadPropertiesTest {
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
    @EnumSource(ProtocolVersion.class)
    void row25KeepAlivesOfNothingASecondAndTheLongestAreKept(ProtocolVersion version)
            throws IOException {
        try (RawPeer none = hub.peer(version).connected(keepAlive(version, 0));
                RawPeer second = hub.peer(version).connected(keepAlive(version, 1));
                RawPeer longest = hub.peer(version).connected(keepAlive(version, 65_535))) {
            CLOCK.advance(1_499);
            second.send(PingReq.INSTANCE).next(PingResp.class);
            CLOCK.advance(1_501);
            if (version == V5) {
                second.isDisconnected(ReasonCode.KEEP_ALIVE_TIMEOUT);
            } else {
                second.isClosed();
            }
            longest.send(PingReq.INSTANCE).next(PingResp.class);
            CLOCK.advance(98_302_000);
            longest.send(PingReq.INSTANCE).next(PingResp.class);
            none.send(PingReq.INSTANCE).next(PingResp.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {115, 116, 117, 118, 127, 128, 200, 16_370, 16_383, 16_384})
    void row32PropertiesOfManyBytesThatEndInAByteLeaveThePayloadAsItIs(int valueBytes)
            throws IOException {
        byte[] properties = join(
                hex("26 0003 6b6579"),
                string("v".repeat(valueBytes).getBytes(UTF_8)),
                // The payload format, one byte.
                hex("01 01"));
        byte[] payload = "\u0001\u0000 payload".getBytes(UTF_8);
        byte[] whole = packet(0, properties);
        byte[] length = Arrays.copyOfRange(whole, 1, whole.length - properties.length);
        try (RawPeer watcher = hub.peer(V5);
                RawPeer peer = hub.peer(V5)) {
            watcher.connected("row32-watcher").subscribed("row32");
            peer.connected("row32")
                    .send(packet(
                            0x32,
                            string("row32".getBytes(UTF_8)),
                            hex("0001"),
                            length,
                            properties,
                            payload));
            assertThat(peer.next(PubAck.class).reason().failed()).isFalse();
            Publish got = watcher.next(Publish.class);
            assertThat(got.payload()).isEqualTo(payload);
            assertThat(got.properties().utf8()).isTrue();
            assertThat(got.properties().userProperties())
                    .containsExactly("key", "v".repeat(valueBytes));
        }
    }

    @Test
    void row35MoreThanTheReceiveMaximumEndsTheConnection() throws IOException {
        int maximum = TestHub.config().receiveMaximum();
        long before = hub.ended(DisconnectReason.RECEIVE_MAXIMUM_EXCEEDED);
        for (ProtocolVersion version : ProtocolVersion.values()) {
            try (RawPeer peer = hub.peer(version)) {
                peer.connected("row35-" + version);
                for (int id = 1; id <= maximum; id++) {
                    peer.publish("row35", Qos.EXACTLY_ONCE, id).next(PubRec.class);
                }
                // One that comes again is not one more.
                peer.publish("row35", Qos.EXACTLY_ONCE, 1).next(PubRec.class);
                peer.publish("row35", Qos.EXACTLY_ONCE, maximum + 1);
                if (version == V5) {
                    peer.isDisconnected(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
                } else {
                    peer.isClosed();
                }
            }
        }
        assertThat(hub.ended(DisconnectReason.RECEIVE_MAXIMUM_EXCEEDED)).isEqualTo(before + 2);
    }

    @Test
    void row39AMessageThatExpiresAtOnceIsNotDeliveredAndTheLongestExpiryIsKept()
            throws IOException {
        try (RawPeer watcher = hub.peer(V5);
                RawPeer peer = hub.peer(V5)) {
            watcher.connected("row39-watcher").subscribed("row39");
            byte[] topic = string("row39".getBytes(UTF_8));
            peer.connected("row39")
                    .send(packet(0x32, topic, hex("0001 05 0200000000 01")))
                    .next(PubAck.class);
            peer.send(packet(0x32, topic, hex("0002 05 02ffffffff 02"))).next(PubAck.class);
            Publish got = watcher.next(Publish.class);
            assertThat(got.payload()).containsExactly(2);
            assertThat(got.properties().expirySeconds()).isEqualTo(0xFFFF_FFFFL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/+", "#", "a/#/b"})
    void row39AResponseTopicWithWildcardsIsRefused(String responseTopic) throws IOException {
        byte[] property = join(hex("08"), string(responseTopic.getBytes(UTF_8)));
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row39")
                    .send(packet(
                            0x30, hex("0001 61"), new byte[] {(byte) property.length}, property))
                    .isDisconnected(ReasonCode.TOPIC_NAME_INVALID);
        }
    }

    @Test
    void row39CorrelationDataOf64KiBIsRefused() throws IOException {
        byte[] property = join(hex("09"), string(new byte[60_000]));
        byte[] whole = packet(0, property);
        byte[] length = Arrays.copyOfRange(whole, 1, whole.length - property.length);
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row39")
                    .send(packet(0x30, hex("0001 61"), length, property))
                    .isDisconnected(ReasonCode.QUOTA_EXCEEDED);
        }
    }

    private static Connect keepAlive(ProtocolVersion version, int seconds) {
        return new Connect(
                version,
                "row25-" + seconds + version,
                true,
                seconds,
                null,
                null,
                null,
                ConnectProperties.NONE);
    }
}
