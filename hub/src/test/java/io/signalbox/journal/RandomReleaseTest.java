package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Journals that live at random: records of some keys, releases, clean stops, and power failures at
 * any step with any of what was not synced. After each start a list in memory says what must be
 * there: all that was acknowledged, and of each key what was needed at every release.
 */
class RandomReleaseTest {
    private static final JournalConfig CONFIG =
            new JournalConfig(Durability.FSYNC, 4096 + 4000, 2000, 1 << 20, 1 << 20, 1024, 1 << 16);
    private static final int KEYS = 12;
    private static final RecordKeys KEYS_OF =
            (entry, to) -> to.accept(entry.body().u8());
    private static final long FIRST_SEED = Long.getLong("fuzz.seed", 1);
    private static final int SEEDS = Integer.getInteger("releases", 12);

    private final List<String> written = new ArrayList<>(List.of(""));
    private final long[] neededFrom = new long[KEYS];

    /** After how many steps of the disk so many records were acknowledged. */
    private final List<int[]> acknowledged = new ArrayList<>();

    private FaultDisk disk = new FaultDisk();
    private int cold;

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsNeededOutlivesAll(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Arrays.fill(neededFrom, 1);
        for (int life = 0; life < 8; life++) {
            try (Journal journal = open(life)) {
                live(journal, random);
            }
            boolean dies = random.nextInt(4) > 0;
            disk = dies ? crash(random) : disk.restarted();
        }
        open(8).close();
        assertThat(cold).isPositive();
    }

    private static Journal open(FaultDisk disk) {
        return Journal.open(disk, CONFIG, Workload.CLOCK, KEYS_OF, Runnable::run);
    }

    /** Starts, forgets of the list what was lost and may be, and compares. */
    private Journal open(int life) {
        Journal journal = open(disk);
        int least = acknowledged.stream().mapToInt(a -> a[1]).max().orElse(0);
        assertThat(journal.committed())
                .as("life %d", life)
                .isBetween((long) least, written.size() - 1L);
        written.subList((int) journal.committed() + 1, written.size()).clear();
        compare(journal, "life " + life);
        acknowledged.clear();
        acknowledged.add(new int[] {0, (int) journal.committed()});
        return journal;
    }

    private void compare(Journal journal, String when) {
        for (int key = 0; key < KEYS; key++) {
            long from = Math.min(neededFrom[key], journal.committed() + 1);
            assertThat(read(journal, key, from))
                    .as(when + ", key " + key)
                    .isEqualTo(expected(key, from));
        }
    }

    private void live(Journal journal, SplittableRandom random) {
        for (int turn = random.nextInt(1, 8); turn > 0; turn--) {
            for (int batches = random.nextInt(40); batches > 0; batches--) {
                append(journal, random);
            }
            if (random.nextBoolean()) {
                acknowledge(random.nextInt(1, KEYS), random);
            }
            if (random.nextBoolean()) {
                release(journal, random);
                compare(journal, "released");
            }
        }
    }

    /** The records of a key before one of them, mostly its newest, are not needed any more. */
    private void acknowledge(int key, SplittableRandom random) {
        int at = written.size() - 1;
        while (at > 0 && (!written.get(at).startsWith(key + " ") || random.nextInt(3) == 0)) {
            at--;
        }
        neededFrom[key] = Math.max(neededFrom[key], at + random.nextInt(2));
    }

    private void release(Journal journal, SplittableRandom random) {
        Needs needs = new Needs();
        for (int key = 0; key < KEYS; key++) {
            needs.need(key, neededFrom[key]);
        }
        journal.release(random.nextLong(journal.committed() + 1) + 1, needs);
        cold += disk.list().stream().anyMatch(name -> name.startsWith("cold-")) ? 1 : 0;
    }

    /** Key 0 is in most records and soon not needed; the higher ones are rare. */
    private void append(Journal journal, SplittableRandom random) {
        RecordBatch batch = new RecordBatch();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int key = random.nextInt(20) > 0 ? 0 : random.nextInt(KEYS);
            byte[] body = new byte[20 + random.nextInt(90)];
            Arrays.fill(body, (byte) random.nextInt());
            body[0] = (byte) key;
            batch.add(RecordType.PUBLISH, 0, 1000 + written.size(), body, 0, body.length);
            written.add(key + " " + Arrays.hashCode(body));
        }
        journal.append(batch);
        neededFrom[0] = Math.max(neededFrom[0], written.size() - 30L);
        acknowledged.add(new int[] {disk.steps(), written.size() - 1});
    }

    private FaultDisk crash(SplittableRandom random) {
        int last = acknowledged.getLast()[0];
        int at = random.nextBoolean()
                ? random.nextInt(last, disk.steps() + 1)
                : random.nextInt(disk.steps() + 1);
        acknowledged.removeIf(a -> a[0] > at);
        long salt = random.nextLong();
        return disk.afterCrash(
                at,
                (step, sector) -> new SplittableRandom(
                                salt ^ (step * 0x9E37_79B9_7F4A_7C15L) ^ sector)
                        .nextBoolean());
    }

    private static List<String> read(Journal journal, int key, long from) {
        List<String> found = new ArrayList<>();
        try (KeyedReader reader = journal.reader(from, new long[] {key})) {
            while (reader.position() <= journal.committed()) {
                if (reader.next(journal.committed())) {
                    ByteReader body = reader.entry().body();
                    byte[] bytes = body.bytes(body.remaining());
                    if (bytes[0] == key) {
                        found.add(reader.entry().sequence() + ": " + key + " "
                                + Arrays.hashCode(bytes));
                    }
                }
            }
        }
        return found;
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
}
