package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

class HotTailTest {
    private static final Segment SEGMENT =
            new Segment(new SegmentHeader(1, 0, 0, 0), "test.seg", SegmentHeader.BYTES);

    private long position = SegmentHeader.BYTES;
    private long last;

    @Test
    void findsWhatWasAddedLastAndNotWhatIsOlder() {
        HotTail tail = new HotTail(800);
        for (int i = 0; i < 30; i++) {
            add(tail, 50);
        }
        assertThat(tail.find(1)).isNull();
        assertThat(tail.find(31)).isNull();
        assertThat(tail.find(30)).isNotNull();
    }

    @Test
    void usesSlabsAgainThatNobodyIsIn() {
        HotTail tail = new HotTail(800);
        Set<HotTail.Slab> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(add(tail, 50));
        }
        assertThat(seen).hasSizeLessThan(12);
    }

    @Test
    void usesASlabAgainWhenItsReaderHasLeft() {
        HotTail tail = new HotTail(800);
        Set<HotTail.Slab> seen = new HashSet<>();
        add(tail, 50);
        HotTail.Slab held = Objects.requireNonNull(tail.find(1));
        for (int i = 2; i <= 1000; i++) {
            seen.add(add(tail, 50));
            if (i % 40 == 0) {
                held = Objects.requireNonNull(tail.find(i));
            } else if (i % 40 == 25) {
                assertThat(held.isCut()).isTrue();
                held.leave();
            }
        }
        assertThat(seen).hasSizeLessThan(14);
    }

    @Test
    void leavesASlabToTheReaderThatIsInIt() {
        HotTail tail = new HotTail(800);
        HotTail.Slab first = add(tail, 50);
        HotTail.Slab found = tail.find(1);
        assertThat(found).isSameAs(first);
        for (int i = 0; i < 1000; i++) {
            add(tail, 50);
        }
        assertThat(first.isCut()).isTrue();
        assertThat(first.bytes[0]).isEqualTo((byte) 1);
        first.leave();
        assertThat(first.enter()).isFalse();
    }

    @Test
    void keepsOnlyTheNewestWhenItMayKeepNothing() {
        HotTail tail = new HotTail(0);
        add(tail, 50);
        add(tail, 70);
        assertThat(tail.find(1)).isNull();
        assertThat(tail.find(2)).isNotNull();
    }

    @Test
    void readersThatFallBehindNeverSeeBytesOfALaterUse() throws InterruptedException {
        JournalConfig config =
                new JournalConfig(Durability.OS, 1 << 20, 2_000, 1 << 20, 400, 4096, 0);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        try (Journal journal = Journal.open(new FaultDisk(), config, Workload.CLOCK)) {
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int pause = i;
                readers.add(Thread.ofPlatform().start(() -> read(journal, pause, failed)));
            }
            ByteWriter body = new ByteWriter();
            for (int i = 1; i <= RECORDS; i++) {
                RecordBatch batch = new RecordBatch();
                body.clear();
                for (int n = 0; n < 8; n++) {
                    body.varint(i);
                }
                batch.add(RecordType.TICK, 0, 0, body);
                journal.submit(batch);
                if (i % 50 == 0) {
                    awaitCommit(journal, i);
                }
            }
            for (Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(failed.get()).isNull();
    }

    private static final int RECORDS = 3_000;

    private static void awaitCommit(Journal journal, long sequence) {
        while (journal.committed() < sequence) {
            LockSupport.parkNanos(20_000);
        }
    }

    /** Each record says its own sequence, eight times. */
    private static void read(
            Journal journal, int pause, AtomicReference<@Nullable Throwable> failed) {
        try (JournalReader reader = journal.reader(1)) {
            for (long expected = 1; expected <= RECORDS; ) {
                if (!reader.next()) {
                    LockSupport.parkNanos(20_000);
                    continue;
                }
                Entry entry = reader.entry();
                assertThat(entry.sequence()).isEqualTo(expected);
                for (int spin = 0; spin < pause * 20; spin++) {
                    Thread.onSpinWait();
                }
                var body = entry.body();
                for (int n = 0; n < 8; n++) {
                    assertThat(body.varint()).isEqualTo(expected);
                }
                expected++;
            }
        } catch (Throwable e) {
            failed.compareAndSet(null, e);
        }
    }

    private HotTail.Slab add(HotTail tail, int size) {
        last++;
        HotTail.Slab slab = tail.room(size, SEGMENT, position, last);
        for (int i = tail.taken() - size; i < tail.taken(); i++) {
            slab.bytes[i] = (byte) last;
        }
        tail.add(slab, last);
        position += size;
        return slab;
    }
}
