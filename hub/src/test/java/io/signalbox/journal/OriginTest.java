package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Snapshots are those of the journal beside them, and of records that it has. */
class OriginTest {
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final FaultDisk folder = new FaultDisk();

    private Journal open(FaultDisk files, Durability durability) {
        return Journal.open(
                files,
                Workload.SMALL.withDurability(durability),
                clock,
                RecordKeys.NONE,
                Runnable::run);
    }

    private Journal open(FaultDisk files) {
        return open(files, Durability.FSYNC);
    }

    private static void append(Journal journal, int count) {
        for (int i = 0; i < count; i++) {
            RecordBatch batch = new RecordBatch();
            batch.add(RecordType.TICK, 0, i, new byte[200], 0, 200);
            journal.append(batch);
        }
    }

    private static void save(Journal journal, Snapshots snapshots) {
        snapshots.save("fold", journal.committed(), new byte[8]);
    }

    /** A journal of so many records, and a snapshot of the last in the folder. */
    private FaultDisk journal(int records) throws IOException {
        FaultDisk files = new FaultDisk();
        try (Journal journal = open(files)) {
            append(journal, records);
            save(journal, Snapshots.of(folder, journal));
        }
        clock.advance(60_000);
        return files;
    }

    private static List<String> marks(FaultDisk folder) {
        return folder.list().stream().filter(n -> n.startsWith("journal-")).toList();
    }

    @Test
    void snapshotsOfAnotherJournalAreRefused() throws IOException {
        FaultDisk own = journal(5);
        FaultDisk left = folder.restarted();
        try (Journal other = open(new FaultDisk())) {
            append(other, 20);
            assertThatThrownBy(() -> Snapshots.of(left, other))
                    .isInstanceOf(JournalDamaged.class)
                    .hasMessageContaining("disk/" + marks(folder).getFirst() + ", offset 0: ")
                    .hasMessageContaining("disk/, which began at 2023-11-14T22:14:20Z")
                    .hasMessageContaining("found those of one that began at 2023-11-14T22:13:20Z")
                    .hasMessageContaining("Put both folders back from one backup");
            assertThat(left.steps()).isZero();
        }
        try (Journal again = open(own)) {
            assertThat(Snapshots.of(left, again).latest("fold")).isPresent();
        }
    }

    @Test
    void aMarkWithoutSnapshotsSaysNothing() throws IOException {
        journal(5);
        FaultDisk empty = folder;
        for (String file : folder.list()) {
            empty = file.endsWith(".snapshot") ? empty.without(file) : empty;
        }
        try (Journal other = open(new FaultDisk())) {
            String before = marks(empty).getFirst();
            Snapshots.of(empty, other);
            assertThat(marks(empty)).hasSize(1).doesNotContain(before);
        }
    }

    /** Who put files of another folder over these has two marks. */
    @Test
    void mixedSnapshotsAreRefused() throws IOException {
        FaultDisk own = journal(5);
        FaultDisk mixed = folder.with("journal-00000000000000ff", new byte[0]);
        try (Journal again = open(own)) {
            assertThatThrownBy(() -> Snapshots.of(mixed, again))
                    .isInstanceOf(JournalDamaged.class)
                    .hasMessageContaining("began at 1970-01-01T00:00:00.255Z");
        }
    }

    @Test
    void snapshotsOfAnOlderVersionAreReadAndMarkedAsTheyAreFound() throws IOException {
        FaultDisk own = journal(5);
        FaultDisk older = folder.without(marks(folder).getFirst());
        try (Journal again = open(own)) {
            assertThat(Snapshots.of(older, again).latest("fold")).isPresent();
        }
        FaultDisk settled = older.afterCrash(older.steps(), (step, sector) -> false);
        assertThat(marks(settled)).isEqualTo(marks(folder));
    }

    @Test
    void aFullDiskHasNoMark() throws IOException {
        FaultDisk own = journal(5);
        FaultDisk older = folder.without(marks(folder).getFirst());
        older.fullAfter(1);
        try (Journal again = open(own)) {
            assertThat(Snapshots.of(older, again).latest("fold")).isPresent();
            assertThat(marks(older)).isEmpty();
        }
    }

    @Test
    void aJournalThatEndsBeforeASnapshotIsRefused() throws IOException {
        FaultDisk own = journal(9);
        String last = own.segments().getLast();
        byte[] whole = own.content(last);
        int first = (int) SegmentHeader.firstOf(last);
        int batch = (whole.length - SegmentHeader.BYTES - BatchHeader.SEAL_BYTES) / (10 - first);
        for (int left = first; left < 10; left++) {
            int end = SegmentHeader.BYTES + (left - first) * batch + 7;
            FaultDisk cut = own.with(last, Arrays.copyOf(whole, end));
            int ends = left - 1;
            try (Journal again = open(cut)) {
                assertThat(again.recoveredThrough()).isEqualTo(ends);
                assertThatThrownBy(() -> Snapshots.of(folder, again))
                        .isInstanceOf(JournalDamaged.class)
                        .hasMessageContaining("disk/fold-00000000000000000009.snapshot, offset 0")
                        .hasMessageContaining("expected a journal that reaches record 9, as this")
                        .hasMessageContaining("ends with record " + ends + ". Put its newest files")
                        .hasMessageContaining("delete all snapshots of records after " + ends);
            }
        }
    }

    /** Also where an answer does not wait for the disk: a snapshot does. */
    @ParameterizedTest
    @EnumSource(names = {"FSYNC", "OS"})
    void noPowerFailureLeavesASnapshotOfWhatTheJournalDoesNotHave(Durability durability)
            throws IOException {
        FaultDisk disk = new FaultDisk();
        try (Journal journal = open(disk, durability)) {
            Snapshots snapshots = Snapshots.of(disk, journal);
            for (int i = 0; i < 8; i++) {
                append(journal, 3);
                save(journal, snapshots);
            }
            append(journal, 1);
        }
        int found = 0;
        for (int steps = 0; steps <= disk.steps(); steps++) {
            for (boolean namesSurvive : new boolean[] {false, true}) {
                FaultDisk left = disk.afterCrash(steps, (_, sector) -> namesSurvive && sector == 0);
                try (Journal again = open(left, durability)) {
                    Snapshots snapshots = Snapshots.of(left, again);
                    found += snapshots.latest("fold").isPresent() ? 1 : 0;
                }
            }
        }
        assertThat(found).isGreaterThan(40);
    }
}
