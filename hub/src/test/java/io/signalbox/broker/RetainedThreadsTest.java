package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.effect.Cause;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.SystemClock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** A retained message that is matched but not in the journal yet, and who subscribes meanwhile. */
@Timeout(30)
class RetainedThreadsTest {
    @TempDir
    Path folder;

    private final ExecutorService[] threads = {
        Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor()
    };
    private Journal journal;
    private Broker broker;
    private BrokerLoop[] loops;

    /** Writes down what it gets, until the message {@code last}. */
    private static final class Peer extends QuietConnection {
        final BrokerLoop loop;
        final ExecutorService thread;
        final CompletableFuture<Void> connected = new CompletableFuture<>();
        final CompletableFuture<Void> subscribed = new CompletableFuture<>();
        final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private final List<String> got = new ArrayList<>();
        private @Nullable Attachment attachment;

        Peer(BrokerLoop loop, ExecutorService thread, String id) {
            this(loop, thread, id, true);
        }

        Peer(BrokerLoop loop, ExecutorService thread, String id, boolean clean) {
            this.loop = loop;
            this.thread = thread;
            ConnectRequest request = new ConnectRequest(id, clean, 100, 40, null);
            run(() -> {
                attachment = loop.connect(request, this);
                loop.flush(attachment());
            });
            connected.join();
        }

        Attachment attachment() {
            return Objects.requireNonNull(attachment);
        }

        void run(Runnable task) {
            CompletableFuture.runAsync(task, thread).join();
        }

        void subscribe() {
            SubscribeRequest request =
                    new SubscribeRequest("a", Qos.AT_LEAST_ONCE, false, false, RetainHandling.SEND);
            run(() -> {
                loop.subscribe(attachment(), 1, List.of(request), 0);
                loop.flush(attachment());
            });
        }

        @Override
        public void connected(boolean sessionPresent) {
            connected.complete(null);
        }

        @Override
        public Delivered deliver(Delivery delivery) {
            got.add(new String(delivery.message().payload(), StandardCharsets.UTF_8));
            if (got.getLast().equals("last")) {
                all.complete(List.copyOf(got));
            }
            return Delivered.MORE;
        }

        @Override
        public void subscribed(int packetId, List<SubscribeOutcome> outcomes) {
            subscribed.complete(null);
        }

        @Override
        public void close(DisconnectReason reason, String words) {}
    }

    @BeforeEach
    void open() throws IOException {
        journal = Journal.open(
                new FileDisk(folder.resolve("journal")),
                JournalConfig.DEFAULT.withDurability(Durability.OS),
                new SystemClock());
        broker = Broker.open(
                journal,
                new Snapshots(new FileDisk(folder.resolve("snapshot"))),
                new SystemClock(),
                BrokerLimits.DEFAULT,
                topic -> false);
        loops = new BrokerLoop[] {broker.addLoop(threads[0]), broker.addLoop(threads[1])};
        broker.start();
    }

    @AfterEach
    void close() {
        broker.stop();
        journal.close();
        threads[0].shutdown();
        threads[1].shutdown();
    }

    private static Message message(String payload, boolean retain) {
        return Hub.message(
                "p", "a", payload, Qos.AT_LEAST_ONCE, retain, MessageProperties.NONE, Hub.START);
    }

    /** Waits until all that the subscriber's loop would do at once is done, and durable. */
    private void letTheSubscriptionSettle(Peer subscriber) {
        for (int i = 0; i < 3; i++) {
            RecordBatch nothing = new RecordBatch();
            nothing.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
            journal.append(nothing);
            subscriber.run(subscriber.loop::tick);
        }
    }

    /** The same on every loop: a session that came back is owed what it asked before. */
    private void letAllSettle() {
        for (int i = 0; i < 3; i++) {
            RecordBatch nothing = new RecordBatch();
            nothing.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
            journal.append(nothing);
            for (int loop = 0; loop < loops.length; loop++) {
                CompletableFuture.runAsync(loops[loop]::tick, threads[loop]).join();
            }
        }
    }

    @Test
    void reachesASubscriberOfAnotherLoop() {
        Peer publisher = new Peer(loops[0], threads[0], "p");
        Peer subscriber = new Peer(loops[1], threads[1], "s");
        publisher.run(() -> publisher.loop.publish(publisher.attachment(), message("1", true), 1));
        CompletableFuture<Void> busy = new CompletableFuture<>();
        threads[0].execute(busy::join);
        subscriber.subscribe();
        letTheSubscriptionSettle(subscriber);
        assertThat(subscriber.subscribed).isNotDone();
        busy.complete(null);
        publisher.run(() -> publisher.loop.flush(publisher.attachment()));
        subscriber.subscribed.join();
        broker.publish(message("last", false));
        assertThat(subscriber.all.join()).containsExactly("1", "last");
    }

    @Test
    void reachesASubscriberWhenAFoldPublishesIt() {
        Peer subscriber = new Peer(loops[1], threads[1], "s");
        RecordBatch effects = new RecordBatch();
        broker.addPublish(effects, message("1", true), new Cause(1, 0, 1));
        subscriber.subscribe();
        letTheSubscriptionSettle(subscriber);
        assertThat(subscriber.subscribed).isNotDone();
        journal.append(effects);
        subscriber.subscribed.join();
        broker.publish(message("last", false));
        assertThat(subscriber.all.join()).containsExactly("1", "last");
    }

    @Test
    void reachesASubscriberThatWentAndCameBackMeanwhile() {
        Peer subscriber = new Peer(loops[1], threads[1], "s");
        RecordBatch effects = new RecordBatch();
        broker.addPublish(effects, message("1", true), new Cause(1, 0, 1));
        subscriber.subscribe();
        letTheSubscriptionSettle(subscriber);
        subscriber.run(() -> subscriber.loop.disconnected(
                subscriber.attachment(), DisconnectReason.CONNECTION_LOST, BrokerLoop.SAME_EXPIRY));
        letTheSubscriptionSettle(subscriber);
        Peer again = new Peer(loops[0], threads[0], "s", false);
        journal.append(effects);
        letAllSettle();
        broker.publish(message("last", false));
        assertThat(again.all.join()).containsExactly("1", "last");
    }
}
