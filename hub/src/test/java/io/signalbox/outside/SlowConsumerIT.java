package io.signalbox.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.client.Client;
import io.signalbox.client.ClientOptions;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A subscriber that reads next to nothing of a stream of 20 MB/s: it costs a place in the journal
 * and no memory, nobody else notices it, and when it reads it gets everything in order.
 *
 * <p>{@code -Dslow.seconds=60} for the long run.
 */
@Timeout(900)
class SlowConsumerIT {
    private static final int SECONDS = Integer.getInteger("slow.seconds", 8);
    private static final int BEFORE_SECONDS = Math.min(SECONDS, 15);
    private static final int MESSAGES_PER_SECOND = 1_000;
    private static final int MESSAGE_BYTES = 20_000;
    private static final int PAIR_PAUSE_MILLIS = 10;
    private static final int HEAP_MEGABYTES = 192;

    /** What a machine shared with the load may add to any figure. */
    private static final long NOISE_MICROS = 50_000;

    private static final long NOISE_KILOBYTES = 64 << 10;
    private static final int RETAINED = 20_000;

    @TempDir
    Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() {
        hub = HubProcess.launch(folder.resolve("data"), Map.of(), List.of(), HEAP_MEGABYTES);
        hub.awaitReady();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    /** Messages with rising numbers, paced, until it is stopped. */
    private final class Stream implements AutoCloseable {
        private final Client client = Client.connect(options("stream"));
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final CompletableFuture<Integer> done = new CompletableFuture<>();

        Stream() throws IOException {
            Thread.ofPlatform().start(() -> {
                try {
                    done.complete(publish());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        }

        private int publish() throws Exception {
            long begin = System.nanoTime();
            int number = 0;
            List<CompletableFuture<?>> answers = new ArrayList<>();
            while (going.get()) {
                byte[] payload =
                        ByteBuffer.allocate(MESSAGE_BYTES).putInt(number).array();
                answers.add(client.send("stream", payload, Qos.AT_LEAST_ONCE, false));
                number++;
                long due = begin + number * (1_000_000_000L / MESSAGES_PER_SECOND);
                LockSupport.parkNanos(due - System.nanoTime());
            }
            for (CompletableFuture<?> answer : answers) {
                answer.get(60, TimeUnit.SECONDS);
            }
            return number;
        }

        /** How many were acknowledged. */
        int stop() throws Exception {
            going.set(false);
            return done.get(120, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            going.set(false);
            client.close();
        }
    }

    /** The 99th percentile, in microseconds, of messages between two others meanwhile. */
    private long pairMicros(int seconds) throws Exception {
        List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        int messages = seconds * 1000 / PAIR_PAUSE_MILLIS;
        CountDownLatch all = new CountDownLatch(messages);
        try (Client subscriber = Client.connect(options("pair-s"));
                Client publisher = Client.connect(options("pair-p"))) {
            subscriber.subscribe("pair", Qos.AT_LEAST_ONCE, message -> {
                long sent = ByteBuffer.wrap(message.payload()).getLong();
                micros.add((System.nanoTime() - sent) / 1000);
                all.countDown();
            });
            for (int i = 0; i < messages; i++) {
                byte[] now = ByteBuffer.allocate(64).putLong(System.nanoTime()).array();
                CompletableFuture<?> answer = publisher.send("pair", now, Qos.AT_LEAST_ONCE, false);
                TimeUnit.MILLISECONDS.sleep(PAIR_PAUSE_MILLIS);
                answer.get(60, TimeUnit.SECONDS);
            }
            assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        }
        List<Long> sorted = micros.stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }

    @Test
    void costsACursorAndNobodyNoticesAndItGetsEverythingInOrder() throws Exception {
        long before;
        try (Stream warm = new Stream()) {
            pairMicros(2);
            before = pairMicros(BEFORE_SECONDS);
            warm.stop();
        }
        long live = hub.liveBytes();
        long kilobytes = hub.residentKilobytes();
        int sent;
        long during;
        long behind;
        long most = 0;
        try (SlowReader slow = new SlowReader(hub.mqttPort(), "slow", "stream");
                Stream stream = new Stream()) {
            CompletableFuture<Long> pair = CompletableFuture.supplyAsync(() -> {
                try {
                    return pairMicros(SECONDS);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            while (!pair.isDone()) {
                slow.read(1_000);
                TimeUnit.SECONDS.sleep(1);
                most = Math.max(most, hub.residentKilobytes());
            }
            during = pair.get();
            sent = stream.stop();
            behind = hub.liveBytes();
            for (int i = 0; i < sent; i++) {
                assertThat(slow.next()).isEqualTo(i);
            }
            most = Math.max(most, hub.residentKilobytes());
        }
        System.out.println("slow consumer: " + sent + " messages of " + MESSAGE_BYTES
                + " bytes in " + SECONDS + " s; others' p99 " + before + " µs before, " + during
                + " µs meanwhile; in use " + live / 1024 + " KiB before, " + behind / 1024
                + " KiB when it is far behind; resident " + kilobytes / 1024
                + " MiB before, at most " + most / 1024 + " MiB");
        assertThat(sent).isGreaterThan(SECONDS * MESSAGES_PER_SECOND / 2);
        assertThat(during).isLessThan(2 * before + NOISE_MICROS);
        assertThat(behind).isLessThan(live + NOISE_KILOBYTES * 1024 / 8);
        // In a long run garbage may fill the heap before it is collected.
        long growth = SECONDS > 15 ? HEAP_MEGABYTES * 1024L : NOISE_KILOBYTES;
        assertThat(most).isLessThan(kilobytes + growth);
    }

    @Test
    void whoAsksForManyRetainedMessagesAndDoesNotReadHoldsUpNobody() throws Exception {
        try (Client publisher = Client.connect(options("p"))) {
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 0; i < RETAINED; i++) {
                byte[] payload = ByteBuffer.allocate(1_000).putInt(i).array();
                answers.add(publisher.send("r/" + i, payload, Qos.AT_LEAST_ONCE, true));
            }
            for (CompletableFuture<?> answer : answers) {
                answer.get(60, TimeUnit.SECONDS);
            }
        }
        long before = pairMicros(3);
        long kilobytes = hub.residentKilobytes();
        try (SlowReader first = new SlowReader(hub.mqttPort(), "slow-1", "r/#");
                SlowReader second = new SlowReader(hub.mqttPort(), "slow-2", "#")) {
            long during = pairMicros(3);
            long most = hub.residentKilobytes();
            System.out.println("retained: others' p99 " + before + " µs before, " + during
                    + " µs meanwhile; resident " + kilobytes / 1024 + " MiB, then "
                    + most / 1024 + " MiB");
            assertThat(during).isLessThan(2 * before + NOISE_MICROS);
            assertThat(most).isLessThan(kilobytes + NOISE_KILOBYTES);
            boolean[] got = new boolean[RETAINED];
            for (int i = 0; i < RETAINED; i++) {
                got[first.next()] = true;
            }
            assertThat(got).doesNotContain(false);
            second.read(1);
        }
    }

    private ClientOptions options(String clientId) {
        return ClientOptions.of("127.0.0.1", hub.mqttPort(), clientId).withTimeout(60_000);
    }
}
