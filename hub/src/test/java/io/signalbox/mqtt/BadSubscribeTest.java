package io.signalbox.mqtt;

import static io.signalbox.mqtt.RawPeer.hex;
import static io.signalbox.mqtt.RawPeer.join;
import static io.signalbox.mqtt.RawPeer.packet;
import static io.signalbox.mqtt.RawPeer.string;
import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.mqtt.codec.RetainHandling;
import io.signalbox.mqtt.codec.SubAck;
import io.signalbox.mqtt.codec.Subscribe;
import io.signalbox.mqtt.codec.Subscription;
import io.signalbox.mqtt.codec.UnsubAck;
import io.signalbox.mqtt.codec.Unsubscribe;
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
import java.util.Arrays;
import java.util.List;

/** Bad inputs 40 to 43: subscriptions that must not be made. */
@Timeout(120)
class BadSubscribeTest {
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

    @Test
    void row40NoFilterIsAProtocolError() throws IOException {
        for (String bytes : new String[] {"82 03 0001 00", "a2 03 0001 00"}) {
            try (RawPeer peer = hub.peer(V5)) {
                peer.connected("row40").send(bytes).isDisconnected(ReasonCode.PROTOCOL_ERROR);
            }
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            peer.connected("row40").send("82 02 0001").isClosed();
        }
    }

    @Test
    void row40TenThousandFiltersAreRefused() throws IOException {
        byte[][] filters = new byte[10_000][];
        Arrays.fill(filters, hex("0001 61 00"));
        byte[] subscribe = packet(0x82, hex("0001 00"), join(filters));
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row40").send(subscribe).isDisconnected(ReasonCode.QUOTA_EXCEEDED);
        }
    }

    @Test
    void row40AFilterOf65KiBIsInvalid() throws IOException {
        byte[] filter = "a".repeat(65_000).getBytes(UTF_8);
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row40").send(packet(0x82, hex("0001 00"), string(filter), hex("00")));
            assertThat(peer.next(SubAck.class).reasons())
                    .containsExactly(ReasonCode.TOPIC_FILTER_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a#", "#/a", "+a", "a/#/b", "", "a/b#", "a+/b", "a\u0001b"})
    void row41AnInvalidFilterIsAnsweredByItself(String filter) throws IOException {
        Subscribe subscribe = new Subscribe(
                3,
                0,
                List.of(
                        new Subscription("row41/a", Qos.AT_LEAST_ONCE),
                        new Subscription(filter, Qos.AT_LEAST_ONCE),
                        new Subscription("row41/b", Qos.AT_MOST_ONCE)),
                List.of());
        try (RawPeer peer = hub.peer(V5)) {
            SubAck answer = peer.connected("row41").send(subscribe).next(SubAck.class);
            assertThat(answer.reasons())
                    .containsExactly(
                            ReasonCode.GRANTED_QOS_1,
                            ReasonCode.TOPIC_FILTER_INVALID,
                            ReasonCode.SUCCESS);
        }
        try (RawPeer peer = hub.peer(V3_1_1)) {
            SubAck answer = peer.connected("row41").send(subscribe).next(SubAck.class);
            assertThat(answer.reasons())
                    .containsExactly(
                            ReasonCode.GRANTED_QOS_1,
                            ReasonCode.UNSPECIFIED_ERROR,
                            ReasonCode.SUCCESS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "$share, TOPIC_FILTER_INVALID",
        "$share/, TOPIC_FILTER_INVALID",
        "$share/g, TOPIC_FILTER_INVALID",
        "$share//t, TOPIC_FILTER_INVALID",
        "$share/g+/t, TOPIC_FILTER_INVALID",
        "$share/#/t, TOPIC_FILTER_INVALID",
        "$share/g/, TOPIC_FILTER_INVALID",
        "$share/g/a#, TOPIC_FILTER_INVALID",
        "$share/g/t, GRANTED_QOS_1",
    })
    void row42SharedSubscriptionsThatAreNoneAreRefused(String filter, ReasonCode reason)
            throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            Subscribe subscribe = new Subscribe(
                    1, 0, List.of(new Subscription(filter, Qos.AT_LEAST_ONCE)), List.of());
            SubAck answer = peer.connected("row42").send(subscribe).next(SubAck.class);
            assertThat(answer.reasons()).containsExactly(reason);
        }
    }

    @Test
    void row42NoLocalOnASharedSubscriptionIsAProtocolError() throws IOException {
        Subscription shared =
                new Subscription("$share/g/t", Qos.AT_LEAST_ONCE, true, false, RetainHandling.SEND);
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row42")
                    .send(new Subscribe(1, 0, List.of(shared), List.of()))
                    .isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // Reserved option bits are malformed [MQTT-3.8.3-5]; so is an identifier of five bytes.
        "82 07 0001 00 0001 61 40, MALFORMED_PACKET",
        "82 07 0001 00 0001 61 80, MALFORMED_PACKET",
        "82 07 0001 00 0001 61 03, MALFORMED_PACKET",
        "82 07 0001 00 0001 61 30, PROTOCOL_ERROR",
        "82 09 0001 02 0b00 0001 61 00, PROTOCOL_ERROR",
        "82 0d 0001 06 0b8080808001 0001 61 00, MALFORMED_PACKET",
        "82 0b 0001 04 0b010b02 0001 61 00, PROTOCOL_ERROR",
    })
    void row43WrongOptionsEndTheConnection(String bytes, ReasonCode reason) throws IOException {
        DisconnectReason counted = reason == ReasonCode.PROTOCOL_ERROR
                ? DisconnectReason.PROTOCOL_ERROR
                : DisconnectReason.MALFORMED_PACKET;
        long before = hub.ended(counted);
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("row43").send(bytes).isDisconnected(reason);
        }
        assertThat(hub.ended(counted)).isEqualTo(before + 1);
    }

    @Test
    void unsubscribingFromWhatWasNotSubscribedSaysSo() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("unsubscribe").subscribed("u/a");
            peer.send(new Unsubscribe(2, List.of("u/a", "u/b", "a#"), List.of()));
            assertThat(peer.next(UnsubAck.class).reasons())
                    .containsExactly(
                            ReasonCode.SUCCESS,
                            ReasonCode.NO_SUBSCRIPTION_EXISTED,
                            ReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
    }
}
