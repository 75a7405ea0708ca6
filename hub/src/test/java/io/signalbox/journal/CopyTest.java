package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A folder that was copied file by file while the journal ran is a whole one, or refused. One from
 * which a segment vanished meanwhile, of which those who copy are told, may end too early, but a state
 * is never taken for that of a record which is not its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyTest {
    private static final int COPIES = 400;

    /** Both folders at one moment. */
    private record Moment(FaultDisk journal, FaultDisk snapshots, long committed) {}

    /** What a fold knows after each record. */
    private final List<Long> states = new ArrayList<>(List.of(0L));

    private final List<Moment> moments = run();

    private List<Moment> run() {
        FaultDisk files = new FaultDisk();
        FaultDisk folder = new FaultDisk();
        List<Moment> all = new ArrayList<>();
        Random random = new Random(4);
        try (Journal journal = open(files)) {
            Snapshots snapshots = Snapshots.of(folder, journal);
            for (int turn = 0; turn < 150; turn++) {
                append(journal, random.nextInt(1_000));
                if (random.nextInt(8) == 0) {
                    byte[] state = new byte[8];
                    BatchHeader.putLong(state, 0, states.getLast());
                    long older = snapshots.save("fold", journal.committed(), state);
                    all.add(moment(files, folder, journal));
                    journal.release(older + 1, new Needs());
                }
                all.add(moment(files, folder, journal));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static Moment moment(FaultDisk files, FaultDisk folder, Journal journal) {
        return new Moment(files.restarted(), folder.restarted(), journal.committed());
    }

    private static Journal open(FaultDisk files) {
        return Journal.open(files, Workload.SMALL, Workload.CLOCK, RecordKeys.NONE, Runnable::run);
    }

    private void append(Journal journal, int number) {
        byte[] body = new byte[8 + number % 300];
        BatchHeader.putLong(body, 0, number);
        RecordBatch batch = new RecordBatch();
        batch.add(RecordType.TICK, 0, 0, body, 0, body.length);
        journal.append(batch);
        states.add(next(states.getLast(), number));
    }

    private static long next(long state, long number) {
        return state * 31 + number;
    }

    /** The time goes on by some moments with each file. */
    private final class Copying {
        private final Random random;
        private final int pace;
        private int now;
        private boolean lost;

        Copying(Random random, int from) {
            this.random = random;
            this.pace = random.nextInt(1, 16);
            this.now = from;
        }

        Moment now() {
            return moments.get(now);
        }

        FaultDisk folder(boolean journal) {
            List<String> names = new ArrayList<>(folderNow(journal).list());
            switch (random.nextInt(3)) {
                case 0 -> names.sort(Comparator.reverseOrder());
                case 1 -> Collections.shuffle(names, random);
                default -> {}
            }
            FaultDisk copy = new FaultDisk();
            for (String name : names) {
                now = Math.min(moments.size() - 1, now + random.nextInt(pace));
                FaultDisk from = folderNow(journal);
                if (from.list().contains(name)) {
                    copy = copy.with(name, from.content(name));
                } else {
                    lost |= SegmentHeader.isFileName(name);
                }
            }
            return copy;
        }

        private FaultDisk folderNow(boolean journal) {
            return journal ? now().journal : now().snapshots;
        }
    }

    @Test
    void aCopyMadeMeanwhileIsWholeOrRefused() throws IOException {
        Random random = new Random(8);
        int[] started = new int[2];
        for (int i = 0; i < COPIES; i++) {
            Copying copying = new Copying(random, random.nextInt(moments.size()));
            long before = copying.now().committed;
            int journalFirst = random.nextInt(2);
            FaultDisk early = copying.folder(journalFirst == 1);
            FaultDisk late = copying.folder(journalFirst == 0);
            long committed = copying.lost ? 0 : before;
            boolean whole = journalFirst == 1
                    ? startsWhole(early, late, committed)
                    : startsWhole(late, early, committed);
            started[journalFirst] += whole ? 1 : 0;
        }
        assertThat(Arrays.stream(started).sum()).isBetween(COPIES / 10, COPIES * 9 / 10);
        assertThat(started[0]).as("snapshots first").isGreaterThan(started[1]);
    }

    private boolean startsWhole(FaultDisk files, FaultDisk folder, long committed)
            throws IOException {
        try (Journal journal = open(files)) {
            Optional<Snapshot> latest = Snapshots.of(folder, journal).latest("fold");
            long state =
                    latest.map(found -> BatchHeader.longAt(found.state(), 0)).orElse(0L);
            try (JournalReader reader =
                    journal.reader(latest.map(Snapshot::sequence).orElse(0L) + 1)) {
                while (reader.next()) {
                    state = next(state, reader.entry().body().u64());
                }
            }
            assertThat(journal.recoveredThrough()).isGreaterThanOrEqualTo(committed);
            assertThat(state).isEqualTo(states.get((int) journal.recoveredThrough()));
            return true;
        } catch (JournalDamaged e) {
            return false;
        }
    }
}
