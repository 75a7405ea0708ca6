package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.client.Client;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ConnAck;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.mqtt.codec.Will;
import io.signalbox.time.ManualClock;
import io.signalbox.time.SteadyClock;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The machine's clock is set while clients are connected and away, behind real sockets. */
@Timeout(60)
// NullAway does not see @Nullable on an array in a class file.
@SuppressWarnings("NullAway")
class ClockTest {
    private static final long YEAR_MILLIS = 365L * 86_400_000;
    private static final long HOUR = 3_600;
    private static final int KEEP_ALIVE_SECONDS = 20;

    /** A client that stays for an hour without a connection. */
    private static Connect connect(String id, long willDelaySeconds) {
        ConnectProperties anHour = new ConnectProperties(
                HOUR,
                ConnectProperties.RECEIVE_MAXIMUM,
                ConnectProperties.NO_MAXIMUM,
                0,
                false,
                true,
                null,
                null,
                List.of());
        Will will = new Will(
                "will",
                id.getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                willDelaySeconds,
                MessageProperties.NONE);
        return new Connect(V5, id, false, KEEP_ALIVE_SECONDS, will, null, null, anHour);
    }

    private static void publishForAnHour(RawPeer publisher, int packetId) throws IOException {
        publisher.send(new Publish(
                "t",
                "x".getBytes(UTF_8),
                Qos.AT_LEAST_ONCE,
                false,
                false,
                packetId,
                0,
                Publish.NO_IDS,
                new MessageProperties(false, HOUR, null, null, null, List.of())));
        publisher.next(PubAck.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, -10})
    void aWallClockTenYearsOffEndsNothingAndFiresNothing(long years, @TempDir Path folder)
            throws Exception {
        ManualClock machine = new ManualClock(1_800_000_000_000L);
        BlockingQueue<String> wills = new LinkedBlockingQueue<>();
        try (TestHub hub = TestHub.start(folder, new SteadyClock(machine, 0));
                Client watcher = Client.connect(hub.options("watcher"));
                RawPeer steady = hub.peer(V5).connected(connect("steady", 0))) {
            watcher.subscribe(
                    "will", Qos.AT_LEAST_ONCE, p -> wills.add(new String(p.payload(), UTF_8)));
            hub.peer(V5).connected(connect("away", HOUR / 2)).subscribed("t").drop();
            hub.peer(V5).connected(connect("due", 5)).drop();
            publishForAnHour(steady, 1);

            machine.setWallMillis(machine.millis() + years * YEAR_MILLIS);
            publishForAnHour(steady, 2);
            // What is due by the time that passes comes, so what is due has been looked at.
            while (hub.ended(DisconnectReason.CONNECTION_LOST) < 2) {
                hub.probe();
            }
            machine.advance(6_000);
            assertThat(wills.poll(20, TimeUnit.SECONDS)).isEqualTo("due");

            steady.send(PingReq.INSTANCE).next(PingResp.class);
            assertThat(wills).isEmpty();
            try (RawPeer back = hub.peer(V5).send(connect("away", 0))) {
                assertThat(back.next(ConnAck.class).sessionPresent()).isTrue();
                for (int i = 0; i < 2; i++) {
                    Publish publish = back.next(Publish.class);
                    assertThat(publish.properties().expirySeconds()).isBetween(HOUR - 20, HOUR);
                }
            }
            assertThat(hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT)).isZero();
        }
    }
}
