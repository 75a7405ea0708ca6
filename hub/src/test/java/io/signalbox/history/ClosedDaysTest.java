package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.history.HistoryAnswer.Readings;
import io.signalbox.history.HistoryFile.Opening;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Readings of days that are over change places, and nobody can tell but by size and speed. */
class ClosedDaysTest {
    private static final long DAY = 86_400_000L;
    private static final long START = 20_000 * DAY;

    /** Four rows are worth a file, which has at most about ten. */
    private static final Closer.Terms TERMS = new Closer.Terms(4, 10, 0, 0);

    @TempDir
    Path folder;

    @TempDir
    Path images;

    private final List<String> told = new ArrayList<>();
    private long sequence;

    private HistoryConfig config() {
        return config(folder, HistoryConfig.Parts.NONE);
    }

    private static HistoryConfig config(Path folder, HistoryConfig.Parts parts) {
        return new HistoryConfig(folder, 64 << 20, Duration.ofDays(1000), parts, "", Map.of());
    }

    /** Closes at once what {@link HistoryFile#tidy} begins to close. */
    private HistoryFile open() throws SQLException, IOException {
        return HistoryFile.open(config(), new Opening(TERMS, Runnable::run, told::add));
    }

    private Reading reading(String device, long time, Value value) {
        return new Reading(device, "a", value, time, START + sequence, Quality.GOOD, ++sequence);
    }

    private Reading reading(String device, long time, double value) {
        return reading(device, time, new Value.Numeric(value));
    }

    /** All versions of everything, in the order of arrival. */
    private static List<Reading> all(HistoryStore store) throws SQLException {
        return new ExportRows(ExportQuestion.ALL).read(store, 0, Long.MAX_VALUE >> 1);
    }

    private static List<Reading> of(HistoryStore store, String device, boolean versions)
            throws SQLException {
        HistoryQuery query = new HistoryQuery(
                device, "*", 0, HistoryQuery.END_MILLIS, 1000, 0, List.of(), versions);
        try (Connection reader = store.reader()) {
            return ((Readings) new Question(query, false).ask(store, reader)).readings();
        }
    }

    private static long count(HistoryFile file, String table) throws SQLException {
        try (Connection reader = file.reader();
                Statement sql = reader.createStatement();
                ResultSet row = sql.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void tidyAll(HistoryFile file, long now) throws SQLException {
        for (int i = 0; i < 20; i++) {
            file.tidy(now);
        }
    }

    /** Of each kind of value some, on three days, with corrections. */
    private List<Reading> sample() {
        List<Reading> sample = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            long time = START + i * DAY / 3;
            sample.add(reading("p1", time, i / 3.0));
            sample.add(reading("p2", time + 1, new Value.Text("word " + i)));
            sample.add(reading("p2", time + 2, Value.whole(Long.MIN_VALUE + i)));
            sample.add(reading("p3", time + 3, new Value.Bool(i % 2 == 0)));
            sample.add(reading("p3", time + 4, new Value.Position(1.5, -i, Double.NaN)));
            sample.add(reading("p1", time, -i));
        }
        return sample;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("closed"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aClosedDayReadsAsBefore() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            List<Reading> newest = of(file, "p1", false);
            List<Reading> versions = of(file, "p1", true);
            assertThat(all(file)).containsExactlyElementsOf(sample);

            tidyAll(file, START + 2 * DAY);

            assertThat(count(file, "recent")).isEqualTo(18);
            assertThat(count(file, "readings")).isEqualTo(54);
            assertThat(all(file)).containsExactlyElementsOf(sample);
            assertThat(of(file, "p1", false)).isEqualTo(newest).hasSize(9);
            assertThat(of(file, "p1", true)).isEqualTo(versions).hasSize(18);
            assertThat(file.size(START + 2 * DAY).orElseThrow().rows()).isEqualTo(54);
        }
        try (HistoryFile file = open()) {
            assertThat(all(file)).containsExactlyElementsOf(sample);
            assertThat(files()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aClosedDayIsPlayedInTheOrderOfArrival() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            tidyAll(file, START + 2 * DAY);
            TapeRows rows = new TapeRows(file, 5, sequence);
            for (Reading reading : sample.subList(4, sample.size() - 1)) {
                PastRecord record = Objects.requireNonNull(rows.next());
                assertThat(record.readings()).containsExactly(reading);
                assertThat(record.timeMillis()).isEqualTo(reading.receivedMillis());
            }
            assertThat(rows.next()).isNull();
        }
    }

    @Test
    void whatComesLateCorrectsAClosedDay() throws Exception {
        try (HistoryFile file = open()) {
            file.write(sample(), sequence);
            tidyAll(file, START + 2 * DAY);
            file.write(List.of(reading("p1", START, 99)), sequence);
            assertThat(of(file, "p1", false).getFirst().value()).isEqualTo(new Value.Numeric(99));
            for (int i = 0; i < 4; i++) {
                file.write(List.of(reading("p1", START, 100 + i)), sequence);
            }
            tidyAll(file, START + 2 * DAY);
            assertThat(of(file, "p1", false).getFirst().value()).isEqualTo(new Value.Numeric(103));
            assertThat(of(file, "p1", true)).hasSize(18 + 5);
        }
    }

    @Test
    void anImportFindsWhatIsClosed() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            tidyAll(file, START + 10 * DAY);
            assertThat(count(file, "recent")).isZero();
            List<Reading> again = new ArrayList<>(sample);
            again.add(reading("p9", START + 5, 1));
            file.merge(again, sequence);
            assertThat(all(file)).hasSize(sample.size() + 1);
        }
    }

    @Test
    void aFileThatWasNotTakenOverIsSweptAway() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            file.tidy(START + 2 * DAY);
            assertThat(files()).hasSize(1);
        }
        try (HistoryFile file = open()) {
            assertThat(files()).isEmpty();
            assertThat(all(file)).containsExactlyElementsOf(sample);
        }
    }

    @Test
    void rowsThatWereDeletedMeanwhileAreNotBroughtBack() throws Exception {
        try (HistoryFile file = open()) {
            file.write(sample(), sequence);
            file.tidy(START + 2 * DAY);
            file.delete(new Deletion(START + 30, 0, 0));
            List<Reading> left = all(file);
            assertThat(left).hasSize(24);
            tidyAll(file, START + 2 * DAY);
            assertThat(all(file)).isEqualTo(left);
        }
    }

    @Test
    void aWrongByteIsFoundNamedAndNeverServed() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            tidyAll(file, START + 2 * DAY);
        }
        Path first = files().getFirst();
        byte[] bytes = Files.readAllBytes(first);
        bytes[100] ^= 4;
        Files.write(first, bytes);
        try (HistoryFile file = open()) {
            List<Reading> left = all(file);
            assertThat(left).isSubsetOf(sample).hasSizeLessThan(sample.size());
            file.tidy(START + 2 * DAY);
            assertThat(told)
                    .singleElement()
                    .asString()
                    .contains("wrong bytes in", first.getFileName().toString(), "between 0 and");
            assertThat(first).doesNotExist();
            assertThat(all(file)).isEqualTo(left);
            assertThat(count(file, "readings")).isEqualTo(left.size());
        }
    }

    @Test
    void withoutTheEnginesFileClosedDaysAreTakenOverAndTheJournalDoublesNothing() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            tidyAll(file, START + 2 * DAY);
        }
        Files.delete(folder.resolve(HistoryFile.NAME));
        for (int journalFrom : new int[] {0, 30}) {
            try (HistoryFile file = open()) {
                assertThat(told).singleElement().asString().contains("taken over");
                file.write(sample.subList(journalFrom, 40), 40);
            }
            try (HistoryFile file = open()) {
                file.write(sample.subList(40, 54), 54);
                assertThat(all(file)).containsExactlyElementsOf(sample);
            }
            Files.delete(folder.resolve(HistoryFile.NAME));
            told.clear();
        }
    }

    @Test
    void aDayThatIsTooOldGoesWithItsFileAndLeavesParts() throws Exception {
        HistoryConfig.Parts parts =
                new HistoryConfig.Parts(Duration.ofHours(1), Duration.ofDays(100));
        try (HistoryFile file = HistoryFile.open(
                config(folder, parts), new Opening(TERMS, Runnable::run, told::add))) {
            file.write(sample(), sequence);
            tidyAll(file, START + 20 * DAY);
            int before = files().size();
            file.delete(new Deletion(START + 25, 3_600_000, 0));
            assertThat(all(file)).hasSizeBetween(20, 53);
            try (Connection reader = file.reader();
                    Statement sql = reader.createStatement();
                    ResultSet row = sql.executeQuery("SELECT sum(count) + (SELECT count(*) FROM"
                            + " readings) FROM parts")) {
                row.next();
                assertThat(row.getLong(1)).isEqualTo(54);
            }
            tidyAll(file, START + 21 * DAY);
            assertThat(files()).hasSize(before);
            tidyAll(file, START + 22 * DAY);
            assertThat(files()).hasSizeLessThan(before);
        }
    }

    /** Points {@code a} of p1 are kept for another time than all others. */
    private static Deletion deletion(long before, long ofMeters) {
        return new Deletion(
                before,
                3_600_000,
                0,
                List.of(new Deletion.Kept("Meter", "a", ofMeters)),
                Map.of("p1", "Meter"),
                "meters");
    }

    private static List<Long> countsByDevice(HistoryFile file) throws SQLException {
        List<Long> counts = new ArrayList<>();
        for (String device : List.of("p1", "p2", "p3")) {
            counts.add(count(file, "readings WHERE device = '" + device + "'"));
        }
        counts.add(count(file, "(SELECT unnest(range(count)) FROM parts)"));
        return counts;
    }

    @Test
    void aPointThatIsKeptLongerStaysAloneInItsFiles() throws Exception {
        try (HistoryFile file = open()) {
            file.write(sample(), sequence);
            tidyAll(file, START + 20 * DAY);
            assertThat(countsByDevice(file)).containsExactly(18L, 18L, 18L, 0L);
            for (int again = 0; again < 2; again++) {
                file.delete(deletion(START + 54, 0));
                tidyAll(file, START + 20 * DAY);
                assertThat(countsByDevice(file)).containsExactly(18L, 0L, 0L, 36L);
            }
            assertThat(files().toString()).contains("-54-2.parquet").doesNotContain("-3.parquet");
            file.delete(deletion(START + 54, START + 54));
            tidyAll(file, START + 30 * DAY);
            tidyAll(file, START + 31 * DAY);
            assertThat(countsByDevice(file)).containsExactly(0L, 0L, 0L, 54L);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aPointThatIsKeptForAShorterTimeGoesFirst() throws Exception {
        List<Reading> sample = sample();
        try (HistoryFile file = open()) {
            file.write(sample, sequence);
            tidyAll(file, START + 2 * DAY);
            file.delete(deletion(0, START + 54));
            tidyAll(file, START + 2 * DAY);
            assertThat(countsByDevice(file)).containsExactly(0L, 18L, 18L, 18L);
            assertThat(all(file)).isSubsetOf(sample);
        }
        try (HistoryFile file = open()) {
            assertThat(countsByDevice(file)).containsExactly(0L, 18L, 18L, 18L);
        }
    }

    @Test
    void aHistoryOfYesterdaysVersionIsTakenOver() throws Exception {
        try (Connection old = DriverManager.getConnection(
                        "jdbc:duckdb:" + folder.resolve(HistoryFile.NAME));
                Statement sql = old.createStatement()) {
            sql.execute("CREATE TABLE readings(device VARCHAR NOT NULL,"
                    + " point VARCHAR NOT NULL, ts TIMESTAMP_MS NOT NULL, value DOUBLE,"
                    + " text VARCHAR, quality VARCHAR NOT NULL, seq BIGINT NOT NULL,"
                    + " received TIMESTAMP_MS NOT NULL)");
            sql.execute("INSERT INTO readings SELECT 'p1', 'a', make_timestamp_ms(" + START
                    + " + i), i, NULL, 'good', i, make_timestamp_ms(" + START
                    + " + i) FROM range(100) r(i)");
            sql.execute("CREATE TABLE progress(format INTEGER NOT NULL, applied_through BIGINT NOT"
                    + " NULL)");
            sql.execute("INSERT INTO progress VALUES (1, 99)");
        }
        try (HistoryFile file = open()) {
            assertThat(file.through()).isEqualTo(99);
            assertThat(all(file)).hasSize(100);
            tidyAll(file, START + 2 * DAY);
            assertThat(all(file)).hasSize(100);
            assertThat(count(file, "recent")).isZero();
        }
    }

    /** What a new start finds if the hub is killed now. */
    private List<Reading> afterKill(String name) throws SQLException, IOException {
        Path image = images.resolve(name);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.copy(path, image.resolve(folder.relativize(path).toString()));
            }
        }
        HistoryConfig config = config(image, HistoryConfig.Parts.NONE);
        try (HistoryFile file =
                HistoryFile.open(config, new Opening(TERMS, Runnable::run, told::add))) {
            return all(file);
        }
    }

    @Test
    void atRandomNothingIsLostAndNothingDoubled() throws Exception {
        Random random = new Random(7);
        List<Reading> written = new ArrayList<>();
        HistoryFile file = open();
        try {
            for (int round = 0; round < 60; round++) {
                long now = START + round * DAY / 5;
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        List<Reading> batch = new ArrayList<>();
                        for (int i = random.nextInt(12); i >= 0; i--) {
                            batch.add(reading(
                                    "p" + random.nextInt(3), now - random.nextLong(3 * DAY), i));
                        }
                        file.write(batch, sequence);
                        written.addAll(batch);
                    }
                    case 2 -> file.tidy(now);
                    default -> {
                        file.close();
                        file = open();
                    }
                }
                if (round % 5 == 0) {
                    assertThat(all(file)).as("round " + round).containsExactlyElementsOf(written);
                    assertThat(afterKill("image" + round)).containsExactlyElementsOf(written);
                }
            }
            assertThat(count(file, "closed")).isPositive();
            assertThat(all(file)).containsExactlyElementsOf(written);
        } finally {
            file.close();
        }
    }
}
