package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ReasonCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A hub with very little memory under more than it can do: it lives, and loses nothing that it
 * acknowledged.
 *
 * <p>{@code -Doverload.seconds=60} for the long run.
 */
@Timeout(600)
class OverloadIT {
    private static final int SECONDS = Integer.getInteger("overload.seconds", 8);
    private static final int HEAP_MEGABYTES = 64;
    private static final long DAY = 86_400;

    @TempDir
    Path folder;

    private final AtomicBoolean going = new AtomicBoolean(true);

    @Test
    void livesThroughAFloodAndLosesNothingThatItAcknowledged() throws Exception {
        try (HubProcess hub =
                HubProcess.launch(folder.resolve("data"), Map.of(), List.of(), HEAP_MEGABYTES)) {
            hub.awaitReady();
            try (Client sleeper = Client.connect(options(hub, "s").withStoredSession(DAY))) {
                sleeper.subscribe("kept", Qos.AT_LEAST_ONCE, _ -> {});
            }
            List<SlowReader> deaf = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                deaf.add(new SlowReader(hub.mqttPort(), "deaf-" + i, "flood/#"));
            }
            List<CompletableFuture<?>> floods = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                floods.add(CompletableFuture.runAsync(() -> flood(hub, number)));
            }
            int acknowledged = publishKept(hub);
            going.set(false);
            for (CompletableFuture<?> flood : floods) {
                flood.get(60, TimeUnit.SECONDS);
            }
            for (SlowReader each : deaf) {
                each.close();
            }
            System.out.println("overload: " + acknowledged + " messages acknowledged in " + SECONDS
                    + " s beside the flood; resident " + hub.residentKilobytes() / 1024 + " MiB");
            assertThat(acknowledged).isPositive();
            checkKept(hub, acknowledged);
            assertThat(hub.text()).doesNotContain("OutOfMemory");
            assertThat(hub.stop()).isZero();
        }
    }

    private void flood(HubProcess hub, int number) {
        byte[] payload = new byte[100_000];
        try (Client client = Client.connect(options(hub, "flood-" + number))) {
            for (int i = 0; going.get(); i++) {
                Qos qos = i % 4 == 0 ? Qos.AT_LEAST_ONCE : Qos.AT_MOST_ONCE;
                var _ = client.send("flood/" + number, payload, qos, false);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int publishKept(HubProcess hub) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int number = 0;
        try (Client client = Client.connect(options(hub, "kept"))) {
            while (System.nanoTime() < end) {
                byte[] payload = ByteBuffer.allocate(1_000).putInt(number).array();
                ReasonCode reason = client.send("kept", payload, Qos.AT_LEAST_ONCE, false)
                        .get(60, TimeUnit.SECONDS);
                assertThat(reason.failed()).isFalse();
                number++;
            }
        }
        return number;
    }

    private static void checkKept(HubProcess hub, int messages) throws Exception {
        BlockingQueue<Integer> got = new LinkedBlockingQueue<>();
        try (Client _ = Client.connect(
                options(hub, "s").withStoredSession(DAY),
                p -> got.add(ByteBuffer.wrap(p.payload()).getInt()))) {
            for (int i = 0; i < messages; i++) {
                assertThat(got.poll(60, TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
    }

    private static ClientOptions options(HubProcess hub, String clientId) {
        return ClientOptions.of("127.0.0.1", hub.mqttPort(), clientId).withTimeout(60_000);
    }
}
