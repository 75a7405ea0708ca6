package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Timeout(30)
class ConcernTest {
    private static final int[] WANTED = {
        Concern.KEYS, Concern.BROKER, Concern.FOLDS, Concern.FOLDS | Concern.MESSAGES, Concern.ALL
    };

    private final FaultDisk disk = new FaultDisk();

    /** For each record, whom its batch concerns. */
    private final List<Integer> concerns = new ArrayList<>();

    private Journal journal = open();

    private Journal open() {
        JournalConfig config =
                new JournalConfig(Durability.OS, 1 << 20, 100_000, 1 << 20, 1 << 20, 0, 0);
        return Journal.open(disk, config, Workload.CLOCK, RecordKeys.NONE, Runnable::run);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static RecordBatch batch(int count, int concerned, int bytes) {
        RecordBatch batch = new RecordBatch();
        for (int i = 0; i < count; i++) {
            ByteWriter body = new ByteWriter().bytes(new byte[bytes]);
            batch.add(RecordType.PUBLISH, i == 0 ? concerned : Concern.MESSAGES, 0, 1, body);
        }
        return batch;
    }

    private void append(int count, int concerned, int bytes) {
        journal.append(batch(count, concerned, bytes));
        for (int i = 0; i < count; i++) {
            concerns.add(concerned | (count > 1 ? Concern.MESSAGES : 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 6_000})
    void aReaderPassesOverBatchesInWhichNothingIsForIt(int bytes) {
        Random random = new Random(bytes);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                boolean rare = random.nextInt(i % 100 < 90 ? 100 : 2) == 0;
                append(1 + random.nextInt(3), rare ? 1 << random.nextInt(4) : 8, bytes);
            }
            for (int wanted : WANTED) {
                assertReads(wanted, 1, concerns.size());
                assertReads(wanted, 1 + random.nextInt(concerns.size()), 3);
            }
            journal.close();
            journal = open();
        }
        assertThat(journal.status().segments()).isGreaterThan(bytes > 1000 ? 2 : 1);
    }

    /** Reads from one record on, and after so many looks at what is appended meanwhile. */
    private void assertReads(int wanted, int from, int looks) {
        List<Long> expected = new ArrayList<>();
        for (int i = from; i <= concerns.size(); i++) {
            if ((concerns.get(i - 1) & wanted) != 0) {
                expected.add((long) i);
            }
        }
        List<Long> given = new ArrayList<>();
        try (JournalReader reader = journal.reader(from)) {
            while (given.size() < looks && reader.next(wanted)) {
                given.add(reader.entry().sequence());
                assertThat(reader.entry().concerns() & wanted).isNotZero();
                assertThat(reader.position()).isEqualTo(given.getLast() + 1);
            }
            while (reader.next(wanted)) {
                given.add(reader.entry().sequence());
            }
            assertThat(reader.position()).isEqualTo(concerns.size() + 1);
        }
        assertThat(given).isEqualTo(expected);
    }

    @Test
    void aBatchWithoutFlagsIsOfConcernToAll() {
        assertThat(BatchHeader.flagsOf(Concern.ALL)).isZero();
        BatchHeader header = new BatchHeader();
        header.flags = 0;
        assertThat(header.concerns()).isEqualTo(Concern.ALL);
        for (int concerned = 0; concerned <= Concern.ALL; concerned++) {
            header.flags = BatchHeader.flagsOf(concerned);
            assertThat(header.concerns()).isEqualTo(concerned);
            assertThat(header.isKnownBatch()).isTrue();
        }
        header.flags = BatchHeader.SEAL;
        assertThat(header.isKnownBatch()).isFalse();
    }

    @Test
    void everyTypeIsOfConcernToSomebody() {
        assertThat(RecordType.values()).allMatch(type -> type.concerns() != 0);
    }

    /** Notes what it is given; wants all once it was given a record of the broker's. */
    private static final class Notes implements Fold {
        final List<Long> applied = new CopyOnWriteArrayList<>();
        final List<Long> caughtUp = new CopyOnWriteArrayList<>();
        final CountDownLatch begun = new CountDownLatch(1);
        private int concern = Concern.FOLDS;

        @Override
        public int concern() {
            return concern;
        }

        @Override
        public void apply(Entry entry) {
            applied.add(entry.sequence());
            if ((entry.concerns() & Concern.BROKER) != 0) {
                concern = Concern.ALL;
            }
        }

        @Override
        public void caughtUp(long throughSequence) {
            caughtUp.add(throughSequence);
            begun.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aFollowerSleepsThroughWhatIsNothingToItsFold(long napNanos) throws InterruptedException {
        Notes notes = new Notes();
        Follower follower = new Follower("test", journal, 1, notes, e -> {}).withNaps(napNanos);
        follower.start();
        notes.begun.await();
        List<Long> reached = new CopyOnWriteArrayList<>();
        CountDownLatch heard = new CountDownLatch(50);
        journal.onCommit((_, through, _) -> {
            reached.add(follower.appliedThrough() - through);
            heard.countDown();
        });
        for (int i = 0; i < 50; i++) {
            append(3, Concern.MESSAGES, 10);
        }
        heard.await();
        assertThat(reached).containsOnly(0L);
        append(1, Concern.FOLDS, 10);
        assertThat(follower.awaitApplied(151)).isTrue();
        append(1, Concern.MESSAGES, 10);
        assertThat(follower.awaitApplied(152)).isTrue();
        follower.stop();
        assertThat(notes.applied).containsExactly(151L);
        assertThat(notes.caughtUp).startsWith(0L, 151L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aFoldThatComesToWantMoreGetsAllOfItFromThenOn(long seed) throws InterruptedException {
        Random random = new Random(seed);
        Notes notes = new Notes();
        Follower follower = new Follower("test", journal, 1, notes, e -> {});
        follower.start();
        int turn = 100 + random.nextInt(400);
        List<Long> expected = new ArrayList<>();
        for (int i = 1; i <= 600; i++) {
            boolean decides = random.nextInt(20) == 0;
            int concerned = i == turn
                    ? Concern.BROKER | Concern.FOLDS
                    : decides ? Concern.FOLDS : Concern.MESSAGES;
            journal.submit(batch(1, concerned, 10));
            if (i >= turn || decides) {
                expected.add((long) i);
            }
        }
        journal.append(batch(1, Concern.FOLDS, 10));
        assertThat(follower.awaitApplied(601)).isTrue();
        expected.add(601L);
        follower.stop();
        assertThat(notes.applied).isEqualTo(expected);
    }
}
