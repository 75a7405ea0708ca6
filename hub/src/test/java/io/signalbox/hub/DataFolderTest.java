package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.config.Configuration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.JournalDamaged;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A data folder whose parts are not from one moment of one hub is not started from. */
class DataFolderTest {
    private final ManualClock clock = new ManualClock(1_800_000_000_000L);

    @TempDir
    Path folder;

    /** A hub that has run, and knows some devices. */
    private Path hub(String name) throws Exception {
        Path data = folder.resolve(name);
        register(data, 20);
        clock.advance(1_000);
        start(data);
        return data;
    }

    private void register(Path data, int devices) throws Exception {
        try (Journal journal =
                Journal.open(new FileDisk(data.resolve("journal")), JournalConfig.DEFAULT, clock)) {
            for (int i = 0; i < devices; i++) {
                RecordBatch batch = new RecordBatch();
                ByteWriter body = new ByteWriter();
                new DeviceChange.Registered("d" + i, "Pump", null, new TreeMap<>()).write(body);
                batch.add(RecordType.DEVICE, 0, clock.millis(), body);
                journal.append(batch);
            }
        }
    }

    private void start(Path data) throws Exception {
        Map<String, String> keys = Map.of(
                "server.data", data.toString(),
                "listen.mqtt", "127.0.0.1:0",
                "listen.http", "127.0.0.1:0");
        Configuration configuration = Configuration.load(null, Map.of(), keys);
        Hub.start(configuration.hub(), clock, fault -> {}).close();
    }

    private static List<Path> files(Path folder, String glob) throws Exception {
        try (var files = Files.newDirectoryStream(folder, glob)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            found.sort(null);
            return found;
        }
    }

    @Test
    void snapshotsOfAnotherHubAreRefused() throws Exception {
        Path one = hub("one");
        Path other = hub("other");
        Path snapshots = one.resolve("snapshot");
        Files.move(snapshots, one.resolve("aside"));
        Files.move(other.resolve("snapshot"), snapshots);
        assertThatThrownBy(() -> start(one))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining(snapshots.resolve("journal-") + "")
                .hasMessageContaining(
                        "expected snapshots of the journal in " + one.resolve("journal"))
                .hasMessageContaining("which began at 2027-01-15T08:00:00Z")
                .hasMessageContaining("found those of one that began at 2027-01-15T08:00:01Z")
                .hasMessageContaining("Put both folders back from one backup");
        Files.move(snapshots, one.resolve("foreign"));
        Files.move(one.resolve("aside"), snapshots);
        start(one);
    }

    @Test
    void aJournalThatEndsBeforeASnapshotIsRefusedAndThenMended() throws Exception {
        Path data = hub("one");
        Path newest = files(data.resolve("journal"), "0*.seg").getLast();
        byte[] whole = Files.readAllBytes(newest);
        Path snapshot = files(data.resolve("snapshot"), "*.snapshot").getLast();
        try (RandomAccessFile cut = new RandomAccessFile(newest.toFile(), "rw")) {
            cut.setLength(4096 + 20);
        }
        assertThatThrownBy(() -> start(data))
                .isInstanceOf(JournalDamaged.class)
                .hasMessageContaining(
                        snapshot + ", offset 0: expected a journal that reaches record ")
                .hasMessageContaining(" as this snapshot does, found that " + newest.getParent())
                .hasMessageContaining("Put its newest files back from a backup");
        Files.write(newest, whole);
        start(data);
        assertThat(files(data.resolve("snapshot"), "journal-*")).hasSize(1);
    }
}
