package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Files that are not what was written: named with their offset, never served, never skipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {
    private Workload work = new Workload(new FaultDisk(), Workload.SMALL);
    private List<String> names = List.of();

    @BeforeAll
    void fill() {
        for (int i = 0; i < 30; i++) {
            work.append(1 + i % 3);
        }
        names = work.disk.segments();
        assertThat(names).hasSizeGreaterThanOrEqualTo(3);
    }

    @AfterAll
    void close() {
        work.close();
    }

    @Test
    void oneFlippedBitIsNamedOrHarmlessOrAtTheVeryEnd() {
        int named = 0;
        for (String name : names) {
            byte[] whole = work.disk.content(name);
            boolean last = name.equals(names.getLast());
            int end = last ? contentEnd(whole) : whole.length;
            for (int at = 0; at < end; at += at < 60 ? 1 : at < 4000 ? 997 : 3) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << at % 8);
                List<String> found = new ArrayList<>();
                try {
                    found = read(work.disk.with(name, flipped));
                } catch (JournalDamaged e) {
                    named++;
                    assertThat(e.file()).endsWith(".seg");
                    assertThat(e.offset()).isLessThanOrEqualTo(Math.max(at, 43));
                    continue;
                }
                boolean padding = at >= 44 && at < SegmentHeader.BYTES;
                int least = padding ? work.records.size() : work.records.size() - 3;
                assertThat(found).hasSizeGreaterThanOrEqualTo(least);
                assertThat(found).isEqualTo(work.records.subList(0, found.size()));
                assertThat(padding || (last && at > end - 800)).as("bit %d", at).isTrue();
            }
        }
        assertThat(named).isGreaterThan(1200);
    }

    @Test
    void aFinishedSegmentThatIsShorterIsDamaged() {
        String name = names.get(1);
        byte[] whole = work.disk.content(name);
        for (int size = 0; size < whole.length; size += size < 5000 ? 61 : 7) {
            assertDamaged(work.disk.with(name, Arrays.copyOf(whole, size)))
                    .hasMessageContaining(name)
                    .hasMessageContaining("backup");
        }
    }

    @Test
    void anEmptyLastSegmentIsDamagedBecauseNoCrashLeavesOne() {
        assertDamaged(work.disk.with(names.getLast(), new byte[0]))
                .hasMessageContaining(names.getLast() + ", offset 0")
                .hasMessageContaining("header");
    }

    @Test
    void aMissingSegmentInTheMiddleIsNoticed() {
        assertDamaged(work.disk.without(names.get(1))).hasMessageContaining(names.get(2));
    }

    @Test
    void swappedSegmentsAreNoticed() {
        byte[] first = work.disk.content(names.get(0));
        byte[] second = work.disk.content(names.get(1));
        assertDamaged(work.disk.with(names.get(0), second).with(names.get(1), first))
                .hasMessageContaining(names.get(0) + ", offset 12")
                .hasMessageContaining(names.get(1));
    }

    @Test
    void aSegmentOfAnotherJournalIsNoticed() {
        FaultDisk other = new FaultDisk();
        Workload.CLOCK.advance(60_000);
        try (Workload same = new Workload(other, Workload.SMALL)) {
            for (int i = 0; i < 30; i++) {
                same.append(1 + i % 3);
            }
            assertThat(other.segments()).isEqualTo(names);
            assertDamaged(work.disk.with(names.get(1), other.content(names.get(1))))
                    .hasMessageContaining("another journal");
        } finally {
            Workload.CLOCK.setWallMillis(Workload.CLOCK.millis() - 60_000);
        }
    }

    @Test
    void otherFormatVersionsAreRefusedWithASentence() {
        for (int version : new int[] {0, 2, 77}) {
            byte[] whole = work.disk.content(names.getLast());
            BatchHeader.putInt(whole, 8, version);
            CRC32C crc = new CRC32C();
            crc.update(whole, 0, 40);
            BatchHeader.putInt(whole, 40, (int) crc.getValue());
            assertDamaged(work.disk.with(names.getLast(), whole))
                    .hasMessageContaining("expected journal format 1, found " + version)
                    .hasMessageContaining("Start the version of Signalbox that wrote");
        }
    }

    @Test
    void aBatchOfANewerVersionIsRefusedAtItsOffset() {
        byte[] whole = work.disk.content(names.getLast());
        rewriteHeader(whole, header -> header.flags = 0x40);
        assertDamaged(work.disk.with(names.getLast(), whole))
                .hasMessageContaining(names.getLast() + ", offset 4096")
                .hasMessageContaining("newer version");
    }

    @Test
    void aRecordTypeOfANewerVersionIsRefusedAgainAndAgain() {
        byte[] whole = work.disk.content(names.getLast());
        int at = SegmentHeader.BYTES + BatchHeader.BYTES;
        whole[at] = 63;
        rewriteHeader(whole, header -> {});
        long first = BatchHeader.firstAt(whole, SegmentHeader.BYTES);
        try (Journal journal = Journal.open(
                        work.disk.with(names.getLast(), whole), Workload.SMALL, Workload.CLOCK);
                JournalReader reader = journal.reader(first)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(reader::next)
                        .isInstanceOf(JournalDamaged.class)
                        .hasMessageContaining(names.getLast() + ", offset " + at)
                        .hasMessageContaining("found 63 in record " + first)
                        .hasMessageContaining("newer version");
            }
        }
    }

    @Test
    void missingNewestFilesAreNoticedByWhoReadThemBefore() {
        FaultDisk shorter = work.disk.without(names.getLast());
        try (Journal journal = Journal.open(shorter, Workload.SMALL, Workload.CLOCK)) {
            assertThatThrownBy(() -> journal.reader(work.records.size() + 1))
                    .isInstanceOf(JournalDamaged.class)
                    .hasMessageContaining("newest files");
        }
    }

    private interface Change {
        void apply(BatchHeader header);
    }

    /** Gives the first batch another header, with good checksums. */
    private static void rewriteHeader(byte[] segment, Change change) {
        int salt = SegmentHeader.read(segment, "").salt();
        BatchHeader header = new BatchHeader();
        header.read(segment, SegmentHeader.BYTES);
        change.apply(header);
        header.write(segment, SegmentHeader.BYTES, salt);
    }

    private static AbstractThrowableAssert<?, ?> assertDamaged(FaultDisk disk) {
        return assertThatThrownBy(() -> read(disk)).isInstanceOf(JournalDamaged.class);
    }

    private static List<String> read(FaultDisk disk) {
        try (Journal journal = Journal.open(disk, Workload.SMALL, Workload.CLOCK)) {
            return Workload.readAll(journal);
        }
    }

    private static int contentEnd(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
