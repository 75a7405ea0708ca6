package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What is needed outlives every release and every crash in it, under its own sequence; what is not
 * needed does not. A record's body is its key, one byte, and filling.
 */
class ThinOutTest {
    private static final JournalConfig CONFIG =
            new JournalConfig(Durability.FSYNC, 4096 + 4000, 2000, 1 << 20, 1 << 20, 1024, 1 << 16);
    private static final RecordKeys KEYS = (entry, to) -> {
        ByteReader in = entry.body();
        to.accept(in.u8());
    };

    private final FaultDisk disk = new FaultDisk();
    private Journal journal = open(disk);

    /** By sequence: what was written. */
    private final List<String> written = new ArrayList<>(List.of(""));

    private static Journal open(FaultDisk disk) {
        return Journal.open(disk, CONFIG, Workload.CLOCK, KEYS, Runnable::run);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void append(int key, int count) {
        RecordBatch batch = new RecordBatch();
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[20 + (written.size() * 37) % 90];
            body[0] = (byte) key;
            body[1] = (byte) written.size();
            batch.add(RecordType.PUBLISH, 0, 1000 + written.size(), body, 0, body.length);
            written.add(key + " " + body.length + " " + body[1] + " " + (1000 + written.size()));
        }
        journal.append(batch);
    }

    /** Segments of records with key 1, a few of others among them. */
    private void fill(Random random, int batches) {
        for (int i = 0; i < batches; i++) {
            append(1, 1 + random.nextInt(6));
            if (random.nextInt(9) == 0) {
                append(2 + random.nextInt(5), 1);
            }
        }
    }

    private static Needs needs(int... keysAndFrom) {
        Needs needs = new Needs();
        for (int i = 0; i < keysAndFrom.length; i += 2) {
            needs.need(keysAndFrom[i], keysAndFrom[i + 1]);
        }
        return needs;
    }

    private static List<String> read(Journal journal, int key, long from) {
        List<String> found = new ArrayList<>();
        try (KeyedReader reader = journal.reader(from, new long[] {key})) {
            while (reader.position() <= journal.committed()) {
                if (reader.next(journal.committed())) {
                    note(reader.entry(), key, found);
                }
            }
        }
        return found;
    }

    private static void note(Entry entry, int key, List<String> found) {
        ByteReader body = entry.body();
        int length = body.remaining();
        if (body.u8() == key) {
            found.add(entry.sequence() + ": " + key + " " + length + " " + (byte) body.u8() + " "
                    + entry.timeMillis());
        }
    }

    private List<String> expected(int key, long from) {
        List<String> expected = new ArrayList<>();
        for (int i = (int) Math.max(1, from); i < written.size(); i++) {
            if (written.get(i).startsWith(key + " ")) {
                expected.add(i + ": " + written.get(i));
            }
        }
        return expected;
    }

    @Test
    void anAbsentSessionWhoseFilterMatchesNothingHoldsNothing() {
        fill(new Random(1), 100);
        journal.release(journal.committed(), needs(99, 1));
        assertThat(journal.status().segments()).isOne();
        assertThat(journal.status().coldBytes()).isZero();
    }

    @Test
    void whatASleepingDeviceIsOwedStaysAndTheRestGoes() {
        append(7, 1);
        fill(new Random(1), 150);
        append(7, 1);
        fill(new Random(2), 150);
        int segments = journal.status().segments();
        journal.release(journal.committed(), needs(7, 1));
        assertThat(read(journal, 7, 1)).isEqualTo(expected(7, 1)).hasSize(2);
        assertThat(journal.status().segments()).isLessThan(segments / 3);
        assertThat(journal.status().coldBytes()).isBetween(1L, 10_000L);
        journal.release(journal.committed(), needs(7, 2));
        assertThat(read(journal, 7, 2)).isEqualTo(expected(7, 2)).hasSize(1);
        journal.release(journal.committed(), needs(7, (int) journal.committed()));
        assertThat(journal.status().segments()).isOne();
        assertThat(journal.status().coldBytes()).isZero();
    }

    @Test
    void aSegmentOfWhichMuchIsNeededStaysWhole() {
        fill(new Random(1), 100);
        int segments = journal.status().segments();
        journal.release(journal.committed(), needs(1, 1));
        assertThat(journal.status().segments()).isEqualTo(segments);
        assertThat(journal.status().heldBytes()).isGreaterThan(4000L * (segments - 1));
        assertThat(journal.status().coldBytes()).isZero();
    }

    @Test
    void whatTheFoldsNeedIsNotThinnedOut() {
        fill(new Random(1), 100);
        long before = journal.committed() / 2;
        journal.release(before, needs(99, 1));
        assertThat(journal.firstSequence()).isLessThanOrEqualTo(before);
        try (JournalReader reader = journal.reader(before)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.entry().sequence()).isEqualTo(before);
        }
    }

    @Test
    void aReaderOfEverythingIsToldThatRecordsAreGone() {
        append(7, 1);
        fill(new Random(1), 100);
        journal.release(journal.committed(), needs(7, 1));
        assertThat(journal.firstSequence()).isGreaterThan(1);
        assertThatThrownBy(() -> journal.reader(1))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining("expected record 1");
        journal.reader(journal.firstSequence()).close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readersOnTheirWayGetWhatTheyNeedAcrossReleases(long seed) {
        Random random = new Random(seed);
        int[] from = {0, 0, 1, 1, 1, 1, 1};
        long cold = 0;
        List<KeyedReader> readers = new ArrayList<>();
        List<List<String>> found = new ArrayList<>();
        for (int key = 2; key <= 6; key++) {
            readers.add(journal.reader(1, new long[] {key}));
            found.add(new ArrayList<>());
        }
        for (int round = 0; round < 12; round++) {
            fill(random, 40);
            for (int key = 2; key <= 6; key++) {
                KeyedReader reader = readers.get(key - 2);
                for (int step = random.nextInt(20); step > 0; step--) {
                    if (reader.next(journal.committed())) {
                        note(reader.entry(), key, found.get(key - 2));
                    }
                }
                from[key] = (int) reader.position();
                if (random.nextBoolean()) {
                    reader.rest();
                }
            }
            journal.release(
                    journal.committed() - random.nextInt(200),
                    needs(2, from[2], 3, from[3], 4, from[4], 5, from[5], 6, from[6]));
            cold += journal.status().coldBytes();
            if (random.nextInt(4) == 0) {
                readers.forEach(KeyedReader::close);
                journal.close();
                journal = open(disk);
                readers.replaceAll(
                        r -> journal.reader(r.position(), new long[] {readers.indexOf(r) + 2}));
            }
        }
        for (int key = 2; key <= 6; key++) {
            found.get(key - 2).addAll(read(journal, key, readers.get(key - 2).position()));
            assertThat(found.get(key - 2)).isEqualTo(expected(key, 1)).hasSizeGreaterThan(2);
        }
        assertThat(cold).isPositive();
        readers.forEach(KeyedReader::close);
    }

    @Test
    void aCrashAtAnyStepOfAReleaseLosesNothingThatIsNeeded() {
        fill(new Random(3), 60);
        journal.release(journal.committed() / 2, needs(3, 1, 4, 1));
        fill(new Random(4), 30);
        int before = disk.steps();
        journal.release(journal.committed(), needs(3, 20, 4, 1));
        SplittableRandom random = new SplittableRandom(5);
        for (int steps = before; steps <= disk.steps(); steps++) {
            for (int round = 0; round < 3; round++) {
                long salt = random.nextLong();
                int kept = round;
                FaultDisk left = disk.afterCrash(
                        steps, (step, sector) -> kept > 0 && chance(salt, step, sector));
                try (Journal again = open(left)) {
                    String crash = "crash after step " + steps + ", salt " + salt;
                    assertThat(again.committed()).as(crash).isEqualTo(written.size() - 1);
                    assertThat(read(again, 3, 20)).as(crash).isEqualTo(expected(3, 20));
                    assertThat(read(again, 4, 1)).as(crash).isEqualTo(expected(4, 1));
                    again.release(again.committed(), needs(3, 20, 4, 1));
                    assertThat(read(again, 4, 1)).as(crash).isEqualTo(expected(4, 1));
                }
                try (Journal third = open(left)) {
                    assertThat(read(third, 3, 20)).isEqualTo(expected(3, 20));
                }
            }
        }
    }

    private static boolean chance(long salt, int step, int sector) {
        return new SplittableRandom(salt ^ (step * 0x9E3779B97F4A7C15L) ^ (sector * 31L))
                .nextBoolean();
    }

    @Test
    void aMissingOrDamagedFileThatWasNotReleasedIsNoticed() {
        append(7, 1);
        fill(new Random(1), 100);
        journal.release(journal.committed() / 2, needs(7, 1));
        journal.close();
        List<String> names =
                disk.list().stream().filter(n -> n.endsWith(".seg")).toList();
        String cold =
                names.stream().filter(n -> n.startsWith("cold-")).findFirst().orElseThrow();
        String segment =
                names.stream().filter(n -> !n.startsWith("cold-")).findFirst().orElseThrow();
        assertDamaged(disk.without(segment), "missing");
        byte[] whole = disk.content(cold);
        for (int at = 0; at < whole.length; at += at < 60 ? 1 : at < 4096 ? 997 : 1) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 2;
            FaultDisk damaged = disk.with(cold, flipped);
            boolean padding = at >= 56 && at < SegmentHeader.BYTES;
            try (Journal again = open(damaged)) {
                assertThat(read(again, 7, 1)).as("bit of byte %d", at).isEqualTo(expected(7, 1));
                assertThat(padding).as("bit of byte %d", at).isTrue();
            } catch (JournalDamaged e) {
                assertThat(e.file()).endsWith(cold);
            }
        }
        for (int size = 0; size < whole.length; size += 101) {
            assertDamaged(disk.with(cold, java.util.Arrays.copyOf(whole, size)), cold);
        }
    }

    private static void assertDamaged(FaultDisk damaged, String message) {
        assertThatThrownBy(() -> open(damaged).close())
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining(message);
    }
}
