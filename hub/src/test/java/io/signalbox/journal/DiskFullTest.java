package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/** A disk without room stops the journal for as long as there is none, and loses nothing. */
class DiskFullTest {
    private static final int BATCHES = 14;

    private final FaultDisk disk = new FaultDisk();

    @Test
    void givesUpItsReserveAndWritesTheSameAgainWhereverTheRoomEnds() {
        int changes = changesOfOneRun();
        int asked = 0;
        for (int n = 1; n <= changes; n++) {
            asked += runWithRoomFor(n);
        }
        assertThat(asked).isGreaterThan(10);
    }

    private static int changesOfOneRun() {
        FaultDisk whole = new FaultDisk();
        try (Workload work = new Workload(whole, Workload.SMALL)) {
            for (int i = 0; i < BATCHES; i++) {
                work.append(1 + i % 4);
            }
            return whole.changes();
        }
    }

    /** Returns how often the reserve was asked for. */
    private static int runWithRoomFor(int changes) {
        FaultDisk small = new FaultDisk();
        AtomicInteger asked = new AtomicInteger();
        try (Workload work = new Workload(small, Workload.SMALL)) {
            work.journal.reserve(() -> {
                asked.incrementAndGet();
                small.fullAfter(0);
                return true;
            });
            small.fullAfter(changes);
            for (int i = 0; i < BATCHES; i++) {
                work.append(1 + i % 4);
            }
            assertThat(work.journal.lacksRoom()).isFalse();
            long acknowledged = work.records.size();
            assertThat(work.journal.committed()).isEqualTo(acknowledged);
            FaultDisk lost = small.afterCrash(small.steps(), (step, sector) -> false);
            work.checkRecovery(lost, acknowledged, "room for " + changes + ", then power failure");
        }
        return asked.get();
    }

    @Test
    void waitsForRoomAndAcknowledgesNothingMeanwhile() {
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            work.append(3);
            disk.fullAfter(1);
            RecordBatch batch = bigBatch();
            work.journal.submit(batch);
            awaitLackOfRoom(work.journal);
            assertThat(work.journal.saturated()).isTrue();
            assertThat(work.journal.committed()).isEqualTo(3);
            assertThat(work.journal.status().failed()).isFalse();
            disk.fullAfter(0);
            while (work.journal.committed() < 4) {
                Thread.onSpinWait();
            }
            assertThat(work.journal.saturated()).isFalse();
            assertThat(batch.firstSequence()).isEqualTo(4);
        }
        try (Journal again = Journal.open(disk.restarted(), Workload.SMALL, Workload.CLOCK)) {
            assertThat(again.recoveredThrough()).isEqualTo(4);
        }
    }

    @Test
    void endsWithoutAWordOfWhatIsNotWrittenWhenItIsClosedMeanwhile() {
        Workload work = new Workload(disk, Workload.SMALL);
        work.append(3);
        disk.fullAfter(1);
        work.journal.submit(bigBatch());
        awaitLackOfRoom(work.journal);
        work.journal.close();
        assertThat(work.journal.committed()).isEqualTo(3);
        assertThat(work.journal.status().failed()).isTrue();
        assertThatThrownBy(() -> work.append(1)).isInstanceOf(RuntimeException.class);
        try (Journal again = Journal.open(disk.restarted(), Workload.SMALL, Workload.CLOCK)) {
            assertThat(again.recoveredThrough()).isEqualTo(3);
        }
    }

    /** More than what is written ahead. */
    private static RecordBatch bigBatch() {
        RecordBatch batch = new RecordBatch();
        batch.add(RecordType.TRACE, 0, 0, new byte[2_000], 0, 2_000);
        return batch;
    }

    private static void awaitLackOfRoom(Journal journal) {
        while (!journal.lacksRoom()) {
            Thread.onSpinWait();
        }
    }
}
