package io.signalbox.broker;

import io.signalbox.journal.Disk;
import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalByTurns;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordKeys;
import io.signalbox.journal.RecordType;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Message;
import io.signalbox.message.MessageProperties;
import io.signalbox.message.Qos;
import io.signalbox.time.Clock;
import io.signalbox.time.ManualClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A broker on a folder whose loops run when the test says so, all on the test's thread: {@link
 * #settle} runs them until nothing moves any more.
 */
final class Hub implements AutoCloseable {
    static final long START = 1_800_000_000_000L;

    /** Tasks wait until they are run. */
    static final class Loop implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final ArrayDeque<Runnable> held = new ArrayDeque<>();
        private @Nullable Thread heldFor;

        @Override
        public synchronized void execute(Runnable task) {
            boolean waits = heldFor != null && heldFor != Thread.currentThread();
            (waits ? held : tasks).add(task);
        }

        /** Until {@link #release} what other threads ask for is behind what this one does. */
        synchronized void hold() {
            heldFor = Thread.currentThread();
        }

        synchronized void release() {
            heldFor = null;
            tasks.addAll(held);
            held.clear();
        }

        synchronized boolean holdsTasks() {
            return !held.isEmpty();
        }

        synchronized int count() {
            return tasks.size();
        }

        void run(int count) {
            for (int left = count; left > 0; left--) {
                runOne();
            }
        }

        void runAll() {
            while (!isIdle()) {
                runOne();
            }
        }

        private synchronized Runnable next() {
            return tasks.isEmpty() ? () -> {} : tasks.remove();
        }

        synchronized boolean isIdle() {
            return tasks.isEmpty();
        }

        void runOne() {
            next().run();
        }
    }

    private final Path folder;
    private final int loopCount;
    private final BrokerLimits limits;
    private final Quotas quotas;
    private final RecordKeys keys;
    private final Gate gate = new Gate();
    private final boolean byTurns;

    /** What the journal's thread has in its hands while the gate is closed. */
    private long heldBytes;

    final ManualClock clock;
    private final List<Loop> executors = new ArrayList<>();
    private final List<BrokerLoop> loops = new ArrayList<>();
    private Journal journal;
    private Broker broker;

    /** The last record of which the loops have heard that it is there. */
    private volatile long told;

    /** What other threads do just when a loop looks at the clock; once. */
    private @Nullable Runnable meanwhile;

    /** The same clock for the broker, whose threads may be interrupted when they look at it. */
    private final Clock watched = new Clock() {
        @Override
        public long millis() {
            Runnable now = meanwhile;
            meanwhile = null;
            if (now != null) {
                now.run();
            }
            return clock.millis();
        }

        @Override
        public long nanos() {
            return clock.nanos();
        }
    };

    Hub(Path folder) {
        this(folder, 2, BrokerLimits.DEFAULT);
    }

    Hub(Path folder, int loopCount, BrokerLimits limits) {
        this(folder, loopCount, limits, Quotas.DEFAULT, new LateKeys(), false);
    }

    Hub(Path folder, int loopCount, BrokerLimits limits, Quotas quotas) {
        this(folder, loopCount, limits, quotas, new LateKeys(), false);
    }

    /** {@code keys} for the indexes of the journal, whose segments are small. */
    Hub(Path folder, int loopCount, BrokerLimits limits, RecordKeys keys) {
        this(folder, loopCount, limits, Quotas.DEFAULT, keys, false);
    }

    /** The journal, too, works when the test says so, in {@link #commit} alone. */
    static Hub byTurns(Path folder, int loopCount, BrokerLimits limits, Quotas quotas) {
        return new Hub(folder, loopCount, limits, quotas, new LateKeys(), true);
    }

    private Hub(
            Path folder,
            int loopCount,
            BrokerLimits limits,
            Quotas quotas,
            RecordKeys keys,
            boolean byTurns) {
        this(folder, loopCount, limits, quotas, keys, byTurns, START);
    }

    private Hub(
            Path folder,
            int loopCount,
            BrokerLimits limits,
            Quotas quotas,
            RecordKeys keys,
            boolean byTurns,
            long millis) {
        this.byTurns = byTurns;
        this.quotas = quotas;
        this.folder = folder;
        this.loopCount = loopCount;
        this.limits = limits;
        this.keys = keys;
        this.clock = new ManualClock(millis);
        this.journal = openJournal();
        this.broker = openBroker();
    }

    private Journal openJournal() {
        try {
            Disk disk = gate.before(new FileDisk(folder.resolve("journal")));
            JournalConfig config = new JournalConfig(
                    Durability.OS, 24 << 10, 4 << 10, 8 << 20, 4 << 10, 1 << 13, 1 << 20);
            return byTurns
                    ? JournalByTurns.open(disk, config, clock, keys)
                    : Journal.open(disk, config, clock, keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Broker openBroker() {
        if (byTurns) {
            shut();
        } else {
            gate.open();
        }
        try {
            Snapshots snapshots = new Snapshots(new FileDisk(folder.resolve("snapshot")));
            Broker opened = Broker.open(
                    journal, snapshots, watched, limits, quotas, topic -> topic.startsWith("d/"));
            for (int i = 0; i < loopCount; i++) {
                Loop executor = new Loop();
                executors.add(executor);
                loops.add(opened.addLoop(executor));
            }
            opened.start();
            journal.onCommit((_, through, _) -> told = through);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Broker broker() {
        return broker;
    }

    Journal journal() {
        return journal;
    }

    BrokerLoop loop(int number) {
        return loops.get(number);
    }

    Loop executor(int number) {
        return executors.get(number);
    }

    /** What was handed to the journal stays, all else is gone; then everything starts again. */
    void crash() {
        gate.open();
        broker.snapshots().stop();
        journal.close();
        reopen();
    }

    /** From now on nothing more becomes durable. */
    void stall() {
        gate.close();
    }

    /** A hub on a copy of what is on disk just now but for indexes, as after a power failure. */
    Hub afterPowerFailure(Path copy) {
        return afterPowerFailure(copy, START);
    }

    /** The same at that wall time. */
    Hub afterPowerFailure(Path copy, long millis) {
        try {
            for (String part : List.of("journal", "snapshot")) {
                Path to = Files.createDirectories(copy.resolve(part));
                try (var files =
                        Files.newDirectoryStream(folder.resolve(part), "*.{seg,snapshot}")) {
                    for (Path file : files) {
                        Files.copy(file, to.resolve(file.getFileName()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Hub(copy, loopCount, limits, quotas, keys, byTurns, millis);
    }

    /** Stops as the hub does, then starts again. */
    void restart() {
        stopBroker();
        gate.open();
        journal.close();
        reopen();
    }

    /** What the thread that stops asks of the loops they hear all at once, before they go on. */
    private void stopBroker() {
        executors.forEach(Loop::hold);
        Thread stopping = Thread.ofPlatform().start(broker::stop);
        while (!executors.stream().allMatch(Loop::holdsTasks)) {
            Thread.onSpinWait();
        }
        executors.forEach(Loop::release);
        settle();
        try {
            stopping.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void reopen() {
        executors.clear();
        loops.clear();
        gate.close();
        told = 0;
        journal = openJournal();
        broker = openBroker();
        settle();
    }

    /** What sessions need of the records before this one, asked from another thread. */
    Needs needs(long before) {
        executors.forEach(Loop::hold);
        CompletableFuture<Needs> found = CompletableFuture.supplyAsync(
                () -> broker.sessionNeeds(before).orElseThrow(),
                task -> Thread.ofPlatform().start(task));
        while (!found.isDone()) {
            if (executors.stream().allMatch(Loop::holdsTasks)) {
                executors.forEach(Loop::release);
                executors.forEach(Loop::hold);
                int[] counts = executors.stream().mapToInt(Loop::count).toArray();
                for (int i = 0; i < counts.length; i++) {
                    executors.get(i).run(counts[i]);
                }
            }
            Thread.onSpinWait();
        }
        executors.forEach(Loop::release);
        return found.join();
    }

    /** Runs all loops until nothing moves. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = false;
            long before = journal.committed();
            commit();
            for (BrokerLoop loop : loops) {
                loop.wake();
            }
            for (Loop executor : executors) {
                while (!executor.isIdle()) {
                    executor.runOne();
                    moved |= !executor.isIdle();
                }
            }
            for (Loop executor : executors) {
                moved |= !executor.isIdle();
            }
            boolean more = journal.status().pendingBytes() > heldBytes;
            moved |= more || journal.committed() > before + (byTurns ? 2 : 1);
        }
    }

    /** Waits until all that was submitted so far is committed and announced. */
    void commit() {
        RecordBatch nothing = nothing();
        if (!byTurns) {
            long sequence = journal.append(nothing);
            while (told < sequence) {
                Thread.onSpinWait();
            }
            return;
        }
        journal.submit(nothing);
        gate.open();
        while (journal.status().pendingBytes() > 0 || told < journal.committed()) {
            giveWay();
        }
        shut();
    }

    /** The journal's thread may need the processor. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void giveWay() {
        Thread.yield();
    }

    /** The journal's thread has one batch in its hands, and takes all others at once later. */
    private void shut() {
        gate.close();
        journal.submit(nothing());
        try {
            gate.await();
            heldBytes = journal.status().pendingBytes();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RecordBatch nothing() {
        RecordBatch nothing = new RecordBatch();
        nothing.add(RecordType.TRACE, 0, 0, new byte[0], 0, 0);
        return nothing;
    }

    /** One loop alone does what it can, as far as the journal is now. */
    void step(int number) {
        commit();
        loop(number).wake();
        executor(number).runAll();
    }

    /** When a loop next looks at the wall clock this happens first, as if on other threads. */
    void meanwhile(Runnable happens) {
        meanwhile = happens;
    }

    /** Seconds pass: on the clocks, in the journal, and for every loop. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(1000);
            RecordBatch tick = new RecordBatch();
            tick.add(RecordType.TICK, 0, clock.millis(), new byte[0], 0, 0);
            journal.append(tick);
            loops.forEach(BrokerLoop::tick);
            settle();
        }
    }

    Client client(String id) {
        return new Client(this, id);
    }

    static Message message(String publisher, String topic, String payload, Qos qos) {
        return message(publisher, topic, payload, qos, false, MessageProperties.NONE, START);
    }

    static Message message(
            String publisher,
            String topic,
            String payload,
            Qos qos,
            boolean retain,
            MessageProperties properties,
            long millis) {
        return new Message(
                topic,
                payload.getBytes(StandardCharsets.UTF_8),
                qos,
                retain,
                properties,
                publisher,
                millis);
    }

    static MessageProperties expiring(long seconds) {
        return new MessageProperties(false, seconds, null, null, new byte[0], List.of());
    }

    @Override
    public void close() {
        gate.open();
        journal.close();
    }
}
