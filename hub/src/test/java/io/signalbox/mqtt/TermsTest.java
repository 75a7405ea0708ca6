package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.ConnAckProperties;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.ProtocolVersion;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.ReasonCode;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the two sides agree on in CONNECT and CONNACK, and how they keep to it. */
@Timeout(120)
class TermsTest {
    private final ManualClock clock = new ManualClock(1_800_000_000_000L);
    private TestHub hub;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        MqttConfig.Terms terms = new MqttConfig.Terms(2, 60, "other.example:1883");
        hub = TestHub.start(folder, clock, TestHub.config().with(terms));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void anAliasStandsForTheTopicThatItLastCameWith() throws IOException {
        try (RawPeer watcher = hub.peer(V5);
                RawPeer device = hub.peer(V5)) {
            watcher.connected("watcher").subscribed("plant/#");
            device.connected("device");
            publish(device, "plant/a", 1, 1);
            publish(device, "plant/b", 2, 2);
            publish(device, "", 1, 3);
            publish(device, "plant/c", 1, 4);
            publish(device, "", 1, 5);
            publish(device, "", 2, 6);
            for (String topic : List.of("a", "b", "a", "c", "c", "b")) {
                Publish got = watcher.next(Publish.class);
                assertThat(got.topic()).isEqualTo("plant/" + topic);
                assertThat(got.topicAlias()).isZero();
            }
        }
    }

    @Test
    void anAliasEndsWithItsConnection() throws IOException {
        try (RawPeer device = hub.peer(V5)) {
            publish(device.connected("device"), "plant/a", 1, 1);
        }
        try (RawPeer device = hub.peer(V5)) {
            device.connected("device")
                    .send(message("", 1, 1))
                    .isDisconnected(ReasonCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void aClientThatTakesAliasesIsSentATopicOnce() throws IOException {
        try (RawPeer watcher = hub.peer(V5);
                Client device = Client.connect(hub.options("device"))) {
            watcher.connected(connect(V5, 0, 1, false)).subscribed("plant/#");
            for (int i = 0; i < 3; i++) {
                device.publish("plant/a", new byte[1], Qos.AT_LEAST_ONCE, false);
                Publish got = watcher.next(Publish.class);
                assertThat(got.topicAlias()).isEqualTo(1);
                assertThat(got.topic()).isEqualTo(i == 0 ? "plant/a" : "");
                watcher.send(new PubAck(got.packetId(), ReasonCode.SUCCESS));
            }
        }
    }

    @Test
    void whatIsSentAgainAfterAReconnectNamesItsTopic() throws IOException {
        try (RawPeer watcher = hub.peer(V5);
                Client device = Client.connect(hub.options("device"))) {
            watcher.connected(connect(V5, 0, 1, false)).subscribed("plant/#");
            device.publish("plant/a", new byte[1], Qos.AT_LEAST_ONCE, false);
            device.publish("plant/a", new byte[1], Qos.AT_LEAST_ONCE, false);
            assertThat(watcher.next(Publish.class).topic()).isEqualTo("plant/a");
            assertThat(watcher.next(Publish.class).topic()).isEmpty();
        }
        try (RawPeer watcher = hub.peer(V5)) {
            watcher.send(connect(V5, 0, 1, false));
            assertThat(watcher.next(ConnAck.class).sessionPresent()).isTrue();
            Publish again = watcher.next(Publish.class);
            assertThat(again.dup()).isTrue();
            assertThat(again.topic()).isEqualTo("plant/a");
            assertThat(watcher.next(Publish.class).topicAlias()).isEqualTo(1);
        }
    }

    @Test
    void aKeepAliveThatIsTooLongIsReplacedForMqtt5() throws IOException {
        assertThat(granted(V5, 0).serverKeepAliveSeconds()).isEqualTo(60);
        assertThat(granted(V5, 61).serverKeepAliveSeconds()).isEqualTo(60);
        assertThat(granted(V5, 60).serverKeepAliveSeconds()).isEqualTo(-1);
        try (RawPeer old = hub.peer(V3_1_1);
                RawPeer idle = hub.peer(V5)) {
            old.connected(connect(V3_1_1, 0, 0, false));
            idle.connected(connect(V5, 0, 0, false));
            clock.advance(91_000);
            idle.isDisconnected(ReasonCode.KEEP_ALIVE_TIMEOUT);
            publish(old, "still/there", 0, 1);
        }
    }

    @Test
    void responseInformationIsForThoseWhoAsk() throws IOException {
        assertThat(granted(V5, 60).responseInformation()).isNull();
        try (RawPeer peer = hub.peer(V5)) {
            peer.send(connect(V5, 60, 0, true));
            assertThat(peer.next(ConnAck.class).properties().responseInformation())
                    .isEqualTo("response/terms-V5");
        }
    }

    @Test
    void aHubThatStopsNamesTheOtherServer() throws IOException {
        try (RawPeer peer = hub.peer(V5);
                RawPeer old = hub.peer(V3_1_1)) {
            peer.connected("stays");
            old.connected("old");
            hub.close();
            Disconnect last = peer.next(Disconnect.class);
            assertThat(last.reason()).isEqualTo(ReasonCode.USE_ANOTHER_SERVER);
            assertThat(last.serverReference()).isEqualTo("other.example:1883");
            old.isClosed();
        }
    }

    private ConnAckProperties granted(ProtocolVersion version, int keepAlive) throws IOException {
        try (RawPeer peer = hub.peer(version)) {
            peer.send(connect(version, keepAlive, 0, false));
            return peer.next(ConnAck.class).properties();
        }
    }

    private static void publish(RawPeer peer, String topic, int alias, int packetId)
            throws IOException {
        peer.send(message(topic, alias, packetId));
        assertThat(peer.next(PubAck.class).packetId()).isEqualTo(packetId);
    }

    private static Publish message(String topic, int alias, int packetId) {
        return new Publish(
                topic,
                "x".getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                false,
                packetId,
                alias,
                Publish.NO_IDS,
                MessageProperties.NONE);
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static Connect connect(
            ProtocolVersion version, int keepAlive, int aliases, boolean responseInformation) {
        ConnectProperties asked = new ConnectProperties(
                100,
                65_535,
                ConnectProperties.NO_MAXIMUM,
                aliases,
                responseInformation,
                true,
                null,
                null,
                List.of());
        return new Connect(version, "terms-" + version, false, keepAlive, null, null, null, asked);
    }
}
