package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

class FileDiskTest {
    private static final ManualClock CLOCK = new ManualClock(1_000_000);

    @TempDir
    private Path folder;

    @Test
    void keepsRecordsFromOneOpeningToTheNext() throws IOException {
        Path deep = folder.resolve("data/journal");
        try (Journal journal = Journal.open(new FileDisk(deep), JournalConfig.DEFAULT, CLOCK)) {
            assertThat(journal.append(batch("one", "two"))).isEqualTo(1);
            assertThat(journal.append(batch("three"))).isEqualTo(3);
            assertThat(journal.status().syncs()).isEqualTo(2);
        }
        try (Journal journal = Journal.open(new FileDisk(deep), JournalConfig.DEFAULT, CLOCK);
                JournalReader reader = journal.reader(1)) {
            assertThat(journal.recoveredThrough()).isEqualTo(3);
            for (String expected : new String[] {"one", "two", "three"}) {
                assertThat(reader.next()).isTrue();
                assertThat(text(reader.entry())).isEqualTo(expected);
            }
            assertThat(reader.next()).isFalse();
            assertThat(journal.append(batch("four"))).isEqualTo(4);
            assertThat(reader.next()).isTrue();
            assertThat(text(reader.entry())).isEqualTo("four");
        }
    }

    @Test
    void refusesAFolderInUseAndNamesTheHolder() throws IOException {
        try (Journal journal = Journal.open(new FileDisk(folder), JournalConfig.DEFAULT, CLOCK)) {
            assertThatThrownBy(() -> Journal.open(
                            new FileDisk(folder.resolve("../" + folder.getFileName())),
                            JournalConfig.DEFAULT,
                            CLOCK))
                    .isInstanceOf(JournalLocked.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining(folder.resolve("lock").getFileName().toString());
            journal.append(batch("still works"));
        }
        Journal.open(new FileDisk(folder), JournalConfig.DEFAULT, CLOCK).close();
    }

    @Test
    void writesZerosAheadSoThatTheFileIsLongerThanItsContent() throws IOException {
        try (Journal journal = Journal.open(new FileDisk(folder), JournalConfig.DEFAULT, CLOCK)) {
            journal.append(batch("short"));
            Path file = folder.resolve("00000000000000000001.seg");
            assertThat(Files.size(file)).isGreaterThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void positionsAreIndependentOfEachOther() throws IOException {
        FileDisk disk = new FileDisk(folder);
        try (DiskFile file = disk.create("a")) {
            file.write(ByteBuffer.wrap("world".getBytes(UTF_8)), 6);
            file.write(ByteBuffer.wrap("hello ".getBytes(UTF_8)), 0);
            file.force();
        }
        disk.rename("a", "b");
        disk.sync();
        assertThat(disk.list()).containsExactly("b");
        assertThat(Files.readString(folder.resolve("b"))).isEqualTo("hello world");
        disk.delete("b");
        assertThat(disk.list()).isEmpty();
    }

    private static RecordBatch batch(String... bodies) {
        RecordBatch batch = new RecordBatch();
        for (String body : bodies) {
            byte[] bytes = body.getBytes(UTF_8);
            batch.add(RecordType.PUBLISH, 0, CLOCK.millis(), bytes, 0, bytes.length);
        }
        return batch;
    }

    private static String text(Entry entry) {
        return new String(entry.body().bytes(entry.body().remaining()), UTF_8);
    }
}
