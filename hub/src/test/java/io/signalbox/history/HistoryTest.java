package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalbox.history.HistoryAnswer.Bucket;
import io.signalbox.history.HistoryAnswer.Buckets;
import io.signalbox.history.HistoryAnswer.Readings;
import io.signalbox.message.Quality;
import io.signalbox.message.Reading;
import io.signalbox.message.Value;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

class HistoryTest {
    private static final long START = RecordedPlant.START;

    /** Held, so that its level stays; the warnings of these tests are meant to be. */
    private static final Logger LOG = Logger.getLogger(History.class.getName());

    @TempDir
    Path folder;

    private RecordedPlant plant;

    @BeforeEach
    void open() throws Exception {
        LOG.setLevel(Level.OFF);
        plant = new RecordedPlant(folder);
    }

    @AfterEach
    void close() {
        plant.close();
        LOG.setLevel(null);
    }

    @Test
    void aCorrectionStandsForWhatItCorrects() throws Exception {
        plant.publish("d/p1/up/all", "{\"flow\":1,\"ts\":1750000000}");
        plant.publish("d/p1/up/all", "{\"flow\":5,\"ts\":1750000060}");
        plant.publish("d/p1/up/all", "{\"flow\":2,\"ts\":1750000000}");
        plant.publish(
                "d/p1/up/all", "[{\"flow\":8,\"ts\":1750000000},{\"flow\":3,\"ts\":1750000000}]");
        try (History history = plant.start()) {
            assertThat(values(history, false)).containsExactly(3.0, 5.0);
            assertThat(values(history, true)).containsExactly(1.0, 2.0, 8.0, 3.0, 5.0);
            HistoryAnswer sums = history.query(new HistoryQuery(
                    "p1",
                    "flow",
                    0,
                    HistoryQuery.END_MILLIS,
                    10,
                    86_400_000,
                    List.of(BucketFunction.SUM, BucketFunction.COUNT)));
            assertThat(((Buckets) sums.rows()).buckets().getFirst().values())
                    .containsEntry(BucketFunction.SUM, 8.0)
                    .containsEntry(BucketFunction.COUNT, 2.0);
        }
    }

    @Test
    void readingsWithoutATimeOfTheirOwnAreNoCorrections() throws Exception {
        plant.publishAtOnce("d/p1/up/flow", "1", "2");
        long both = plant.clock.millis();
        try (History history = plant.start()) {
            assertThat(values(history, false)).containsExactly(1.0, 2.0);
            plant.publish("d/p1/up/all", "{\"flow\":7,\"ts\":" + both + "}");
            assertThat(values(history, false)).containsExactly(7.0);
            assertThat(values(history, true)).containsExactly(1.0, 2.0, 7.0);
        }
    }

    private static List<Double> values(History history, boolean all) throws Exception {
        HistoryAnswer answer = history.query(
                new HistoryQuery("p1", "flow", 0, HistoryQuery.END_MILLIS, 10, 0, List.of(), all));
        return ((Readings) answer.rows())
                .readings().stream()
                        .map(reading -> ((Value.Numeric) reading.value()).value())
                        .toList();
    }

    @Test
    void answersWithAllThatWasCommittedBeforeTheQuestion() throws Exception {
        try (History history = plant.start()) {
            for (int i = 0; i < 10; i++) {
                long sequence = plant.publish("d/p1/up/flow", Integer.toString(i));
                HistoryAnswer answer = history.query(all("p1", "flow"));

                assertThat(readings(answer)).hasSize(i + 1);
                assertThat(answer.through()).isGreaterThanOrEqualTo(sequence);
                assertThat(answer.behind()).isZero();
            }
        }
    }

    @Test
    void keepsPositions() throws Exception {
        plant.publish("d/p1/up/all", "{\"at\":{\"lat\":52.5,\"lon\":13.4}}");
        plant.publish("d/p1/up/all", "{\"at\":{\"lat\":-1e-7,\"lon\":180,\"alt\":8848.86}}");
        plant.publish("d/p1/up/all", "{\"at\":\"geo:here\"}");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "at"))))
                    .extracting(Reading::value)
                    .containsExactly(
                            new Value.Position(52.5, 13.4, Double.NaN),
                            new Value.Position(-1e-7, 180, 8848.86),
                            new Value.Text("geo:here"));
        }
    }

    @Test
    void keepsWholeNumbersOf64BitsExactly() throws Exception {
        plant.publish("d/p1/up/all", "{\"n\":9007199254740993}");
        plant.publish("d/p1/up/all", "{\"n\":-9223372036854775808}");
        plant.publish("d/p1/up/all", "{\"n\":9007199254740992}");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "n"))))
                    .extracting(Reading::value)
                    .containsExactly(
                            new Value.Whole(9007199254740993L),
                            new Value.Whole(Long.MIN_VALUE),
                            new Value.Numeric(0x1p53));
        }
    }

    @Test
    void keepsNumbersWordsAndTruthWithTheirTimesAndQuality() throws Exception {
        plant.declarePump("p1");
        long first = plant.publish("d/p1/up/all", "{\"flow\":4.5,\"mode\":\"auto\",\"on\":true}");
        long second = plant.publish("d/p1/up/all", "{\"flow\":11,\"ts\":" + (START + 1) + "}");
        long third = plant.publish("d/p1/up/all", "{\"flow\":NaN,\"mode\":\"off\",\"ts\":1000}");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "*"))))
                    .containsExactly(
                            new Reading(
                                    "p1",
                                    "mode",
                                    new Value.Text("off"),
                                    1_000_000,
                                    START + 5000,
                                    Quality.UNCERTAIN,
                                    third),
                            new Reading(
                                    "p1",
                                    "flow",
                                    new Value.Numeric(11),
                                    START + 1,
                                    START + 4000,
                                    Quality.BAD,
                                    second),
                            new Reading(
                                    "p1",
                                    "flow",
                                    new Value.Numeric(4.5),
                                    START + 3000,
                                    START + 3000,
                                    Quality.GOOD,
                                    first),
                            new Reading(
                                    "p1",
                                    "mode",
                                    new Value.Text("auto"),
                                    START + 3000,
                                    START + 3000,
                                    Quality.GOOD,
                                    first),
                            new Reading(
                                    "p1",
                                    "on",
                                    new Value.Bool(true),
                                    START + 3000,
                                    START + 3000,
                                    Quality.GOOD,
                                    first));
        }
    }

    @Test
    void givesTheSpanThatWasAskedForUpToTheLimit() throws Exception {
        for (int i = 1; i <= 9; i++) {
            plant.publish("d/p1/up/flow", "{\"flow\":" + i + ",\"ts\":" + (START + i) + "}");
            plant.publish("d/p2/up/flow", "99");
            plant.publish("d/p1/up/level", "98");
        }
        try (History history = plant.start()) {
            HistoryAnswer part = history.query(
                    new HistoryQuery("p1", "flow", START + 3, START + 6, 10, 0, List.of()));
            HistoryAnswer cut = history.query(
                    new HistoryQuery("p1", "flow", 0, HistoryQuery.END_MILLIS, 2, 0, List.of()));

            assertThat(readings(part))
                    .extracting(Reading::value)
                    .containsExactly(
                            new Value.Numeric(3), new Value.Numeric(4), new Value.Numeric(5));
            assertThat(part.more()).isFalse();
            assertThat(readings(cut))
                    .extracting(Reading::value)
                    .containsExactly(new Value.Numeric(1), new Value.Numeric(2));
            assertThat(cut.more()).isTrue();
            assertThat(readings(history.query(all("p'; DROP TABLE readings; --", "*"))))
                    .isEmpty();
        }
    }

    @Test
    void makesPartsOfEqualLengthAndLeavesGapsAndBadReadingsOut() throws Exception {
        plant.declarePump("p1");
        long minute = START / 60_000 * 60_000;
        for (String told : List.of("2@0", "4@59999", "1000@30000", "7@120000", "3@180001")) {
            String[] parts = told.split("@");
            plant.publish(
                    "d/p1/up/flow",
                    "{\"flow\":" + parts[0] + ",\"ts\":" + (minute + Long.parseLong(parts[1]))
                            + "}");
        }
        plant.publish("d/p1/up/mode", "{\"mode\":\"auto\",\"ts\":" + minute + "}");
        try (History history = plant.start()) {
            HistoryAnswer flow = history.query(new HistoryQuery(
                    "p1",
                    "flow",
                    minute,
                    minute + 180_000,
                    10,
                    60_000,
                    List.of(BucketFunction.values())));
            HistoryAnswer mode = history.query(new HistoryQuery(
                    "p1",
                    "mode",
                    0,
                    HistoryQuery.END_MILLIS,
                    10,
                    60_000,
                    List.of(BucketFunction.AVG, BucketFunction.COUNT)));

            assertThat(((Buckets) flow.rows()).buckets())
                    .containsExactly(
                            new Bucket(
                                    "flow",
                                    minute,
                                    Map.of(
                                            BucketFunction.AVG,
                                            3.0,
                                            BucketFunction.MIN,
                                            2.0,
                                            BucketFunction.MAX,
                                            4.0,
                                            BucketFunction.SUM,
                                            6.0,
                                            BucketFunction.COUNT,
                                            2.0,
                                            BucketFunction.FIRST,
                                            2.0,
                                            BucketFunction.LAST,
                                            4.0)),
                            new Bucket(
                                    "flow",
                                    minute + 120_000,
                                    Map.of(
                                            BucketFunction.AVG,
                                            7.0,
                                            BucketFunction.MIN,
                                            7.0,
                                            BucketFunction.MAX,
                                            7.0,
                                            BucketFunction.SUM,
                                            7.0,
                                            BucketFunction.COUNT,
                                            1.0,
                                            BucketFunction.FIRST,
                                            7.0,
                                            BucketFunction.LAST,
                                            7.0)));
            assertThat(((Buckets) mode.rows()).buckets())
                    .containsExactly(new Bucket("mode", minute, Map.of(BucketFunction.COUNT, 1.0)));
        }
    }

    @Test
    void judgesReadingsAfterARestartByWhatWasDeclaredBefore() throws Exception {
        plant.declarePump("p1");
        plant.publish("d/p1/up/flow", "11");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow")))).hasSize(1);
        }
        long stored = plant.snapshots.latest("history").orElseThrow().sequence();
        plant.reopen();
        plant.publish("d/p1/up/flow", "12");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow"))))
                    .extracting(Reading::quality)
                    .containsExactly(Quality.BAD, Quality.BAD);
        }
        assertThat(stored).isEqualTo(3);
        assertThat(plant.snapshots.latest("history").orElseThrow().sequence()).isEqualTo(4);
    }

    @Test
    void movesADamagedFileAsideAndWritesItAnew() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow")))).hasSize(1);
        }
        plant.publish("d/p1/up/flow", "2");
        plant.reopen();
        byte[] broken = "no history at all".repeat(1000).getBytes(StandardCharsets.UTF_8);
        Files.write(plant.history().resolve(HistoryFile.NAME), broken);
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow"))))
                    .extracting(Reading::sequence)
                    .containsExactly(1L, 2L);
            assertThat(history.status().remark())
                    .contains("readings.damaged-1.duckdb", "written anew from record 1 of 2025-");
        }
        assertThat(plant.history().resolve("readings.damaged-1.duckdb")).hasBinaryContent(broken);
    }

    @Test
    void aFileThatIsGoneIsWrittenAnewAsItWas() throws Exception {
        plant.publish("d/p1/up/flow", "11");
        plant.declarePump("p1");
        plant.publish("d/p1/up/flow", "12");
        List<Reading> before;
        try (History history = plant.start()) {
            before = readings(history.query(all("p1", "flow")));
        }
        plant.reopen();
        Files.delete(plant.history().resolve(HistoryFile.NAME));
        try (History history = plant.start()) {
            // The first came before there was a type to judge it by.
            assertThat(readings(history.query(all("p1", "flow"))))
                    .isEqualTo(before)
                    .extracting(Reading::quality)
                    .containsExactlyInAnyOrder(Quality.GOOD, Quality.BAD);
        }
    }

    @Test
    void aFileThatIsGoneTellsWhatTheJournalNoLongerHas() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow")))).hasSize(1);
        }
        long first = plant.forgetTheOldest();
        plant.publish("d/p1/up/flow", "2");
        plant.reopen();
        Files.delete(plant.history().resolve(HistoryFile.NAME));
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow"))))
                    .extracting(Reading::value)
                    .containsExactly(new Value.Numeric(2));
            assertThat(history.status().remark())
                    .contains("the journal no longer has records 1 to " + (first - 1));
        }
    }

    @Test
    void goesOnWithAJournalThatBeginsAgain() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        plant.publish("d/p1/up/flow", "2");
        try (History history = plant.start()) {
            assertThat(readings(history.query(all("p1", "flow")))).hasSize(2);
        }
        plant.close();
        Files.move(folder.resolve("journal"), folder.resolve("lost"));
        plant = new RecordedPlant(folder);
        try (History history = plant.start()) {
            plant.publish("d/p1/up/flow", "3");
            assertThat(readings(history.query(all("p1", "flow"))))
                    .extracting(Reading::value)
                    .containsExactlyInAnyOrder(
                            new Value.Numeric(1), new Value.Numeric(2), new Value.Numeric(3));
        }
    }

    @Test
    void saysWhyItStandsStill() throws Exception {
        Files.writeString(plant.history(), "a file where the folder should be");
        try (History history = plant.start()) {
            assertThatThrownBy(() -> history.query(all("p1", "flow")))
                    .isInstanceOf(HistoryUnavailable.class)
                    .hasMessageContaining("the history stands still: ")
                    .hasMessageContaining(plant.history().toString());
            assertThat(history.status().state()).isEqualTo(HistoryStatus.State.FAILED);
        }
    }

    @Test
    void tellsHowFarItIsAndThatItIsClosed() throws Exception {
        plant.publish("d/p1/up/flow", "1");
        History history = plant.start();
        assertThat(readings(history.query(all("p1", "flow")))).hasSize(1);

        assertThat(history.status())
                .isEqualTo(new HistoryStatus(
                        HistoryStatus.State.SERVING,
                        1,
                        1,
                        0,
                        1,
                        Optional.empty(),
                        Duration.ofDays(2),
                        ""));
        history.close();
        assertThat(history.status().state()).isEqualTo(HistoryStatus.State.CLOSED);
        assertThatThrownBy(() -> history.query(all("p1", "flow")))
                .isInstanceOf(HistoryUnavailable.class)
                .hasMessage("the history is closed");
    }

    private static HistoryQuery all(String device, String point) {
        return new HistoryQuery(device, point, 0, HistoryQuery.END_MILLIS, 1000, 0, List.of());
    }

    private static List<Reading> readings(HistoryAnswer answer) {
        return ((Readings) answer.rows()).readings();
    }
}
