package io.signalbox.bench;

import io.signalbox.broker.Attachment;
import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.broker.BrokerLoop;
import io.signalbox.broker.ConnectRequest;
import io.signalbox.broker.RetainHandling;
import io.signalbox.broker.SubscribeRequest;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Needs;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.SystemClock;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Messages per second from a publisher to its subscribers through the broker of one loop, without
 * sockets and codec: 64 at a time, each batch published, delivered to all and acknowledged before
 * the next. QoS 1 goes through the journal, at durability {@code os}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DeliveryBench {
    private static final int MESSAGES = 64;
    private static final String TOPIC = "plant/hall3/pump17/flow";

    @Param({"1", "100"})
    public int subscribers = 1;

    @Param({"AT_MOST_ONCE", "AT_LEAST_ONCE"})
    public Qos qos = Qos.AT_LEAST_ONCE;

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<MemoryConnection> connections = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final byte[] payload = new byte[64];
    private final SystemClock clock = new SystemClock();
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Journal journal;

    @SuppressWarnings("NullAway.Init")
    private Broker broker;

    @SuppressWarnings("NullAway.Init")
    private BrokerLoop loop;

    /** The publisher is the first connection; all others subscribe. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("signalbox-delivery-bench");
        JournalConfig config = JournalConfig.DEFAULT.withDurability(Durability.OS);
        journal = Journal.open(new FileDisk(folder.resolve("journal")), config, clock);
        Snapshots snapshots = new Snapshots(new FileDisk(folder.resolve("snapshot")));
        broker = Broker.open(journal, snapshots, clock, BrokerLimits.DEFAULT, topic -> false);
        loop = broker.addLoop(tasks::add);
        broker.start();
        for (int i = 0; i <= subscribers; i++) {
            var connection = new MemoryConnection();
            connections.add(connection);
            Attachment attachment =
                    loop.connect(new ConnectRequest("c" + i, true, 0, 65_535, null), connection);
            attachments.add(attachment);
            loop.flush(attachment);
            runUntil(() -> connection.connected);
            if (i > 0) {
                var all = new SubscribeRequest(TOPIC, qos, false, false, RetainHandling.SEND);
                loop.subscribe(attachment, 1, List.of(all), 0);
                loop.flush(attachment);
                runUntil(() -> connection.subscribed);
            }
        }
    }

    /** Keeps the disk from filling up: all was delivered, and nothing starts from it again. */
    @TearDown(Level.Iteration)
    public void release() {
        loop.tick();
        runUntil(tasks::isEmpty);
        journal.release(journal.committed(), new Needs());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void runUntil(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            Runnable task = tasks.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                task.run();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long publishAndDeliver() {
        Attachment publisher = attachments.getFirst();
        MemoryConnection own = connections.getFirst();
        int counted = qos == Qos.AT_MOST_ONCE ? 0 : MESSAGES;
        own.published = 0;
        for (int i = 1; i <= MESSAGES; i++) {
            Message message = new Message(
                    TOPIC, payload, qos, false, MessageProperties.NONE, "c0", clock.millis());
            loop.publish(publisher, message, counted == 0 ? 0 : i);
        }
        loop.flush(publisher);
        long wanted = (long) MESSAGES * subscribers;
        runUntil(() -> own.published == counted && delivered() == wanted);
        for (int i = 1; i < connections.size(); i++) {
            acknowledge(connections.get(i), attachments.get(i));
        }
        return wanted;
    }

    private long delivered() {
        long sum = 0;
        for (int i = 1; i < connections.size(); i++) {
            sum += connections.get(i).delivered;
        }
        return sum;
    }

    private void acknowledge(MemoryConnection connection, Attachment attachment) {
        for (int i = 0; i < connection.delivered; i++) {
            int id = connection.packetIds[i];
            if (id != 0) {
                loop.puback(attachment, id);
            }
        }
        connection.delivered = 0;
        loop.flush(attachment);
    }
}
