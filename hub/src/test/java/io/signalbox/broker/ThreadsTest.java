package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Message;
import io.signalbox.message.Qos;
import io.signalbox.time.SystemClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Loops on threads of their own, as in the hub: what no test on one thread can find. */
class ThreadsTest {
    private static final int MESSAGES = 4_000;
    private static final BrokerLimits D = BrokerLimits.DEFAULT;
    private static final BrokerLimits SMALL =
            new BrokerLimits(10, 10, 50, 100, 10, D.inboxMessages(), 10, 64, 5, 20, 100_000);

    @TempDir
    Path folder;

    /** Takes everything of one session, on whatever loop it is, until the last message came. */
    private static final class Taker extends QuietConnection {
        final BrokerLoop loop;
        final ExecutorService thread;
        final List<Integer> numbers;
        final CompletableFuture<Void> ready = new CompletableFuture<>();
        final CompletableFuture<Void> all;

        /** Of the loop's thread. */
        private @Nullable Attachment attachment;

        Taker(
                BrokerLoop loop,
                ExecutorService thread,
                List<Integer> numbers,
                CompletableFuture<Void> all) {
            this.loop = loop;
            this.thread = thread;
            this.numbers = numbers;
            this.all = all;
            ConnectRequest request =
                    new ConnectRequest("taker", false, ConnectRequest.NEVER_EXPIRES, 40, null);
            CompletableFuture.runAsync(
                            () -> {
                                attachment = loop.connect(request, this);
                                loop.flush(attachment());
                            },
                            thread)
                    .join();
        }

        Attachment attachment() {
            return Objects.requireNonNull(attachment);
        }

        @Override
        public void connected(boolean sessionPresent) {
            ready.complete(null);
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            int number = Integer.parseInt(
                    new String(delivery.message().payload(), StandardCharsets.UTF_8));
            if (numbers.isEmpty() || numbers.getLast() < number) {
                numbers.add(number);
                if (number == MESSAGES - 1) {
                    all.complete(null);
                }
            } else if (!delivery.duplicate()) {
                all.completeExceptionally(new AssertionError(number + " came again"));
            }
            int id = delivery.packetId();
            thread.execute(() -> {
                loop.puback(attachment(), id);
                loop.flush(attachment());
            });
            return Delivered.MORE;
        }

        @Override
        public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
            all.complete(null);
        }

        @Override
        public void close(DisconnectReason reason, String words) {
            ready.complete(null);
        }
    }

    @Test
    @Timeout(30)
    void aSessionThatWandersBetweenLoopsMissesNothing() throws IOException {
        ExecutorService[] threads = {
            Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor()
        };
        try (Journal journal = Journal.open(
                new FileDisk(folder.resolve("journal")),
                JournalConfig.DEFAULT.withDurability(Durability.OS),
                new SystemClock())) {
            Broker broker = Broker.open(
                    journal,
                    new Snapshots(new FileDisk(folder.resolve("snapshot"))),
                    new SystemClock(),
                    SMALL,
                    topic -> false);
            BrokerLoop[] loops = {broker.addLoop(threads[0]), broker.addLoop(threads[1])};
            broker.start();
            List<Integer> numbers = new ArrayList<>();
            subscribe(loops[0], threads[0], numbers);
            Thread publisher = Thread.ofVirtual().start(() -> publish(broker));
            CompletableFuture<Void> all = new CompletableFuture<>();
            for (int turn = 1; !all.isDone(); turn++) {
                int at = turn % 2;
                new Taker(loops[at], threads[at], numbers, all).ready.join();
                CompletableFuture.runAsync(loops[at]::tick, threads[at]).join();
                if (!publisher.isAlive()) {
                    all.join();
                }
            }
            all.join();
            broker.stop();
            assertThat(numbers).hasSize(MESSAGES).startsWith(0).endsWith(MESSAGES - 1);
        } finally {
            threads[0].shutdown();
            threads[1].shutdown();
        }
    }

    /** The first connection may be given some of the messages already. */
    private static void subscribe(BrokerLoop loop, ExecutorService thread, List<Integer> numbers) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Taker first = new Taker(loop, thread, numbers, done);
        first.ready.join();
        SubscribeRequest request =
                new SubscribeRequest("a", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
        thread.execute(() -> {
            loop.subscribe(first.attachment(), 1, List.of(request), 0);
            loop.flush(first.attachment());
        });
        done.join();
    }

    private static void publish(Broker broker) {
        for (int i = 0; i < MESSAGES; i++) {
            Message message = Hub.message("p", "a", "" + i, Qos.AT_LEAST_ONCE);
            broker.publish(message);
        }
    }
}
