package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Reading by keys gives what reading everything gives, less what nobody asked for. A record's body
 * is a count, as many keys of one byte, and filling.
 */
class KeyedReaderTest {
    private static final JournalConfig CONFIG =
            new JournalConfig(Durability.OS, 4096 + 60_000, 10_000, 1 << 20, 1 << 20, 0, 256 << 10);
    private static final RecordKeys KEYS = (entry, to) -> {
        ByteReader in = entry.body();
        for (int count = in.u8(); count > 0; count--) {
            to.accept(spread(in.u8()));
        }
    };

    private final FaultDisk disk = new FaultDisk();
    private Journal journal = open();

    private Journal open() {
        return Journal.open(disk, CONFIG, Workload.CLOCK, KEYS, Runnable::run);
    }

    /** Keys of both signs. */
    private static long spread(int key) {
        return key % 2 == 0 ? key : Long.MIN_VALUE + key;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readingByKeysGivesWhatReadingAllGives(long seed) {
        Random random = new Random(seed);
        fill(random, 400);
        journal.close();
        journal = open();
        fill(random, 100);
        int given = 0;
        for (int round = 0; round < 60; round++) {
            long[] keys = new long[1 + random.nextInt(4)];
            Arrays.setAll(keys, i -> spread(key(random)));
            long from = 1 + random.nextLong(journal.committed());
            List<String> expected = readAll(from, keys);
            try (KeyedReader reader = journal.reader(from, keys)) {
                given += read(reader, keys, random, expected);
            }
        }
        assertThat(given).isLessThan((int) (60 * journal.committed() / 3));
        journal.close();
    }

    /** Keys below 20 are rare, 200 is dense everywhere, those between come and go. */
    private static int key(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> 200;
            case 1, 2, 3 -> 100 + random.nextInt(20);
            default -> random.nextInt(20);
        };
    }

    private void fill(Random random, int batches) {
        for (int i = 0; i < batches; i++) {
            RecordBatch batch = new RecordBatch();
            int records = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(12);
            for (int r = 0; r < records; r++) {
                byte[] body = new byte[8 + random.nextInt(random.nextInt(10) == 0 ? 2000 : 60)];
                random.nextBytes(body);
                int count = 1;
                body[1] = (byte) (random.nextInt(8) == 0 ? 201 : 200);
                if (random.nextInt(60) == 0) {
                    body[++count] = (byte) random.nextInt(20);
                    body[++count] = body[2];
                }
                if (random.nextInt(3) == 0) {
                    body[++count] = (byte) (100 + (i / 20 + random.nextInt(2)) % 20);
                }
                body[0] = (byte) (random.nextInt(30) == 0 || isKeyless(i) ? 0 : count);
                int concerned = body[0] == 0 ? Concern.MESSAGES : Concern.ALL;
                batch.add(RecordType.PUBLISH, concerned, 0, i, new ByteWriter().bytes(body));
            }
            journal.append(batch);
        }
    }

    /** Batches in which no record has a key come in rows and alone. */
    private static boolean isKeyless(int batch) {
        return batch % 7 == 3 || batch % 60 > 50;
    }

    private List<String> readAll(long from, long[] keys) {
        List<String> found = new ArrayList<>();
        try (JournalReader reader = journal.reader(from)) {
            while (reader.next()) {
                note(reader.entry(), keys, found);
            }
        }
        return found;
    }

    /** Reads in steps of random length; returns how many records it was given. */
    private int read(KeyedReader reader, long[] keys, Random random, List<String> expected) {
        List<String> found = new ArrayList<>();
        long end = journal.committed();
        int given = 0;
        long through = reader.position() - 1;
        while (reader.position() <= end) {
            through = Math.min(end, through + random.nextInt(400));
            while (reader.position() <= through) {
                long before = reader.position();
                if (reader.next(through)) {
                    given++;
                    assertThat(reader.entry().sequence()).isBetween(before, through);
                    assertThat(reader.position()).isEqualTo(reader.entry().sequence() + 1);
                    note(reader.entry(), keys, found);
                } else {
                    assertThat(reader.position()).isBetween(before, through + 1);
                }
                if (random.nextInt(20) == 0) {
                    reader.rest();
                }
            }
        }
        assertThat(found).isEqualTo(expected);
        return given;
    }

    private static void note(Entry entry, long[] keys, List<String> found) {
        boolean[] wanted = new boolean[1];
        KEYS.of(entry, key -> wanted[0] |= Arrays.stream(keys).anyMatch(k -> k == key));
        if (wanted[0]) {
            found.add(entry.sequence() + " " + entry.timeMillis() + " "
                    + Arrays.hashCode(entry.body().bytes(entry.body().remaining())));
        }
    }

    @Test
    void longStretchesWithoutKeysAreNotReadForTheIndex() throws IOException {
        journal.close();
        JournalConfig large =
                new JournalConfig(Durability.OS, 2 << 20, 10_000, 1 << 20, 1 << 20, 0, 256 << 10);
        journal = Journal.open(disk, large, Workload.CLOCK, KEYS, Runnable::run);
        for (int i = 0; i < 400; i++) {
            RecordBatch batch = new RecordBatch();
            boolean keyed = i % 100 == 99;
            byte[] body = new byte[10_000];
            body[0] = (byte) (keyed ? 1 : 0);
            body[1] = 3;
            int concerned = keyed ? Concern.KEYS : Concern.MESSAGES;
            batch.add(RecordType.PUBLISH, concerned, 0, i, new ByteWriter().bytes(body));
            journal.append(batch);
        }
        long[] keys = {spread(3)};
        try (KeyedReader reader = journal.reader(1, keys)) {
            assertThat(read(reader, keys, new Random(1), readAll(1, keys))).isLessThan(350);
        }
        journal.close();
    }

    @Test
    void aDamagedOrMissingOrForeignIndexIsMadeAgain() {
        fill(new Random(5), 120);
        journal.close();
        List<String> names =
                disk.list().stream().filter(n -> n.endsWith(".fidx")).toList();
        assertThat(names).hasSizeGreaterThan(2);
        byte[] whole = disk.content(names.get(1));
        for (int at = 0; at < whole.length; at += 1 + whole.length / 30) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            checkMadeAgain(disk.with(names.get(1), flipped), names.get(1), whole);
        }
        checkMadeAgain(disk.without(names.get(1)), names.get(1), whole);
        checkMadeAgain(disk.with(names.get(1), disk.content(names.get(0))), names.get(1), whole);
        checkMadeAgain(disk.with(names.get(1), new byte[0]), names.get(1), whole);
    }

    @Test
    void anIndexWithoutASegmentAfterItTellsThatTheNewestFileIsMissing() {
        fill(new Random(5), 120);
        journal.close();
        List<String> segments =
                disk.list().stream().filter(SegmentHeader::isFileName).toList();
        String before = segments.get(segments.size() - 2);
        FaultDisk shorter = disk.without(segments.getLast());
        String index = before.replace(".seg", ".fidx");
        assertThatThrownBy(() -> Journal.open(shorter, CONFIG, Workload.CLOCK, KEYS, Runnable::run))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining(before)
                .hasMessageContaining("found none. Put the newest files back")
                .hasMessageContaining("delete disk/" + index);
        FaultDisk wanted = shorter.without(index);
        Journal.open(wanted, CONFIG, Workload.CLOCK, KEYS, Runnable::run).close();
    }

    @Test
    void noCrashLeavesAnIndexWithoutASegmentAfterIt() {
        fill(new Random(6), 60);
        journal.close();
        SplittableRandom random = new SplittableRandom(6);
        int indexed = 0;
        for (int steps = 0; steps <= disk.steps(); steps++) {
            for (int round = 0; round < 3; round++) {
                boolean oneKept = round == 2;
                boolean[] kept = new boolean[disk.steps() + 1];
                for (int i = 0; i < kept.length; i++) {
                    kept[i] = round > 0 && (oneKept ? i == steps - 1 : random.nextBoolean());
                }
                FaultDisk left = disk.afterCrash(steps, (step, _) -> kept[step]);
                indexed += left.list().stream().anyMatch(n -> n.endsWith(".fidx")) ? 1 : 0;
                Journal.open(left, CONFIG, Workload.CLOCK, KEYS, Runnable::run).close();
            }
        }
        assertThat(indexed).isGreaterThan(100);
    }

    private void checkMadeAgain(FaultDisk damaged, String name, byte[] whole) {
        try (Journal again = Journal.open(damaged, CONFIG, Workload.CLOCK, KEYS, Runnable::run)) {
            journal = again;
            long[] keys = new long[201];
            Arrays.setAll(keys, key -> spread(key == 200 ? 201 : key));
            try (KeyedReader reader = again.reader(1, keys)) {
                read(reader, keys, new Random(1), readAll(1, keys));
            }
        }
        assertThat(damaged.content(name)).isEqualTo(whole);
    }

    @Test
    void anIndexThatVanishesUnderAReaderIsMadeAgain() throws IOException {
        fill(new Random(7), 120);
        long[] keys = {spread(201), spread(3), spread(105)};
        List<String> expected = readAll(1, keys);
        try (KeyedReader reader = journal.reader(1, keys)) {
            while (!reader.next(journal.committed())) {}
            reader.rest();
            for (String name : disk.list()) {
                if (name.contains(".fidx")) {
                    disk.delete(name);
                }
            }
        }
        try (KeyedReader reader = journal.reader(1, keys)) {
            read(reader, keys, new Random(7), expected);
        }
        assertThat(disk.list()).anyMatch(name -> name.endsWith(".fidx"));
        journal.close();
    }

    @Test
    void manyReadersNearEachOtherReadTheFilesOnce() {
        fill(new Random(6), 300);
        long one = reads(1);
        long hundred = reads(100) - one;
        assertThat(one).isPositive();
        assertThat(hundred).isLessThan(3 * one);
        journal.close();
    }

    private long reads(int readers) {
        long end = journal.committed();
        List<KeyedReader> all = new ArrayList<>();
        for (int i = 0; i < readers; i++) {
            all.add(journal.reader(1, new long[] {spread(2), spread(200)}));
        }
        for (long through = 1; through <= end; through += 50) {
            for (KeyedReader reader : all) {
                while (reader.position() <= through) {
                    reader.next(through);
                }
                reader.rest();
            }
        }
        all.forEach(KeyedReader::close);
        return journal.fileReads();
    }
}
