package io.signalbox.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.signalbox.broker.Broker;
import io.signalbox.broker.BrokerLimits;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A broker and its connections without a network and without real time: bytes go in and out, time
 * passes when the test says so, and everything runs on the test's thread but for the journal.
 */
public final class VirtualHub implements AutoCloseable {
    private static final long START = 1_800_000_000_000L;
    private static final int LOOPS = 2;

    /** Time passes in steps of this, or of more if there are to be more than {@link #MOST_STEPS}. */
    private static final long STEP_MILLIS = 250;

    private static final long MOST_STEPS = 120;

    /** Ticks after which connections are looked at. */
    private static final int TICKS = 5;

    private static final JournalConfig JOURNAL =
            new JournalConfig(Durability.OS, 1 << 20, 64 << 10, 8 << 20, 1 << 20, 1 << 16, 1 << 16);

    private static final class Tasks implements Executor {
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public synchronized void execute(Runnable task) {
            waiting.add(task);
        }

        private synchronized @Nullable Runnable next() {
            return waiting.poll();
        }

        /** Runs what waits; true if that was more than the one wake that every commit brings. */
        boolean runAll() {
            int ran = 0;
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
                ran++;
            }
            return ran > 1;
        }
    }

    /** One client's connection. */
    public final class Link {
        private final EmbeddedChannel channel;
        private boolean cut;

        Link(MqttLoop loop) {
            channel = new EmbeddedChannel(new MqttConnection(loop, false));
        }

        /** The hub reads these bytes at once, and does what they ask for. */
        public void send(byte[] bytes) {
            read(bytes);
            settle();
        }

        /** The hub has read these bytes, and has others to read before it goes on. */
        void read(byte[] bytes) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            }
        }

        /** What the hub has sent since the last call. */
        public byte[] take() {
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf some = channel.readOutbound(); some != null; ) {
                all.writeBytes(some);
                some.release();
                some = channel.readOutbound();
            }
            byte[] bytes = new byte[all.readableBytes()];
            all.readBytes(bytes);
            return bytes;
        }

        public boolean isClosed() {
            return cut || !channel.isOpen();
        }

        /** The network fails, or the client goes without a word. */
        public void drop() {
            var _ = channel.close();
            settle();
        }

        private void runPendingTasks() {
            if (!cut) {
                channel.runPendingTasks();
            }
        }
    }

    private final Path folder;
    private final MqttConfig config;
    private final ManualClock clock = new ManualClock(START);
    private final List<Tasks> executors = new ArrayList<>();
    private final List<MqttLoop> loops = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private Journal journal;
    private Broker broker;
    private volatile long committed;
    private int opened;

    public VirtualHub(Path folder, MqttConfig config) {
        this.folder = folder;
        this.config = config;
        journal = openJournal();
        broker = openBroker();
        settle();
    }

    private Journal openJournal() {
        try {
            return Journal.open(new FileDisk(folder.resolve("journal")), JOURNAL, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Broker openBroker() {
        try {
            Snapshots snapshots = new Snapshots(new FileDisk(folder.resolve("snapshot")));
            Broker opening =
                    Broker.open(journal, snapshots, clock, BrokerLimits.DEFAULT, topic -> false);
            MqttCounters counters = new MqttCounters();
            Reception reception = Reception.open(config, List.of(), clock.millis());
            for (int i = 0; i < LOOPS; i++) {
                Tasks executor = new Tasks();
                executors.add(executor);
                loops.add(new MqttLoop(
                        opening.addLoop(executor), executor, config, counters, reception, clock));
            }
            opening.start();
            // After the broker's own, which has then woken its loops.
            journal.onCommit((_, through, _) -> committed = through);
            return opening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client connects; clients go to the loops by turns. */
    public Link open() {
        Link link = new Link(loops.get(opened++ % LOOPS));
        links.add(link);
        settle();
        return link;
    }

    /** Time passes, on the clocks and for everything that waits for it. */
    public void pass(long millis) {
        long step = Math.max(STEP_MILLIS, millis / MOST_STEPS);
        for (long left = millis; left > 0; left -= step) {
            clock.advance(Math.min(step, left));
            for (MqttLoop loop : loops) {
                for (int i = 0; i < TICKS; i++) {
                    loop.tick();
                }
            }
            settle();
        }
    }

    /** The hub is stopped as it should be, and started again. */
    public void restart() {
        Thread stopping = Thread.ofPlatform().start(broker::stop);
        while (stopping.isAlive()) {
            settle();
        }
        loops.forEach(MqttLoop::endAll);
        settle();
        reopen();
    }

    /** The hub is killed: what the journal has stays, all else is gone. Then it is started again. */
    public void die() {
        links.forEach(link -> link.cut = true);
        reopen();
    }

    private void reopen() {
        journal.close();
        links.clear();
        executors.clear();
        loops.clear();
        committed = 0;
        journal = openJournal();
        broker = openBroker();
        settle();
    }

    /** Bytes that were handed to the journal, committed or not. */
    long journaledBytes() {
        return journal.status().bytes() + journal.status().pendingBytes();
    }

    /** Runs everything until nothing moves any more. */
    void settle() {
        boolean moved = true;
        while (moved) {
            long before = journal.committed();
            commit();
            moved = false;
            for (Tasks executor : executors) {
                moved |= executor.runAll();
            }
            links.forEach(Link::runPendingTasks);
            moved |= journal.committed() > before + 1 || journal.status().pendingBytes() > 0;
        }
        links.removeIf(Link::isClosed);
    }

    /** Waits until all that was submitted so far is committed, and the loops are woken. */
    private void commit() {
        RecordBatch nothing = new RecordBatch();
        nothing.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
        long sequence = journal.append(nothing);
        while (committed < sequence) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
