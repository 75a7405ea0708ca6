package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A missing oldest file is told from one that was let go of. A record's body begins with its key. */
class BeginningTest {
    private static final JournalConfig CONFIG =
            new JournalConfig(Durability.FSYNC, 4096 + 3000, 2000, 1 << 20, 1 << 20, 1024, 1 << 16);
    private static final RecordKeys KEYS = (entry, to) -> to.accept(entry.body().u8());

    private final FaultDisk disk = new FaultDisk();

    private static Journal open(FaultDisk files) {
        return Journal.open(files, CONFIG, Workload.CLOCK, KEYS, Runnable::run);
    }

    private static void append(Journal journal, int key, int count) {
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[300];
            body[0] = (byte) key;
            RecordBatch batch = new RecordBatch();
            batch.add(RecordType.PUBLISH, 0, 0, body, 0, body.length);
            journal.append(batch);
        }
    }

    /** Everything that has this key, and is not older than that, is needed. */
    private static Needs needs(int key, long from) {
        Needs needs = new Needs();
        needs.need(key, from);
        return needs;
    }

    private static List<String> files(FaultDisk disk) {
        List<String> files = new ArrayList<>(
                disk.list().stream().filter(n -> n.endsWith(".seg")).toList());
        files.sort((a, b) -> Long.compare(SegmentHeader.firstOf(a), SegmentHeader.firstOf(b)));
        return files;
    }

    private static String mark(FaultDisk disk) {
        List<String> marks =
                disk.list().stream().filter(n -> n.startsWith("begin-")).toList();
        assertThat(marks).hasSize(1);
        return marks.getFirst();
    }

    /** Segments, of which the oldest were let go of. */
    private FaultDisk released() {
        try (Journal journal = open(disk)) {
            append(journal, 1, 40);
            journal.release(journal.committed() / 2, new Needs());
            assertThat(journal.firstSequence()).isGreaterThan(1);
        }
        return disk.restarted();
    }

    private static AbstractThrowableAssert<?, ?> assertDamaged(FaultDisk files) {
        return assertThatThrownBy(() -> open(files).close()).isInstanceOf(JournalDamaged.class);
    }

    @Test
    void aMissingOldestSegmentIsNamed() {
        FaultDisk whole = released();
        open(whole.restarted()).close();
        String oldest = files(whole).get(0);
        String next = files(whole).get(1);
        assertDamaged(whole.without(oldest))
                .hasMessageContaining(
                        "disk/" + next + ", offset 12: expected the journal to begin with record "
                                + SegmentHeader.firstOf(oldest))
                .hasMessageContaining(
                        "oldest file begins with record " + SegmentHeader.firstOf(next))
                .hasMessageContaining("Put " + oldest + " or cold-" + oldest)
                .hasMessageContaining("delete disk/" + mark(whole));
        assertDamaged(whole.without(oldest).without(next));
    }

    @Test
    void aJournalThatNeverLetGoOfAnythingHasItsFirstFile() {
        try (Journal journal = open(disk)) {
            append(journal, 1, 40);
        }
        String first = files(disk).getFirst();
        assertDamaged(disk.without(first))
                .hasMessageContaining("expected the journal to begin with record 1,")
                .hasMessageContaining(first);
    }

    @Test
    void aMissingOldestColdFileIsNamed() {
        try (Journal journal = open(disk)) {
            append(journal, 1, 20);
            append(journal, 7, 1);
            append(journal, 1, 20);
            journal.release(journal.committed(), needs(7, 1));
        }
        String oldest = files(disk).getFirst();
        assertThat(oldest).startsWith("cold-");
        assertDamaged(disk.without(oldest)).hasMessageContaining(" or " + oldest);
    }

    @Test
    void aFolderWithoutAnySegmentIsNotANewJournal() {
        FaultDisk empty = released();
        String oldest = files(empty).getFirst();
        String mark = mark(empty);
        for (String file : files(empty)) {
            empty = empty.without(file);
        }
        assertDamaged(empty)
                .hasMessageContaining("disk/" + oldest + ", offset 0: ")
                .hasMessageContaining("found no segment at all")
                .hasMessageContaining("delete disk/" + mark);
        try (Journal fresh = open(empty.without(mark))) {
            assertThat(fresh.committed()).isZero();
        }
    }

    @Test
    void whoDeletesTheMarkGoesOnWithoutWhatIsMissing() {
        FaultDisk whole = released();
        FaultDisk wanted = whole.without(files(whole).getFirst()).without(mark(whole));
        open(wanted).close();
        String oldest = files(wanted).getFirst();
        assertThat(mark(wanted)).startsWith("begin-" + oldest.substring(0, 20) + "-");
        assertDamaged(wanted.without(oldest)).hasMessageContaining(oldest);
    }

    @Test
    void aFolderOfAnOlderVersionIsMarkedAsItIsFound() {
        FaultDisk older = released();
        older = older.without(mark(older));
        String oldest = files(older).getFirst();
        open(older).close();
        FaultDisk settled = older.afterCrash(older.steps(), (step, sector) -> false);
        assertDamaged(settled.without(oldest)).hasMessageContaining(oldest);
    }

    /** Those versions delete what ends like a temporary file at their start. */
    @Test
    void anOlderVersionTakesTheMarkAway() {
        FaultDisk whole = released();
        assertThat(mark(whole)).endsWith(SegmentWriter.TEMPORARY);
        assertThat(SegmentHeader.isFileName(mark(whole))).isFalse();
        assertThat(ColdHeader.isFileName(mark(whole))).isFalse();
    }

    @Test
    void aMarkOfAnotherJournalSaysNothing() {
        FaultDisk whole = released();
        String foreign = mark(whole).replaceAll("-[0-9]{20}-.", "-00000000000000000001-f");
        String farther = foreign.replace("begin-00", "begin-01");
        FaultDisk both = whole.with(foreign, new byte[0]).with(farther, new byte[0]);
        open(both).close();
        assertThat(mark(both)).isEqualTo(mark(whole));
    }

    @Test
    void ofTwoMarksTheFartherCounts() {
        FaultDisk whole = released();
        String earlier = mark(whole).replaceAll("-[0-9]{20}-", "-00000000000000000001-");
        FaultDisk both = whole.with(earlier, new byte[0]);
        assertDamaged(both.without(files(both).getFirst()));
        open(both).close();
        assertThat(mark(both)).isEqualTo(mark(whole));
    }

    /** Every step of a start and of releases, whatever of what was not synced survives. */
    @Test
    void noCrashLooksLikeAMissingFileAndAfterEachOneIsNoticed() {
        try (Journal journal = open(disk)) {
            append(journal, 1, 30);
            journal.release(journal.committed() / 2, new Needs());
            append(journal, 7, 1);
            append(journal, 1, 40);
            journal.release(journal.committed() - 20, needs(7, 1));
            journal.release(journal.committed() - 5, needs(7, journal.committed()));
        }
        SplittableRandom random = new SplittableRandom(3);
        int noticed = 0;
        for (int steps = 0; steps <= disk.steps(); steps++) {
            for (int round = 0; round < 4; round++) {
                boolean[] kept = new boolean[disk.steps() + 1];
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = round == 1 ? i == steps - 1 : round > 1 && random.nextBoolean();
                }
                FaultDisk left = disk.afterCrash(steps, (step, _) -> kept[step]);
                open(left.restarted()).close();
                noticed += noticesWhatIsMissing(left) ? 1 : 0;
            }
        }
        assertThat(noticed).isGreaterThan(disk.steps());
    }

    /** False if there is no file, beside the last, that was not let go of. */
    private static boolean noticesWhatIsMissing(FaultDisk left) {
        List<String> files = files(left);
        List<String> marks =
                left.list().stream().filter(n -> n.startsWith("begin-")).toList();
        if (files.size() < 2 || marks.isEmpty()) {
            return false;
        }
        long begin = Long.parseLong(marks.getFirst().substring(6, 26));
        long oldest = files.stream()
                .mapToLong(SegmentHeader::firstOf)
                .filter(first -> first >= begin)
                .min()
                .orElseThrow();
        FaultDisk rest = left;
        for (String file : files) {
            rest = SegmentHeader.firstOf(file) <= oldest ? rest.without(file) : rest;
        }
        assertDamaged(rest);
        return true;
    }

    @Test
    void aFullDiskLetsGoWithoutAMark() {
        FaultDisk older;
        try (Journal journal = open(disk)) {
            append(journal, 1, 40);
            older = disk.without(mark(disk));
        }
        older.fullAfter(1);
        try (Journal journal = open(older)) {
            journal.release(journal.committed() / 2, new Needs());
            assertThat(journal.firstSequence()).isGreaterThan(1);
            assertThat(older.list()).noneMatch(n -> n.startsWith("begin-"));
            older.fullAfter(0);
        }
        try (Journal journal = open(older)) {
            journal.release(journal.committed(), new Needs());
            assertThat(journal.status().failed()).isFalse();
        }
        assertThat(mark(older)).contains(files(older).getFirst().substring(0, 20));
    }
}
