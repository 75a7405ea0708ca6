package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;
import io.signalbox.mqtt.codec.ReasonCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * QoS 2 while the hub is killed with -9 again and again at random instants. Publisher and
 * subscriber live on and resume their sessions: every message must arrive once and in order.
 *
 * <p>{@code -Dkills=500} for the long run, {@code -Dseed=N} for another one.
 */
class ExactlyOnceIT {
    private static final int KILLS = Integer.getInteger("kills", 8);
    private static final long SEED = Long.getLong("seed", 20261123L);
    private static final long PAUSE_NANOS = 500_000;
    private static final long DAY = 86_400;

    /** Kept when the test fails. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final BlockingQueue<String> got = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<ReasonCode>> answers = new ArrayList<>();
    private final AtomicBoolean publishing = new AtomicBoolean(true);

    @Test
    void noneIsLostAndNoneIsDoubled() throws Exception {
        Random chance = new Random(SEED);
        // The same in every life of the hub, so that its clients find it again.
        int port = Spawn.freePort();
        HubProcess hub = start(port);
        try (Client subscriber = client(port, "subscriber");
                Client publisher = client(port, "publisher")) {
            subscriber.subscribe(
                    "t",
                    Qos.EXACTLY_ONCE,
                    p -> got.add(new String(p.payload(), StandardCharsets.UTF_8)));
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> publish(publisher));
            for (int kill = 0; kill < KILLS; kill++) {
                TimeUnit.MILLISECONDS.sleep(chance.nextInt(50, 1500));
                hub.kill();
                hub = start(port);
                if ((kill + 1) % 25 == 0) {
                    System.out.println("QoS 2: " + (kill + 1) + " of " + KILLS + " kills");
                }
            }
            publishing.set(false);
            load.get(60, TimeUnit.SECONDS);
            for (CompletableFuture<ReasonCode> answer : answers) {
                assertThat(answer.get(60, TimeUnit.SECONDS).failed()).isFalse();
            }
            List<String> arrived = new ArrayList<>();
            String next;
            while ((next = got.poll(arrived.size() < answers.size() ? 20 : 2, TimeUnit.SECONDS))
                    != null) {
                arrived.add(next);
            }
            long doubled = arrived.size() - arrived.stream().distinct().count();
            System.out.println("QoS 2: " + KILLS + " kills, seed " + SEED + ", " + answers.size()
                    + " acknowledged, " + arrived.size() + " arrived, " + doubled
                    + " doubled; data in "
                    + folder);
            assertThat(answers).isNotEmpty();
            assertThat(arrived)
                    .containsExactlyElementsOf(IntStream.range(0, answers.size())
                            .mapToObj(Integer::toString)
                            .toList());
        } finally {
            hub.close();
        }
    }

    private void publish(Client publisher) {
        try {
            while (publishing.get()) {
                LockSupport.parkNanos(PAUSE_NANOS);
                byte[] number = Integer.toString(answers.size()).getBytes(StandardCharsets.UTF_8);
                answers.add(publisher.send("t", number, Qos.EXACTLY_ONCE, false));
            }
        } catch (IOException e) {
            throw new AssertionError("a client that reconnects keeps what it cannot send", e);
        }
    }

    private static Client client(int port, String id) throws IOException {
        return Client.connect(
                ClientOptions.of("127.0.0.1", port, id).withStoredSession(DAY).withReconnect());
    }

    private HubProcess start(int port) {
        HubProcess hub = HubProcess.launch(
                folder.resolve("data"), Map.of("SIGNALBOX_LISTEN__MQTT", "127.0.0.1:" + port));
        hub.awaitReady();
        return hub;
    }
}
