package io.signalbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.MalformedBytes;
import io.signalbox.journal.Concern;
import io.signalbox.journal.Disk;
import io.signalbox.journal.DiskFile;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.JournalReader;
import io.signalbox.journal.SnapshotInput;
import io.signalbox.journal.Snapshots;
import io.signalbox.message.Qos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

class NextSnapshotTest {
    private static final String NAME = "another";

    @TempDir
    Path folder;

    /** Sessions of every kind come, change and end; so do retained messages and groups. */
    private static void live(Hub hub, int round) {
        for (int i = 0; i < 4; i++) {
            Client client = hub.client("s" + i).silent().will("w", "gone", 30).connect();
            client.subscribe("a" + round).subscribe("b/+", Qos.EXACTLY_ONCE, i);
            client.subscribe("$share/g/c" + i);
            hub.client("u" + round + i)
                    .expiry(1_000)
                    .connect()
                    .subscribe("own/" + i)
                    .lose();
        }
        Client publisher = hub.client("p").connect();
        for (int i = 0; i < 4; i++) {
            publisher.retain("b/" + i, round % 3 == 2 ? "" : "kept " + round);
            publisher.publish("c" + i, "to one").publish("a" + round, "to all");
            publisher.publish("nobody/" + i, "to none");
        }
        hub.client("s" + round % 4).cleanStart().expiry(0).connect().disconnect();
        hub.client("s" + (round + 1) % 4).connect().unsubscribe("b/+");
        hub.pass(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 100_000})
    void isWhatTheWholeJournalSaysHoweverLittleOneHolds(int mostTouched) throws IOException {
        try (Hub hub = new Hub(folder)) {
            Snapshots snapshots = new Snapshots(new FileDisk(folder.resolve("snapshot")));
            for (int round = 0; round < 4; round++) {
                live(hub, round);
                NextSnapshot next;
                int made = 0;
                do {
                    next = new NextSnapshot(hub.journal(), snapshots, NAME, mostTouched);
                    next.make();
                    made++;
                } while (next.endsEarly());
                assertThat(made > 1).isEqualTo(mostTouched < 10);
                BrokerState whole = new BrokerState();
                try (JournalReader reader = hub.journal().reader(1)) {
                    while (reader.next(Concern.BROKER)) {
                        whole.apply(reader.entry());
                    }
                }
                whole.sequence = hub.journal().committed();
                SnapshotInput stored = snapshots.open(NAME).orElseThrow();
                assertThat(stored.sequence()).isEqualTo(whole.sequence);
                assertThat(stored.size()).isEqualTo(next.bytes() + 28);
                assertThat(parts(new StateParts.Input(stored))).isEqualTo(parts(whole));
                try (SnapshotInput again = snapshots.open(NAME).orElseThrow()) {
                    BrokerState read = BrokerState.read(new StateParts.Input(again));
                    assertThat(parts(read)).isEqualTo(parts(whole));
                }
            }
        }
    }

    @Test
    void goesOnFromNoOtherThanItBegan() throws IOException {
        try (Hub hub = new Hub(folder)) {
            Path files = folder.resolve("snapshot");
            hub.client("early").expiry(1_000).connect().lose();
            Snapshots snapshots = new Snapshots(new FileDisk(files));
            new NextSnapshot(hub.journal(), snapshots, NAME, 1000).make();
            hub.client("between").expiry(1_000).connect().lose();
            new NextSnapshot(hub.journal(), snapshots, NAME, 1000).make();
            hub.client("late").expiry(1_000).connect().lose();

            Path newest = newest(files);
            Snapshots rotting = new Snapshots(new RottingDisk(new FileDisk(files), newest));
            assertThatThrownBy(() -> new NextSnapshot(hub.journal(), rotting, NAME, 1000).make())
                    .hasMessageContaining("found it damaged since");
            new NextSnapshot(hub.journal(), rotting, NAME, 1000).make();
            try (SnapshotInput made = rotting.open(NAME).orElseThrow()) {
                BrokerState state = BrokerState.read(new StateParts.Input(made));
                assertThat(state.sessions).containsKeys("early", "between", "late");
            }
        }
    }

    /** A disk on which one file grows by a byte whenever another is made. */
    private record RottingDisk(Disk disk, Path rotting) implements Disk {
        @Override
        public DiskFile create(String name) throws IOException {
            Files.write(rotting, new byte[1], StandardOpenOption.APPEND);
            return disk.create(name);
        }

        @Override
        public List<String> list() throws IOException {
            return disk.list();
        }

        @Override
        public DiskFile open(String name) throws IOException {
            return disk.open(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            disk.delete(name);
        }

        @Override
        public void sync() throws IOException {
            disk.sync();
        }

        @Override
        public Closeable lock() throws IOException {
            return disk.lock();
        }

        @Override
        public String path(String name) {
            return disk.path(name);
        }
    }

    private static Path newest(Path files) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.getFileName().toString().startsWith(NAME))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static List<String> parts(BrokerState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(new StateParts.Output(out));
        return parts(new StateParts.Input(new ByteArrayInputStream(out.toByteArray())));
    }

    /** Head first, the others in any order. */
    private static List<String> parts(StateParts.Input in) throws IOException {
        List<String> parts = new ArrayList<>();
        try (in) {
            while (in.next()) {
                ByteReader body = in.body();
                parts.add(in.kind() + " " + HexFormat.of().formatHex(body.bytes(body.remaining())));
            }
        }
        assertThat(parts.get(0)).startsWith(StateParts.NUMBERS + " ");
        assertThat(parts.get(1)).startsWith(StateParts.GROUPS + " ");
        parts.sort(null);
        return parts;
    }

    @Test
    void aStateOfAnotherFormatIsRefusedWithASentence() {
        assertThatThrownBy(
                        () -> new StateParts.Input(new ByteArrayInputStream(new byte[] {3, 1, 1})))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("expected broker state of format 4, found 3");
    }
}
