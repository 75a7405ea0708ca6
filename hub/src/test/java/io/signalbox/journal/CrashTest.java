package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Every state that a power failure can leave, or a fair sample of it: an acknowledged batch is
 * there, in order; one that was not is there whole or not at all.
 */
class CrashTest {
    private static final long SEED = 7;

    private static Workload threeSegments() {
        return new Workload(new FaultDisk(), Workload.SMALL)
                .append(1)
                .append(3)
                .group(6)
                .append(2)
                .group(9)
                .append(5)
                .group(7);
    }

    @Test
    void nothingAcknowledgedIsLostWhenAllUnsyncedWritesAre() {
        try (Workload work = threeSegments()) {
            for (int steps = 0; steps <= work.disk.steps(); steps++) {
                FaultDisk left = work.disk.afterCrash(steps, (step, sector) -> false);
                work.checkRecovery(left, work.acknowledgedAt(steps), "crash after step " + steps);
            }
        }
    }

    @Test
    void nothingIsHalfThereWhenUnsyncedWritesSurviveByChance() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Workload work = threeSegments()) {
            for (int steps = 0; steps <= work.disk.steps(); steps++) {
                for (int sectors : new int[] {1, 8, 1 << 20}) {
                    for (int round = 0; round < 2; round++) {
                        long salt = random.nextLong();
                        FaultDisk left = work.disk.afterCrash(
                                steps, (step, sector) -> chance(salt, step, sector / sectors));
                        work.checkRecovery(
                                left,
                                work.acknowledgedAt(steps),
                                "crash after step " + steps + ", units of " + sectors
                                        + " sectors, salt " + salt);
                    }
                }
            }
        }
    }

    @Test
    void aCrashWhileRecoveringFromACrashIsRecoveredToo() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Workload work = threeSegments()) {
            for (int steps = 1; steps <= work.disk.steps(); steps += 3) {
                long salt = random.nextLong();
                FaultDisk left =
                        work.disk.afterCrash(steps, (step, sector) -> chance(salt, step, sector));
                String crash = "crash after step " + steps + ", salt " + salt;
                int served = work.checkRecovery(left, work.acknowledgedAt(steps), crash);
                int recovery = left.steps();
                for (int again = 0; again <= recovery; again++) {
                    FaultDisk second =
                            left.afterCrash(again, (step, sector) -> chance(~salt, step, sector));
                    work.checkRecovery(
                            second, work.acknowledgedAt(steps), crash + ", again after " + again);
                }
                FaultDisk settled = left.afterCrash(recovery, (step, sector) -> false);
                work.checkRecovery(settled, served, crash + ", after it had served");
            }
        }
    }

    @Test
    void aTornEndIsCutAtTheLastGoodBatchForEveryByte() {
        try (Workload work = new Workload(new FaultDisk(), Workload.SMALL)) {
            work.append(2).append(1).group(3);
            String name = work.disk.segments().getLast();
            byte[] whole = work.disk.content(name);
            int end = contentEnd(whole);
            int before = work.records.size();
            for (int cut = end; cut >= SegmentHeader.BYTES; cut--) {
                int found = work.checkRecovery(
                        work.disk.with(name, Arrays.copyOf(whole, cut)), 0, "short by " + cut);
                int zeroed = work.checkRecovery(
                        work.disk.with(name, Arrays.copyOf(Arrays.copyOf(whole, cut), end + 99)),
                        0,
                        "zeros from " + cut);
                assertThat(zeroed).isGreaterThanOrEqualTo(found);
                assertThat(found).isLessThanOrEqualTo(before);
                before = found;
            }
            assertThat(before).isZero();
        }
    }

    @Test
    void aJournalThatWasCutGoesOnWhereItWasCut() {
        try (Workload work = new Workload(new FaultDisk(), Workload.SMALL)) {
            work.append(2).group(4);
            String name = work.disk.segments().getLast();
            byte[] whole = work.disk.content(name);
            byte[] torn = Arrays.copyOf(whole, whole.length);
            torn[contentEnd(whole) - 1] ^= 0x10;
            FaultDisk left = work.disk.with(name, torn);
            try (Journal again = Journal.open(left, Workload.SMALL, Workload.CLOCK)) {
                assertThat(again.status().droppedBytes()).isPositive();
                assertThat(again.recoveredThrough()).isEqualTo(work.records.size() - 1);
                RecordBatch batch = new RecordBatch();
                batch.add(RecordType.TICK, 0, 5, new byte[0], 0, 0);
                assertThat(again.append(batch)).isEqualTo(work.records.size());
            }
            try (Journal third = Journal.open(left, Workload.SMALL, Workload.CLOCK);
                    JournalReader reader = third.reader(work.records.size())) {
                assertThat(third.status().droppedBytes()).isZero();
                assertThat(reader.next()).isTrue();
                assertThat(reader.entry().type()).isEqualTo(RecordType.TICK);
                assertThat(reader.next()).isFalse();
            }
        }
    }

    @Test
    void aBatchBehindTheCutDoesNotComeBackWhenTheGapIsFilledExactly() {
        try (Workload work = new Workload(new FaultDisk(), Workload.SMALL)) {
            work.append(1).group(2);
            String name = work.disk.segments().getLast();
            byte[] torn = work.disk.content(name);
            BatchHeader header = new BatchHeader();
            int at = SegmentHeader.BYTES;
            for (int batch = 0; batch < 2; batch++) {
                header.read(torn, at);
                at += header.bytes();
            }
            header.read(torn, at);
            torn[at + header.bytes() - 1] ^= 1;
            FaultDisk left = work.disk.with(name, torn);
            try (Workload again = new Workload(left, Workload.SMALL)) {
                assertThat(again.journal.recoveredThrough()).isEqualTo(2);
                RecordBatch same = new RecordBatch();
                byte[] body = new byte[header.bodyBytes - 4];
                same.add(RecordType.PUBLISH, 0, 0, body, 0, body.length);
                assertThat(same.bytes()).isEqualTo(header.bytes());
                again.journal.append(same);
                FaultDisk crashed = left.afterCrash(left.steps(), (step, sector) -> true);
                try (Journal third = Journal.open(crashed, Workload.SMALL, Workload.CLOCK)) {
                    assertThat(third.recoveredThrough()).isEqualTo(3);
                }
            }
        }
    }

    private static int contentEnd(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static boolean chance(long salt, int step, int unit) {
        return new SplittableRandom(salt ^ step * 0x9E3779B97F4A7C15L ^ unit * 0xD1B54A32D192ED03L)
                .nextBoolean();
    }
}
