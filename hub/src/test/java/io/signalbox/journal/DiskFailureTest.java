package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every change on the disk fails once: nothing is acknowledged after it, and nothing tried again. */
class DiskFailureTest {
    private static final int BATCHES = 14;

    @Test
    void acknowledgesNothingAfterAnyFailedCallAndLosesNothingBefore() {
        int changes = changesOfOneRun();
        assertThat(changes).isGreaterThan(40);
        for (int n = 1; n <= changes; n++) {
            FaultDisk disk = new FaultDisk();
            disk.failChange(n, n % 2 == 0 ? "No space left on device" : "Input/output error");
            runUntilItFails(disk, "change " + n);
        }
    }

    private static int changesOfOneRun() {
        FaultDisk disk = new FaultDisk();
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            for (int i = 0; i < BATCHES; i++) {
                work.append(1 + i % 4);
            }
            return disk.changes();
        }
    }

    private static void runUntilItFails(FaultDisk disk, String which) {
        Workload work;
        try {
            work = new Workload(disk, Workload.SMALL);
        } catch (UncheckedIOException e) {
            assertThat(e).as(which).hasMessageContaining("cannot open the journal in disk/");
            Journal.open(disk.restarted(), Workload.SMALL, Workload.CLOCK).close();
            return;
        }
        try (work) {
            List<JournalFailure> failures = new CopyOnWriteArrayList<>();
            work.journal.onFailure(failures::add);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < BATCHES; i++) {
                            work.append(1 + i % 4);
                        }
                    })
                    .as(which)
                    .isInstanceOf(JournalFailure.class)
                    .hasMessageContaining(".seg");
            work.journal.close();
            int changes = disk.changes();
            long acknowledged = work.acknowledgedAt(disk.steps());
            assertThat(work.journal.committed()).as(which).isEqualTo(acknowledged);
            assertThat(work.journal.saturated()).as(which).isTrue();
            assertThat(work.journal.status().failed()).as(which).isTrue();
            assertThat(failures).as(which).hasSize(1);
            assertThat(disk.changes()).as(which).isEqualTo(changes);
            FaultDisk lost = disk.afterCrash(disk.steps(), (step, sector) -> false);
            work.checkRecovery(lost, acknowledged, which + ", then power failure");
            checkRestart(work, disk, acknowledged, which);
        }
    }

    /** The page cache still shows what a failed sync dropped; once served it must be on disk. */
    private static void checkRestart(
            Workload work, FaultDisk disk, long acknowledged, String which) {
        FaultDisk restarted =
                disk.afterCrash(disk.steps(), (step, sector) -> false).withViewOf(disk);
        int served = work.checkRecovery(restarted, acknowledged, which + ", then restart");
        FaultDisk lost = restarted.afterCrash(restarted.steps(), (step, sector) -> false);
        work.checkRecovery(lost, served, which + ", then restart, then power failure");
    }
}
