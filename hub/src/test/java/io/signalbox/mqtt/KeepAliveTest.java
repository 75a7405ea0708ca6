package io.signalbox.mqtt;

import static io.signalbox.mqtt.codec.ProtocolVersion.V5;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.DisconnectReason;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.Connect;
import io.signalbox.mqtt.codec.ConnectProperties;
import io.signalbox.mqtt.codec.Disconnect;
import io.signalbox.mqtt.codec.PingReq;
import io.signalbox.mqtt.codec.PingResp;
import io.signalbox.mqtt.codec.PubAck;
import io.signalbox.mqtt.codec.Publish;
import io.signalbox.time.Clock;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Keep-alive is judged by what came, not by what a loop that stood still had no time to read. */
@Timeout(60)
class KeepAliveTest {
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final int PAUSES = 5;
    private static final int A_SWEEP = 7;

    /** Holds a loop where it looks at the clock before it looks for connections that are overdue. */
    private static final class HoldingClock implements Clock {
        final ManualClock time = new ManualClock(1_800_000_000_000L);
        final Phaser held = new Phaser(2);
        /** That of the first connection. */
        volatile @Nullable Thread loop;

        final AtomicInteger ticks = new AtomicInteger();
        final AtomicBoolean holds = new AtomicBoolean();

        @Override
        public long millis() {
            return time.millis();
        }

        @Override
        public long nanos() {
            Thread here = Thread.currentThread();
            if (loop == null && isCalledBy(MqttConnection.class)) {
                loop = here;
            }
            boolean tick = here.equals(loop) && isCalledBy(MqttLoop.class);
            if (tick) {
                ticks.incrementAndGet();
            }
            if (tick && holds.compareAndSet(true, false)) {
                held.arriveAndAwaitAdvance();
                held.arriveAndAwaitAdvance();
            }
            return time.nanos();
        }

        private static boolean isCalledBy(Class<?> type) {
            return StackWalker.getInstance()
                    .walk(frames -> frames.skip(2).findFirst())
                    .filter(f -> f.getClassName().equals(type.getName()))
                    .isPresent();
        }
    }

    @Test
    void aClientThatTakesItsMessagesSlowlyIsReadBeforeItIsOverdue(@TempDir Path folder)
            throws Exception {
        ManualClock clock = new ManualClock(1_800_000_000_000L);
        try (TestHub hub = TestHub.start(folder, clock);
                RawPeer peer = new RawPeer(hub.address(), V5, 4096)) {
            peer.connected(connect("slow")).subscribed("t");
            fill(hub);
            for (int i = 1; i <= 2; i++) {
                peer.send(PingReq.INSTANCE);
                passKeepAlive(hub, clock);
                assertThat(hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT)).isEqualTo(2L * i);
            }
            passKeepAlive(hub, clock);
            while (hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT) < 7) {
                hub.probe();
            }
        }
    }

    /** Until clients on both loops are overdue that say nothing. */
    private static void passKeepAlive(TestHub hub, ManualClock clock) throws Exception {
        long before = hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT);
        try (RawPeer one = hub.peer(V5).connected(connect("one"));
                RawPeer two = hub.peer(V5).connected(connect("two"))) {
            clock.advance(1_600 * KEEP_ALIVE_SECONDS);
            one.next(Disconnect.class);
            two.next(Disconnect.class);
        }
        assertThat(hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT)).isGreaterThan(before);
    }

    /** Publishes more than the systems between hub and client hold. */
    private static void fill(TestHub hub) throws Exception {
        try (RawPeer publisher = hub.peer(V5).connected("publisher")) {
            byte[] payload = new byte[60_000];
            for (int i = 1; i <= 300; i++) {
                publisher.send(new Publish("t", payload, Qos.AT_LEAST_ONCE, false, i));
                publisher.next(PubAck.class);
            }
        }
    }

    private static Connect connect(String id) {
        return new Connect(
                V5, id, true, KEEP_ALIVE_SECONDS, null, null, null, ConnectProperties.NONE);
    }

    @Test
    void whatCameWhileALoopStoodStillIsReadBeforeItsClientIsOverdue(@TempDir Path folder)
            throws Exception {
        HoldingClock clock = new HoldingClock();
        try (TestHub hub = TestHub.start(folder, clock);
                RawPeer peer = hub.peer(V5)) {
            peer.connected(new Connect(
                    V5,
                    "steady",
                    true,
                    KEEP_ALIVE_SECONDS,
                    null,
                    null,
                    null,
                    ConnectProperties.NONE));
            for (int pause = 0; pause < PAUSES; pause++) {
                int before = clock.ticks.get();
                while (clock.ticks.get() < before + A_SWEEP) {
                    hub.probe();
                }
                clock.holds.set(true);
                clock.held.arriveAndAwaitAdvance();
                peer.send(PingReq.INSTANCE);
                clock.time.advance(2_000 * KEEP_ALIVE_SECONDS);
                clock.held.arriveAndAwaitAdvance();
                peer.next(PingResp.class);
            }
            assertThat(hub.ended(DisconnectReason.KEEP_ALIVE_TIMEOUT)).isZero();
        }
    }
}
