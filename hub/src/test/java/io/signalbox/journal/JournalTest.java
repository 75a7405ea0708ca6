package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class JournalTest {
    private final FaultDisk disk = new FaultDisk();

    @Test
    void numbersRecordsFromOneInTheOrderOfTheirBatches() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            assertThat(work.journal.committed()).isZero();
            assertThat(work.journal.firstSequence()).isEqualTo(1);
            work.append(3).append(2);
            assertThat(work.journal.committed()).isEqualTo(5);
            assertThat(Workload.readAll(work.journal)).isEqualTo(work.records);
        }
    }

    @Test
    void batchesOfOneThreadKeepTheirOrderAmongThoseOfMany() throws InterruptedException {
        int producers = 4;
        int batches = 300;
        JournalConfig config =
                new JournalConfig(Durability.FSYNC, 30_000, 8_000, 1 << 20, 4096, 4096, 0);
        try (Journal journal = Journal.open(disk, config, Workload.CLOCK)) {
            CountDownLatch seen = new CountDownLatch(1);
            List<Long> heard = new CopyOnWriteArrayList<>();
            Follower follower = new Follower(
                    "test", journal, 1, new OrderFold(producers), failure -> seen.countDown());
            follower.start();
            journal.onCommit((_, through, _) -> heard.add(through));
            List<Thread> threads = new ArrayList<>();
            for (int p = 0; p < producers; p++) {
                int producer = p;
                threads.add(Thread.ofPlatform().start(() -> produce(journal, producer, batches)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            long all = 3L * producers * batches;
            assertThat(journal.committed()).isEqualTo(all);
            assertThat(follower.awaitApplied(all)).isTrue();
            assertThat(seen.getCount()).isEqualTo(1);
            assertThat(heard).isSorted().doesNotHaveDuplicates();
            assertThat(journal.status().segments()).isGreaterThan(1);
            assertThat(journal.status().pendingBytes()).isZero();
            follower.stop();
        }
        try (Journal journal = Journal.open(disk, config, Workload.CLOCK);
                JournalReader reader = journal.reader(1)) {
            OrderFold fold = new OrderFold(producers);
            while (reader.next()) {
                fold.apply(reader.entry());
            }
            assertThat(fold.next).containsOnly(batches * 3);
        }
    }

    private static void produce(Journal journal, int producer, int batches) {
        RecordBatch batch = new RecordBatch();
        ByteWriter body = new ByteWriter();
        int number = 0;
        for (int i = 0; i < batches; i++) {
            batch.clear();
            for (int r = 0; r < 3; r++) {
                body.clear().varint(producer).varint(number++);
                batch.add(RecordType.PUBLISH, 0, i, body);
            }
            journal.append(batch);
        }
    }

    /** Fails when a producer's records do not come in its order. */
    private static final class OrderFold implements Fold {
        final int[] next;

        OrderFold(int producers) {
            next = new int[producers];
        }

        @Override
        public void apply(Entry entry) {
            ByteReader body = entry.body();
            int producer = body.count();
            int number = body.count();
            if (number != next[producer]++) {
                throw new AssertionError("producer " + producer + ": got " + number);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void readersFindTheSameInMemoryAndInFilesFromAnyRecordOn(Durability level) {
        try (Workload work = new Workload(disk, Workload.SMALL.withDurability(level))) {
            JournalReader slow = work.journal.reader(1);
            for (int i = 0; i < 40; i++) {
                work.append(1 + i % 3);
                if (i % 7 == 0) {
                    assertThat(slow.next()).isTrue();
                }
            }
            assertThat(slow.position()).isEqualTo(7);
            slow.close();
            for (int from = 1; from <= work.records.size(); from++) {
                try (JournalReader reader = work.journal.reader(from)) {
                    for (int n = from; n <= work.records.size(); n++) {
                        assertThat(reader.next()).isTrue();
                        assertThat(reader.entry().sequence()).isEqualTo(n);
                        assertThat(reader.position()).isEqualTo(n + 1);
                    }
                    assertThat(reader.next()).isFalse();
                }
            }
            assertThat(work.journal.status().syncs()).isEqualTo(level == Durability.FSYNC ? 40 : 0);
            assertThat(work.journal.status().durability()).isEqualTo(level);
        }
    }

    @Test
    void aReaderPassesOverWhatItIsNotToGive() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            for (int i = 0; i < 40; i++) {
                work.append(1 + i % 3);
            }
            int last = work.records.size();
            for (int from = 1; from <= last; from++) {
                for (int to = from; to <= last; to += 5) {
                    try (JournalReader reader = work.journal.reader(from)) {
                        assertThat(reader.next()).isTrue();
                        reader.passTo(to);
                        reader.passTo(1);
                        assertThat(reader.next()).isEqualTo(Math.max(to, from + 1) <= last);
                        reader.passTo(last);
                        assertThat(reader.position()).isGreaterThanOrEqualTo(last);
                    }
                }
            }
            try (JournalReader reader = work.journal.reader(1)) {
                reader.passTo(last + 2);
                assertThat(reader.next()).isFalse();
                work.append(2);
                assertThat(reader.next()).isTrue();
                assertThat(reader.entry().sequence()).isEqualTo(last + 2);
            }
        }
    }

    @Test
    void aReaderAtTheEndSeesTheNextCommit() {
        try (Workload work = new Workload(disk, Workload.SMALL);
                JournalReader fresh = work.journal.reader(1)) {
            assertThat(fresh.next()).isFalse();
            work.append(1);
            try (JournalReader late = work.journal.reader(2)) {
                assertThat(late.next()).isFalse();
                assertThat(fresh.next()).isTrue();
                assertThat(fresh.next()).isFalse();
                work.append(1);
                assertThat(late.next()).isTrue();
                assertThat(fresh.next()).isTrue();
            }
        }
    }

    @Test
    void whatIsSubmittedAndNotSyncedIsReadByNobody() {
        try (Workload work = new Workload(disk, Workload.SMALL);
                JournalReader reader = work.journal.reader(1)) {
            List<Boolean> seen = new ArrayList<>();
            disk.beforeForce(() -> seen.add(reader.next()));
            work.append(1);
            assertThat(seen).isNotEmpty().containsOnly(false);
            assertThat(reader.next()).isTrue();
        }
    }

    @Test
    void releasesWholeSegmentsAndRefusesReadersBelow() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            for (int i = 0; i < 40; i++) {
                work.append(2);
            }
            int before = work.journal.status().segments();
            work.journal.release(2, new Needs());
            assertThat(work.journal.firstSequence()).isEqualTo(1);
            work.journal.release(41, new Needs());
            long first = work.journal.firstSequence();
            assertThat(first).isBetween(2L, 41L);
            assertThat(work.journal.status().segments()).isLessThan(before);
            assertThatThrownBy(() -> work.journal.reader(first - 1))
                    .isInstanceOf(JournalDamaged.class)
                    .hasMessageContaining("is whole from record " + first);
            work.journal.release(Long.MAX_VALUE, new Needs());
            assertThat(work.journal.status().segments()).isEqualTo(1);
            work.append(1);
        }
        try (Journal journal = Journal.open(disk, Workload.SMALL, Workload.CLOCK)) {
            assertThat(journal.recoveredThrough()).isEqualTo(81);
        }
    }

    @Test
    void aCrashDuringReleaseLeavesAJournalThatOpens() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            for (int i = 0; i < 40; i++) {
                work.append(2);
            }
            int before = disk.steps();
            work.journal.release(Long.MAX_VALUE, new Needs());
            for (int steps = before; steps <= disk.steps(); steps++) {
                for (boolean survives : new boolean[] {true, false}) {
                    FaultDisk left = disk.afterCrash(steps, (step, sector) -> survives);
                    try (Journal again = Journal.open(left, Workload.SMALL, Workload.CLOCK)) {
                        assertThat(again.recoveredThrough()).isEqualTo(80);
                    }
                }
            }
        }
    }

    @Test
    void isSaturatedWhileTooMuchWaitsForTheDisk() {
        JournalConfig config = new JournalConfig(Durability.FSYNC, 1 << 20, 0, 500, 4096, 0, 0);
        try (Workload work = new Workload(disk, config)) {
            List<Boolean> saturated = new ArrayList<>();
            disk.beforeForce(() -> saturated.add(work.journal.saturated()));
            work.append(1);
            work.append(12);
            assertThat(saturated).containsExactly(false, true);
            assertThat(work.journal.saturated()).isFalse();
        }
    }

    @Test
    void aBatchLargerThanASegmentIsWrittenWhole() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            work.append(1).append(200).append(1);
            assertThat(Workload.readAll(work.journal)).isEqualTo(work.records);
        }
        try (Journal journal = Journal.open(disk, Workload.SMALL, Workload.CLOCK)) {
            assertThat(Workload.readAll(journal)).hasSize(202);
        }
    }

    @Test
    void aBatchIsUsedAgainAfterItsCommitAndNotBefore() {
        RecordBatch batch = new RecordBatch();
        try (Journal journal = Journal.open(disk, Workload.SMALL, Workload.CLOCK)) {
            assertThatThrownBy(() -> journal.submit(batch)).hasMessageContaining("empty");
            batch.add(RecordType.TICK, 0, 5, new byte[0], 0, 0);
            assertThat(batch.firstSequence()).isZero();
            assertThat(journal.append(batch)).isEqualTo(1);
            assertThat(batch.firstSequence()).isEqualTo(1);
            assertThatThrownBy(() -> journal.submit(batch)).hasMessageContaining("before");
            assertThatThrownBy(() -> batch.add(RecordType.TICK, 0, 5, new byte[0], 0, 0))
                    .hasMessageContaining("clear it");
            batch.clear();
            assertThat(batch.count()).isZero();
            batch.add(RecordType.TICK, 0, 6, new byte[0], 0, 0);
            assertThat(journal.append(batch)).isEqualTo(2);
        }
    }

    @Test
    void keepsTimesBeforeAndAfterThatOfTheFirstRecord() {
        long[] times = {5_000, 0, -7, Long.MAX_VALUE, Long.MIN_VALUE, 5_001};
        try (Journal journal = Journal.open(disk, Workload.SMALL, Workload.CLOCK);
                JournalReader reader = journal.reader(1)) {
            RecordBatch batch = new RecordBatch();
            for (long time : times) {
                batch.add(RecordType.TICK, Entry.CAUSED, time, new byte[0], 0, 0);
            }
            journal.append(batch);
            for (long time : times) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.entry().timeMillis()).isEqualTo(time);
                assertThat(reader.entry().flags()).isEqualTo(Entry.CAUSED);
                assertThat(reader.entry().body().remaining()).isZero();
            }
        }
    }

    @Test
    void aFollowerStopsWhereItsFoldFailsAndReports() throws InterruptedException {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            work.append(5);
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            Follower follower = new Follower(
                    "test",
                    work.journal,
                    2,
                    entry -> {
                        if (entry.sequence() == 4) {
                            throw new IllegalStateException("no fours");
                        }
                    },
                    failures::add);
            follower.start();
            assertThat(follower.awaitApplied(5)).isFalse();
            follower.stop();
            assertThat(follower.appliedThrough()).isEqualTo(3);
            assertThat(failures).hasSize(1);
            assertThat(failures.getFirst()).hasMessage("no fours");
        }
    }

    @Test
    @Timeout(20)
    void aFollowerThatNapsIsWokenByWhoWaits() throws InterruptedException {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            Follower follower = new Follower("test", work.journal, 1, entry -> {}, failure -> {})
                    .withNaps(TimeUnit.HOURS.toNanos(1));
            follower.start();
            for (int through = 1; through <= 100; through++) {
                work.append(1);
                assertThat(follower.awaitApplied(through)).isTrue();
            }
            follower.stop();
        }
    }

    @Test
    void aFollowerTellsItsFoldOnceWhenItHasCaughtUp() throws InterruptedException {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            List<Long> caughtUp = new CopyOnWriteArrayList<>();
            CountDownLatch second = new CountDownLatch(1);
            Fold fold = new Fold() {
                @Override
                public void apply(Entry entry) {}

                @Override
                public void caughtUp(long throughSequence) {
                    caughtUp.add(throughSequence);
                    if (throughSequence == 4) {
                        second.countDown();
                    }
                }
            };
            work.append(3);
            Follower follower = new Follower("test", work.journal, 1, fold, failure -> {});
            follower.start();
            assertThat(follower.awaitApplied(3)).isTrue();
            work.append(1);
            second.await();
            follower.stop();
            assertThat(caughtUp).endsWith(4L).doesNotHaveDuplicates().isSorted();
            assertThat(follower.awaitApplied(5)).isFalse();
        }
    }

    @Test
    void closingTwiceIsClosingAndSubmittingAfterwardsIsRefused() {
        Workload work = new Workload(disk, Workload.SMALL);
        work.append(1);
        work.close();
        work.close();
        assertThatThrownBy(() -> work.append(1)).hasMessageContaining("closed");
    }

    @Test
    void latenciesAreAtMostAQuarterTooHigh() {
        SyncLatency latency = new SyncLatency();
        assertThat(latency.micros(0.5)).isZero();
        for (int i = 1; i <= 100; i++) {
            latency.record(i * 1_000_000L);
        }
        assertThat(latency.count()).isEqualTo(100);
        assertThat(latency.micros(0.5)).isBetween(50_000L, 62_500L);
        assertThat(latency.micros(0.99)).isBetween(99_000L, 124_000L);
        assertThat(latency.micros(1)).isBetween(100_000L, 125_000L);
    }

    @Test
    void keepsASmallPartOfASmallHeap() {
        JournalConfig small = JournalConfig.DEFAULT.within(64 << 20);
        assertThat(small.pendingBytes()).isEqualTo(4 << 20);
        assertThat(small.tailBytes() + small.groupBytes()).isEqualTo(4 << 20);
        assertThat(JournalConfig.DEFAULT.within(1L << 40)).isEqualTo(JournalConfig.DEFAULT);
    }
}
