package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V3_1_1;
import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.client.Refused;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What subscribers are sent, and the limits that they set. */
@Timeout(120)
class DeliveryTest {
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

    @Test
    void theClientPublishesAndReceivesAtQos2() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (Client client = Client.connect(hub.options("both").withReceiveMaximum(2))) {
            Qos granted = client.subscribe(
                    "t", Qos.EXACTLY_ONCE, p -> got.add(p.qos() + " " + p.payload()[0]));
            assertThat(granted).isEqualTo(Qos.EXACTLY_ONCE);
            for (int i = 0; i < 5; i++) {
                client.publish("t", new byte[] {(byte) i}, Qos.EXACTLY_ONCE, false);
            }
            for (int i = 0; i < 5; i++) {
                assertThat(got.poll(10, TimeUnit.SECONDS)).isEqualTo("EXACTLY_ONCE " + i);
            }
            assertThatThrownBy(() -> client.publish("$SYS/x", new byte[1], Qos.EXACTLY_ONCE, false))
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void noMoreMessagesAreInFlightThanTheSubscriberTakes() throws IOException {
        try (RawPeer slow = hub.peer(V5);
                Client publisher = Client.connect(hub.options("publisher"))) {
            slow.connected(asking(2, ConnectProperties.NO_MAXIMUM)).subscribed("t");
            for (int i = 0; i < 5; i++) {
                publisher.publish("t", new byte[] {(byte) i}, Qos.AT_LEAST_ONCE, false);
            }
            Publish first = slow.next(Publish.class);
            Publish second = slow.next(Publish.class);
            slow.send(PingReq.INSTANCE).next(PingResp.class);
            assertThat(first.payload()).containsExactly(0);
            assertThat(second.payload()).containsExactly(1);
            int acknowledge = first.packetId();
            for (int i = 2; i < 5; i++) {
                slow.send(new PubAck(acknowledge, ReasonCode.SUCCESS));
                Publish next = slow.next(Publish.class);
                assertThat(next.payload()).containsExactly(i);
                acknowledge = next.packetId();
            }
        }
    }

    @Test
    void aMessageLargerThanTheSubscriberTakesIsLeftOut() throws IOException {
        try (RawPeer small = hub.peer(V5);
                Client publisher = Client.connect(hub.options("publisher"))) {
            small.connected(asking(65_535, 100)).subscribed("t");
            publisher.publish("t", new byte[200], Qos.AT_LEAST_ONCE, false);
            publisher.publish("t", new byte[10], Qos.AT_LEAST_ONCE, false);
            assertThat(small.next(Publish.class).payload()).hasSize(10);
        }
    }

    @Test
    void aSubscriberThatDoesNotReadLosesNothingAndHoldsNobodyUp() throws Exception {
        int count = 800;
        try (RawPeer sleeper = hub.peer(V5);
                Client publisher = Client.connect(hub.options("publisher"))) {
            sleeper.connected("sleeper").subscribed("t");
            List<CompletableFuture<ReasonCode>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] payload = new byte[20_000];
                payload[0] = (byte) (i >> 8);
                payload[1] = (byte) i;
                answers.add(publisher.send("t", payload, Qos.AT_LEAST_ONCE, false));
            }
            for (CompletableFuture<ReasonCode> answer : answers) {
                assertThat(answer.get(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .isEqualTo(ReasonCode.SUCCESS);
            }
            for (int i = 0; i < count; i++) {
                Publish publish = sleeper.next(Publish.class);
                assertThat(((publish.payload()[0] & 0xFF) << 8) | (publish.payload()[1] & 0xFF))
                        .isEqualTo(i);
                sleeper.send(new PubAck(publish.packetId(), ReasonCode.SUCCESS));
            }
        }
    }

    @Test
    void propertiesTravelWithTheMessageAndTheExpiryCountsDown() throws IOException {
        MessageProperties sent = properties(100);
        try (RawPeer peer = hub.peer(V5);
                RawPeer old = hub.peer(V3_1_1);
                Client publisher = Client.connect(hub.options("publisher"))) {
            peer.connected("early").subscribed("t");
            old.connected("old").subscribed("t");
            publisher
                    .send("t", "x".getBytes(UTF_8), Qos.AT_LEAST_ONCE, true, sent)
                    .join();
            assertThat(peer.next(Publish.class).properties())
                    .usingRecursiveComparison()
                    .isEqualTo(sent);
            assertThat(old.next(Publish.class).properties()).isEqualTo(MessageProperties.NONE);
            clock.advance(30_000);
            try (RawPeer late = hub.peer(V5)) {
                late.connected("late").subscribed("t");
                Publish retained = late.next(Publish.class);
                assertThat(retained.retain()).isTrue();
                assertThat(retained.properties())
                        .usingRecursiveComparison()
                        .isEqualTo(properties(70));
            }
        }
    }

    @Test
    void aHubThatStopsSaysSo() throws IOException {
        try (RawPeer peer = hub.peer(V5)) {
            peer.connected("told");
            hub.close();
            peer.isDisconnected(ReasonCode.SERVER_SHUTTING_DOWN);
        }
    }

    @Test
    void aClientIsToldWhatWasRefused() throws IOException {
        assertThatThrownBy(() -> Client.connect(hub.options("#")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("CLIENT_IDENTIFIER_NOT_VALID");
        try (Client client = Client.connect(hub.options("asking"))) {
            assertThatThrownBy(
                            () -> client.publish("$SYS/x", new byte[0], Qos.AT_LEAST_ONCE, false))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("NOT_AUTHORIZED");
            assertThatThrownBy(() -> client.subscribe("a#", Qos.AT_LEAST_ONCE, p -> {}))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("TOPIC_FILTER_INVALID");
        }
    }

    @Test
    void aClientThatReconnectsGoesOnWithItsSession() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        ClientOptions options = hub.options("steady").withStoredSession(3_600).withReconnect();
        try (Client steady = Client.connect(options);
                Client other = Client.connect(hub.options("other"))) {
            steady.subscribe("t", Qos.AT_LEAST_ONCE, p -> got.add(new String(p.payload(), UTF_8)));
            try (RawPeer thief = hub.peer(V5)) {
                // Takes the session over; the client takes it back, perhaps before this one has it.
                thief.send(new Connect(V5, "steady", false, 0, null, null, null, keeping(3_600)));
                if (thief.next(ConnAck.class).reason() == ReasonCode.SUCCESS) {
                    thief.isDisconnected(ReasonCode.SESSION_TAKEN_OVER);
                }
            }
            other.publish("t", "after".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            assertThat(got.poll(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("after");
            steady.publish("back", new byte[0], Qos.AT_LEAST_ONCE, false);
            assertThat(steady.sessionPresent()).isTrue();
        }
    }

    @Test
    void aHandlerMayPublishAndWait() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        try (Client device = Client.connect(hub.options("device").withVersion(V3_1_1));
                Client centre = Client.connect(hub.options("centre"))) {
            device.subscribe("down", Qos.AT_LEAST_ONCE, p -> {
                try {
                    device.publish("up", p.payload(), Qos.AT_LEAST_ONCE, false);
                } catch (IOException e) {
                    got.add(e.toString());
                }
            });
            centre.subscribe("up", Qos.AT_MOST_ONCE, p -> got.add(new String(p.payload(), UTF_8)));
            centre.publish("down", "stop".getBytes(UTF_8), Qos.AT_LEAST_ONCE, false);
            assertThat(got.poll(TestHub.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("stop");
            centre.unsubscribe("up");
        }
    }

    private static Connect asking(int receiveMaximum, long maximumPacketBytes) {
        ConnectProperties asked = asked(0, receiveMaximum, maximumPacketBytes);
        return new Connect(V5, "asking", true, 0, null, null, null, asked);
    }

    private static ConnectProperties keeping(long seconds) {
        return asked(seconds, 65_535, ConnectProperties.NO_MAXIMUM);
    }

    // NullAway does not see @Nullable on an array in a class file.
    @SuppressWarnings("NullAway")
    private static ConnectProperties asked(
            long sessionExpirySeconds, int receiveMaximum, long maximumPacketBytes) {
        return new ConnectProperties(
                sessionExpirySeconds,
                receiveMaximum,
                maximumPacketBytes,
                0,
                false,
                true,
                null,
                null,
                List.of());
    }

    private static MessageProperties properties(long expirySeconds) {
        return new MessageProperties(
                true,
                expirySeconds,
                "text/plain",
                "answers/here",
                new byte[] {1, 2, 3},
                List.of("a", "1", "a", "2"));
    }
}
