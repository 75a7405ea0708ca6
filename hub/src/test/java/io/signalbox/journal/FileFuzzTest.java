package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.fuzz.Fuzz;
import io.signalbox.fuzz.Mutator;
import io.signalbox.time.Chance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.CRC32C;

/**
 * Segments and snapshots with bytes that nobody wrote, half of them with checksums that are right
 * all the same: damage is named, and nothing is served that was not written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileFuzzTest {
    private static final String SNAPSHOT = "state-00000000000000000007.snapshot";

    private final FaultDisk disk = new FaultDisk();
    private List<String> written = List.of();
    private String last = "";
    private byte[] segment = {};
    private byte[] snapshot = {};

    /** Thousands of damaged files are not thousands of warnings. */
    private final Logger log = Logger.getLogger(Journal.class.getPackageName());

    @BeforeAll
    void fill() {
        log.setLevel(Level.OFF);
        try (Workload work = new Workload(disk, Workload.SMALL)) {
            for (int i = 0; i < 10; i++) {
                work.append(1 + i % 3);
            }
            written = work.records;
            last = disk.segments().getLast();
            segment = disk.content(last);
        }
        new Snapshots(disk).save("state", 7, "the state of a fold ".repeat(9).getBytes(UTF_8));
        snapshot = disk.content(SNAPSHOT);
    }

    @AfterAll
    void speakAgain() {
        log.setLevel(null);
    }

    /** Where the records are; in the rest of the file there is nothing yet. */
    private int end() {
        int end = segment.length;
        while (end > SegmentHeader.BYTES && segment[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private byte[] damaged(Chance chance, int from, int to) {
        byte[] part = Arrays.copyOfRange(segment, from, to);
        byte[] changed = new Mutator(chance).mutate(part, List.of(part, snapshot));
        byte[] whole = segment.clone();
        Arrays.fill(whole, from, whole.length, (byte) 0);
        System.arraycopy(changed, 0, whole, from, Math.min(changed.length, whole.length - from));
        return whole;
    }

    @Test
    void segmentsWithWrongChecksums() {
        AtomicInteger served = new AtomicInteger();
        Fuzz.run(
                "journal-segment",
                600,
                chance -> damaged(chance, chance.percent(20) ? 0 : SegmentHeader.BYTES, end()),
                input -> {
                    try {
                        List<String> found = read(disk.with(last, input));
                        assertThat(found).isEqualTo(written.subList(0, found.size()));
                        served.addAndGet(found.size());
                    } catch (JournalDamaged e) {
                        assertThat(e).hasMessageContaining(".seg");
                    }
                });
        assertThat(served).hasPositiveValue();
    }

    /** Whoever writes bad records with good checksums is a newer version or a fault of ours. */
    @Test
    void batchesWhoseChecksumsAreRight() {
        Fuzz.run(
                "journal-batch",
                600,
                chance -> {
                    byte[] whole = damaged(chance, SegmentHeader.BYTES + BatchHeader.BYTES, end());
                    return correct(whole);
                },
                input -> {
                    try {
                        read(disk.with(last, input));
                    } catch (JournalDamaged e) {
                        assertThat(e).hasMessageContaining("expected");
                    }
                });
    }

    /** The first batch gets the checksum of what it holds now. */
    private static byte[] correct(byte[] whole) {
        int salt = SegmentHeader.read(whole, "").salt();
        BatchHeader header = new BatchHeader();
        header.read(whole, SegmentHeader.BYTES);
        if (SegmentHeader.BYTES + header.bytes() <= whole.length) {
            header.write(whole, SegmentHeader.BYTES, salt);
        }
        return whole;
    }

    @Test
    void snapshotFiles() {
        Fuzz.run(
                "journal-snapshot",
                1_500,
                chance -> {
                    byte[] bytes = new Mutator(chance).mutate(snapshot, List.of(snapshot, segment));
                    if (bytes.length >= 28 && chance.percent(50)) {
                        BatchHeader.putInt(bytes, 20, crc(bytes, 28, bytes.length - 28));
                        BatchHeader.putInt(bytes, 24, crc(bytes, 0, 24));
                    }
                    return bytes;
                },
                input -> {
                    try {
                        new Snapshots(disk.with(SNAPSHOT, input))
                                .latest("state")
                                .ifPresent(s -> assertThat(s.sequence()).isEqualTo(7));
                    } catch (JournalDamaged e) {
                        assertThat(e).hasMessageContaining("expected snapshot format");
                    }
                });
    }

    private static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** All records that a journal on these files has. */
    private static List<String> read(FaultDisk files) {
        List<String> found = new ArrayList<>();
        try (Journal journal = Journal.open(
                        files, Workload.SMALL, Workload.CLOCK, RecordKeys.NONE, Runnable::run);
                JournalReader reader = journal.reader(1)) {
            while (reader.next()) {
                Entry entry = reader.entry();
                found.add(new String(entry.body().bytes(entry.body().remaining()), UTF_8));
            }
        }
        return found;
    }
}
