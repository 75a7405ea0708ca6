package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.journal.JournalReader;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

class HistoryFoldTest {
    @TempDir
    Path folder;

    private RecordedPlant plant;

    @BeforeEach
    void open() throws Exception {
        plant = new RecordedPlant(folder);
    }

    @AfterEach
    void close() {
        plant.close();
    }

    @Test
    void hasEachReadingOnceWhereverItWasKilled() throws Exception {
        for (int i = 0; i < 40; i++) {
            plant.publish("d/p" + i % 3 + "/up/all", "{\"a\":" + i + ",\"b\":" + -i + "}");
            if (i % 7 == 0) {
                plant.tick();
            }
        }
        int images = 0;
        try (HistoryFile file = HistoryFile.open(plant.config());
                JournalReader records = plant.journal.reader(1)) {
            HistoryFold fold = fold(file, plant.config());
            while (records.next()) {
                fold.apply(records.entry());
                if (records.entry().sequence() % 5 == 0) {
                    copyAsAfterKill(folder.resolve("image" + images++));
                }
            }
        }
        assertThat(images).isEqualTo(9);
        for (int i = 0; i < images; i++) {
            assertEachReadingOnce(folder.resolve("image" + i));
        }
    }

    @Test
    void hasNothingOfABatchThatWasNotCommitted() throws Exception {
        for (int i = 0; i < 10; i++) {
            plant.publish("d/p1/up/all", "{\"a\":" + i + ",\"b\":" + -i + "}");
        }
        try (HistoryFile file = HistoryFile.open(plant.config());
                Connection writer = file.reader();
                Statement sql = writer.createStatement()) {
            sql.execute("BEGIN");
            sql.execute("INSERT INTO recent SELECT 'p1', 'a', TIMESTAMP_MS '2025-01-01',"
                    + " i, NULL, 'good', i, TIMESTAMP_MS '2025-01-01' FROM range(100000) r(i)");
            sql.execute("UPDATE progress SET applied_through = 10");
            copyAsAfterKill(folder.resolve("image"));
            sql.execute("ROLLBACK");
        }
        assertEachReadingOnce(folder.resolve("image"));
    }

    @Test
    void deletesOnceADayWhatWasKeptLongEnough() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        plant.tick();
        plant.clock.advance(Duration.ofDays(1).toMillis());
        plant.publish("d/p1/up/flow", "2");
        plant.tick();
        plant.clock.advance(Duration.ofDays(1).toMillis());
        plant.publish("d/p1/up/flow", "{\"flow\":3,\"ts\":1000}");
        plant.tick();
        try (HistoryFile file = HistoryFile.open(plant.config());
                JournalReader records = plant.journal.reader(1)) {
            HistoryFold fold = fold(file, plant.config());
            while (records.next()) {
                fold.apply(records.entry());
            }
            assertThat(rows(file)).containsExactly("p1 flow 2.0", "p1 flow 3.0");
        }
    }

    @Test
    void keepsPartsOfWhatItDeletes() throws Exception {
        HistoryConfig config = new HistoryConfig(
                plant.history(),
                64 << 20,
                Duration.ofDays(2),
                new HistoryConfig.Parts(Duration.ofMinutes(5), Duration.ofDays(10)),
                "",
                Map.of());
        for (int i = 0; i < 600; i++) {
            plant.publish("d/p1/up/all", "{\"flow\":" + i + ",\"w\":\"x\"}");
        }
        plant.tick();
        HistoryQuery hours = new HistoryQuery(
                "p1",
                "*",
                0,
                HistoryQuery.END_MILLIS,
                100,
                3_600_000,
                List.of(
                        BucketFunction.AVG,
                        BucketFunction.MIN,
                        BucketFunction.MAX,
                        BucketFunction.SUM,
                        BucketFunction.COUNT));
        try (HistoryFile file = HistoryFile.open(config)) {
            HistoryFold fold = fold(file, config);
            apply(fold, 1);
            HistoryAnswer.Rows before = ask(file, hours);
            for (int day = 0; day < 3; day++) {
                plant.clock.advance(Duration.ofDays(1).toMillis());
                long tick = plant.tick();
                apply(fold, tick);
            }
            assertThat(rows(file)).isEmpty();
            assertThat(ask(file, hours)).isEqualTo(before);
            assertThat(((HistoryAnswer.Buckets) before).buckets().getFirst().values())
                    .containsEntry(BucketFunction.MIN, 0.0);
            plant.clock.advance(Duration.ofDays(10).toMillis());
            apply(fold, plant.tick());
            assertThat(ask(file, hours).size()).isZero();
        }
    }

    @Test
    void keepsATypeForATimeOfItsOwn() throws Exception {
        plant.declarePump("p1");
        plant.publish("d/p1/up/all", "{\"flow\":1,\"mode\":\"auto\"}");
        plant.publish("d/p9/up/all", "{\"flow\":2}");
        plant.tick();
        HistoryConfig config = new HistoryConfig(
                plant.history(),
                64 << 20,
                Duration.ofDays(2),
                HistoryConfig.Parts.NONE,
                "",
                Map.of("pump", Duration.ofDays(4), "pump.mode", Duration.ofDays(1)));
        List<List<String>> days = new ArrayList<>();
        try (HistoryFile file = HistoryFile.open(config)) {
            HistoryFold fold = fold(file, config);
            apply(fold, 1);
            for (int day = 0; day < 5; day++) {
                days.add(points(file));
                plant.clock.advance(Duration.ofDays(1).toMillis());
                apply(fold, plant.tick());
            }
            days.add(points(file));
        }
        assertThat(days.stream().map(List::size)).containsExactly(3, 2, 1, 1, 0, 0);
        assertThat(days.get(3)).containsExactly("p1 flow");
    }

    @Test
    void storesItsStateAfterMuchJournalAlsoIfNothingOfThatIsForIt() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        plant.tick();
        plant.tick();
        AtomicLong written = new AtomicLong();
        try (HistoryFile file = HistoryFile.open(plant.config());
                JournalReader records = plant.journal.reader(1)) {
            HistoryFold fold = fold(file, plant.config(), written::get);
            for (int i = 0; i < 2 && records.next(); i++) {
                fold.apply(records.entry());
            }
            fold.caughtUp(2);
            assertThat(plant.snapshots.latest(HistoryFold.SNAPSHOT)).isEmpty();
            written.set(HistoryFold.SNAPSHOT_BYTES);
            assertThat(records.next()).isTrue();
            fold.apply(records.entry());
            assertThat(plant.snapshots
                            .latest(HistoryFold.SNAPSHOT)
                            .orElseThrow()
                            .sequence())
                    .isEqualTo(3);
            assertThat(file.through()).isEqualTo(3);
            fold.caughtUp(900);
            assertThat(fold.applied()).isEqualTo(900);
            assertThat(fold.flush()).isEqualTo(900);
        }
    }

    private static HistoryAnswer.Rows ask(HistoryFile file, HistoryQuery hours)
            throws SQLException {
        try (Connection reader = file.reader()) {
            return new Question(hours, true).ask(file, reader);
        }
    }

    private void apply(HistoryFold fold, long from) {
        try (JournalReader records = plant.journal.reader(from)) {
            while (records.next()) {
                fold.apply(records.entry());
            }
        }
    }

    @Test
    void anImportIsInItOnceWhereverItWasKilled() throws Exception {
        plant.publish("d/p1/up/a", "1");
        for (int round = 0; round < 2; round++) {
            plant.importOf("p1", "b", 100);
            plant.publish("d/p1/up/c", "1");
        }
        List<Path> images = new ArrayList<>();
        try (HistoryFile file = HistoryFile.open(plant.config());
                JournalReader records = plant.journal.reader(1)) {
            HistoryFold fold = fold(file, plant.config());
            while (records.next()) {
                fold.apply(records.entry());
                images.add(folder.resolve("image" + images.size()));
                copyAsAfterKill(images.getLast());
            }
        }
        for (Path image : images) {
            HistoryConfig config = new HistoryConfig(image, 64 << 20, Duration.ofDays(2));
            try (HistoryFile file = HistoryFile.open(config);
                    JournalReader records = plant.journal.reader(1)) {
                HistoryFold fold = fold(file, config);
                while (records.next()) {
                    fold.apply(records.entry());
                }
                fold.flush();
                assertThat(rows(file)).as("" + image).hasSize(103).startsWith("p1 a 1.0");
            }
        }
    }

    @Test
    void tellsDamageFromWhatPasses() throws Exception {
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            file.write(manyReadings(), 1);
        }
        Path path = plant.history().resolve(HistoryFile.NAME);
        byte[] good = Files.readAllBytes(path);
        byte[] flipped = good.clone();
        flipped[5000] ^= 1;
        List<byte[]> broken = List.of(
                new byte[0],
                new byte[100_000],
                flipped,
                Arrays.copyOf(good, 4096),
                Arrays.copyOf(good, good.length / 2),
                Arrays.copyOf(good, good.length - 1));
        for (byte[] bytes : broken) {
            Files.write(path, bytes);
            SQLException e = catchThrowableOfType(
                    SQLException.class, () -> HistoryFile.open(plant.config()).close());
            assertThat((Throwable) e).as(bytes.length + " bytes").isNotNull();
            assertThat(StoreOpening.isDamage(e)).as(e.getMessage()).isTrue();
        }
        Files.delete(path);
        Files.createSymbolicLink(path, path);
        SQLException e = catchThrowableOfType(
                SQLException.class, () -> HistoryFile.open(plant.config()).close());
        assertThat(StoreOpening.isDamage(e)).as(e.getMessage()).isFalse();
    }

    @Test
    void opensAFileWhoseEndWasFreedAndCutOff() throws Exception {
        for (int round = 1; round <= 2; round++) {
            try (HistoryFile file = HistoryFile.open(plant.config())) {
                assertThat(file.through()).isEqualTo((round - 1) * 3L);
                file.delete(new Deletion(HistoryQuery.END_MILLIS, 0, 0));
                for (int batch = round * 3 - 2; batch <= round * 3; batch++) {
                    file.write(manyReadings(), batch);
                }
            }
        }
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            file.delete(new Deletion(HistoryQuery.END_MILLIS, 0, 0));
        }
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            assertThat(file.through()).isEqualTo(6);
        }
    }

    @Test
    void addsNoRowsOfABatchThatDoesNotReachItsMark() throws Exception {
        List<Reading> endsEarly = new AbstractList<>() {
            private final List<Reading> whole = manyReadings();

            @Override
            public Reading get(int index) {
                if (index == 15_000) {
                    throw new IllegalStateException("the crash");
                }
                return whole.get(index);
            }

            @Override
            public int size() {
                return whole.size();
            }
        };
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            assertThatIllegalStateException().isThrownBy(() -> file.write(endsEarly, 1));
            assertThat(rows(file)).isEmpty();
            assertThat(file.through()).isZero();
            file.write(manyReadings(), 1);
            assertThat(rows(file)).hasSize(20_000);
        }
    }

    private static List<Reading> manyReadings() {
        Reading[] readings = new Reading[20_000];
        for (int i = 0; i < readings.length; i++) {
            long time = RecordedPlant.START + i * 7919L;
            Value value = new Value.Numeric(Math.sin(i));
            readings[i] = new Reading("p", "a", value, time, time, Quality.GOOD, i);
        }
        return Arrays.asList(readings);
    }

    private HistoryFold fold(HistoryFile file, HistoryConfig config) {
        return fold(file, config, () -> 0);
    }

    private HistoryFold fold(HistoryFile file, HistoryConfig config, LongSupplier journalBytes) {
        return new HistoryFold(
                file,
                new DeviceFold(new DeviceRegistry(), RecordedPlant::check),
                plant.snapshots,
                config,
                0,
                0,
                journalBytes);
    }

    private void copyAsAfterKill(Path image) throws IOException {
        Files.createDirectories(image);
        for (String name : List.of(HistoryFile.NAME, HistoryFile.NAME + ".wal")) {
            Path file = plant.history().resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, image.resolve(name));
            }
        }
    }

    /** Goes on with the file as it was found, from the first record on. */
    private void assertEachReadingOnce(Path image) throws Exception {
        HistoryConfig config = new HistoryConfig(image, 64 << 20, Duration.ofDays(2));
        try (HistoryFile file = HistoryFile.open(config);
                JournalReader records = plant.journal.reader(1);
                Connection reader = file.reader();
                Statement sql = reader.createStatement()) {
            HistoryFold fold = fold(file, config);
            long expected = 0;
            while (records.next()) {
                fold.apply(records.entry());
                expected += records.entry().flags() == 1 ? 2 : 0;
            }
            fold.flush();
            try (ResultSet row = sql.executeQuery("SELECT count(*), count(DISTINCT (seq, point)),"
                    + " sum(value) FROM readings")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(expected);
                assertThat(row.getLong(2)).isEqualTo(expected);
                assertThat(row.getDouble(3)).isZero();
            }
        }
    }

    private static List<String> rows(HistoryFile file) throws SQLException {
        return listed(file, "device || ' ' || point || ' ' || value");
    }

    private static List<String> points(HistoryFile file) throws SQLException {
        return listed(file, "device || ' ' || point");
    }

    private static List<String> listed(HistoryFile file, String what) throws SQLException {
        try (Connection reader = file.reader();
                Statement sql = reader.createStatement();
                ResultSet row = sql.executeQuery(
                        "SELECT string_agg(" + what + ", ';' ORDER BY seq) FROM readings")) {
            row.next();
            String all = row.getString(1);
            return all == null ? List.of() : List.of(all.split(";"));
        }
    }
}
