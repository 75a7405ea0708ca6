package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.time.ManualClock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A journal on a {@link FaultDisk} into which a test appends, and the memory of what was submitted
 * and what was acknowledged after which step of the disk.
 */
final class Workload implements AutoCloseable {
    static final ManualClock CLOCK = new ManualClock(1_700_000_000_000L);

    /** Small files, so that a few records fill several. */
    static final JournalConfig SMALL =
            new JournalConfig(Durability.FSYNC, 4096 + 2500, 2000, 1 << 20, 1 << 20, 1024, 1 << 16);

    private record Ack(int steps, long through) {}

    /** Stops the journal thread after a commit, so that the next group can gather. */
    private record Gate(CountDownLatch reached, CountDownLatch open) {}

    final FaultDisk disk;
    final Journal journal;
    final List<String> records = new ArrayList<>();
    private final List<Integer> batchEnds = new ArrayList<>(List.of(0));
    private final List<Ack> acks = Collections.synchronizedList(new ArrayList<>());
    private volatile Gate gate = new Gate(new CountDownLatch(0), new CountDownLatch(0));

    Workload(FaultDisk disk, JournalConfig config) {
        this.disk = disk;
        this.journal = Journal.open(disk, config, CLOCK, RecordKeys.NONE, Runnable::run);
        journal.onCommit((_, through, _) -> acknowledged(through));
    }

    private void acknowledged(long through) {
        acks.add(new Ack(disk.steps(), through));
        Gate now = gate;
        now.reached.countDown();
        await(now.open);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Appends one batch and waits for it. */
    Workload append(int count) {
        journal.append(batch(count));
        return this;
    }

    /** Appends one batch and then, in one write and sync, several more; waits for all. */
    Workload group(int batches) {
        Gate closed = new Gate(new CountDownLatch(1), new CountDownLatch(1));
        gate = closed;
        journal.submit(batch(1));
        await(closed.reached);
        for (int i = 0; i < batches; i++) {
            journal.submit(batch(1 + i % 3));
        }
        journal.submit(batch(1));
        long last = records.size();
        CountDownLatch done = new CountDownLatch(1);
        journal.onCommit((_, through, _) -> {
            if (through >= last) {
                done.countDown();
            }
        });
        closed.open.countDown();
        await(done);
        return this;
    }

    private RecordBatch batch(int count) {
        RecordBatch batch = new RecordBatch();
        for (int i = 0; i < count; i++) {
            int number = records.size() + 1;
            String text = "record " + number + " " + "x".repeat(number * 37 % 190);
            records.add(text);
            byte[] body = text.getBytes(UTF_8);
            batch.add(
                    RecordType.PUBLISH,
                    number & 0x7F,
                    CLOCK.millis() + number,
                    body,
                    0,
                    body.length);
        }
        batchEnds.add(records.size());
        return batch;
    }

    /** How many records were acknowledged when the disk had taken this many steps. */
    long acknowledgedAt(int steps) {
        long through = 0;
        for (Ack ack : List.copyOf(acks)) {
            if (ack.steps <= steps) {
                through = Math.max(through, ack.through);
            }
        }
        return through;
    }

    /** Opens what a crash left and asserts what a journal promises; returns what was found. */
    int checkRecovery(FaultDisk left, long acknowledged, String crash) {
        List<String> found;
        try (Journal again = Journal.open(left, SMALL, CLOCK, RecordKeys.NONE, Runnable::run)) {
            found = readAll(again);
            assertThat(again.recoveredThrough()).as(crash).isEqualTo(found.size());
        }
        assertThat((long) found.size()).as(crash).isGreaterThanOrEqualTo(acknowledged);
        assertThat(found).as(crash).isEqualTo(records.subList(0, found.size()));
        assertThat(batchEnds).as(crash).contains(found.size());
        return found.size();
    }

    /** Every record from the first on; checks sequence, time and flags on the way. */
    static List<String> readAll(Journal journal) {
        List<String> found = new ArrayList<>();
        try (JournalReader reader = journal.reader(1)) {
            while (reader.next()) {
                Entry entry = reader.entry();
                int number = found.size() + 1;
                if (entry.sequence() != number
                        || entry.flags() != (number & 0x7F)
                        || entry.timeMillis() != CLOCK.millis() + number) {
                    throw new AssertionError("record " + number + " came as " + entry.sequence()
                            + ", flags " + entry.flags() + ", time " + entry.timeMillis());
                }
                found.add(new String(entry.body().bytes(entry.body().remaining()), UTF_8));
            }
        }
        return found;
    }

    @Override
    public void close() {
        journal.close();
    }
}
