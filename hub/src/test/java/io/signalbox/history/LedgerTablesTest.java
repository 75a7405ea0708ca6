package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.command.CommandState;
import io.signalbox.device.DeviceFold;
import io.signalbox.device.DeviceRegistry;
import io.signalbox.journal.JournalReader;

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
import java.util.ArrayList;
import java.util.List;

/** The tables of commands and alarms: a row for each record. */
class LedgerTablesTest {
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

    private void story() {
        plant.command("p1", CommandState.QUEUED, 0, "");
        plant.command("p1", CommandState.SENT, 1, "");
        plant.publish("d/p1/up/speed", "30");
        plant.command("p1", CommandState.CONFIRMED, 1, "speed = 30");
        plant.tick();
        plant.alarmStory("p1");
    }

    @Test
    void haveWhatTheRecordsSay() throws Exception {
        story();
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            apply(file, 1);
            assertThat(rows(file, "commands")).hasSize(3);
            assertThat(rows(file, "commands").getLast())
                    .isEqualTo("{'id': c-p1, 'device': p1, 'point': speed, 'value': 30.0,"
                            + " 'text': NULL, 'origin': 'rule:slow', 'state': confirmed,"
                            + " 'attempt': 1, 'reason': 'speed = 30',"
                            + " 'ts': '2025-06-15 15:06:44', 'seq': 4}");
            assertThat(cells(file, "event, severity, text, person, note"))
                    .containsExactly(
                            "raised|major|81 °C\tat p1",
                            "shelved|until 2025-06-15T15:07:40.000Z|ada|new bearing",
                            "unshelved|ada",
                            "acknowledged|bob",
                            "cleared");
            assertThat(cells(file, "rule, device, action")).containsOnly("hot|p1|0");
        }
    }

    @Test
    void haveEachRecordOnceWhereverItWasKilled() throws Exception {
        story();
        story();
        List<Path> images = new ArrayList<>();
        List<String> all;
        try (HistoryFile file = HistoryFile.open(plant.config());
                JournalReader records = plant.journal.reader(1)) {
            HistoryFold fold = fold(file);
            while (records.next()) {
                fold.apply(records.entry());
                if (records.entry().sequence() % 3 == 0) {
                    images.add(copyAsAfterKill(folder.resolve("image" + images.size())));
                }
            }
            fold.flush();
            all = rows(file);
        }
        assertThat(all).hasSize(16).doesNotHaveDuplicates();
        assertThat(images).hasSize(6);
        for (Path image : images) {
            HistoryConfig config = new HistoryConfig(image, 64 << 20, Duration.ofDays(2));
            try (HistoryFile file = HistoryFile.open(config)) {
                apply(file, 1);
                assertThat(rows(file)).as("" + image).isEqualTo(all);
            }
        }
    }

    @Test
    void areTheSameAfterARestartAndRebuiltFromTheJournal() throws Exception {
        story();
        ask();
        plant.reopen();
        story();
        ask();
        List<String> before;
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            before = rows(file);
        }
        assertThat(before).hasSize(16);
        Files.delete(plant.history().resolve(HistoryFile.NAME));
        ask();
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            assertThat(rows(file)).isEqualTo(before);
        }
    }

    /** Waits until all that is in the journal is in the history, and stops it. */
    private void ask() throws Exception {
        try (History history = plant.start()) {
            history.query(new HistoryQuery("p1", "*", 0, 1, 1, 0, List.of()));
        }
    }

    @Test
    void areMadeInAFileThatWasThereBefore() throws Exception {
        story();
        try (HistoryFile file = HistoryFile.open(plant.config());
                Connection writer = file.reader();
                Statement sql = writer.createStatement()) {
            apply(file, 1);
            sql.execute("DROP TABLE commands");
            sql.execute("DROP TABLE alarms");
        }
        long next = plant.command("p2", CommandState.QUEUED, 0, "");
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            assertThat(file.through()).isEqualTo(next - 1);
            apply(file, 1);
            assertThat(rows(file)).singleElement().asString().contains("c-p2", "'seq': " + next);
        }
    }

    @Test
    void answerWithTheStepsOfEachCommand() throws Exception {
        story();
        long before = plant.clock.millis() + 1;
        plant.command("p2", CommandState.QUEUED, 0, "");
        plant.command("p1", CommandState.FAILED, 1, "x");
        try (HistoryFile file = HistoryFile.open(plant.config());
                Connection reader = file.reader()) {
            apply(file, 1);
            PastQuestion.Page<PastCommand> all = new PastQuestion(all("", 2)).commands(reader);
            assertThat(all.more()).isFalse();
            assertThat(all.rows()).extracting(c -> c.last().device()).containsExactly("p1", "p2");
            assertThat(all.rows().getFirst().steps())
                    .extracting(CommandStep::state)
                    .containsExactly(
                            CommandState.QUEUED,
                            CommandState.SENT,
                            CommandState.CONFIRMED,
                            CommandState.FAILED);
            PastQuery early = new PastQuery("p1", "", "confirmed", 0, before, 1);
            assertThat(new PastQuestion(early).commands(reader).rows())
                    .singleElement()
                    .extracting(c -> c.steps().size())
                    .isEqualTo(3);
            assertThat(new PastQuestion(all("confirmed", 2)).commands(reader).rows())
                    .isEmpty();
            assertThat(new PastQuestion(all("", 1)).commands(reader).more()).isTrue();
            PastQuestion.Page<PastCommand> cut = new PastQuestion(all("", 2), 4).commands(reader);
            assertThat(cut.more()).isTrue();
            assertThat(cut.rows()).singleElement().isEqualTo(all.rows().getFirst());
        }
    }

    private static PastQuery all(String state, int limit) {
        return new PastQuery("", "", state, 0, HistoryQuery.END_MILLIS, limit);
    }

    @Test
    void keepNothingLongerThanReadings() throws Exception {
        story();
        plant.clock.advance(Duration.ofDays(3).toMillis());
        plant.command("p2", CommandState.FAILED, 1, "");
        plant.tick();
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            apply(file, 1);
            assertThat(rows(file)).singleElement().asString().contains("c-p2");
        }
    }

    @Test
    void ofWhatDecidesTheLastWordsOnDevicesAndRulesStay() throws Exception {
        plant.declarePump("p1");
        plant.declarePump("p2");
        plant.declarePump("p1");
        story();
        plant.clock.advance(Duration.ofDays(3).toMillis());
        plant.tick();
        plant.tick();
        try (HistoryFile file = HistoryFile.open(plant.config())) {
            apply(file, 1);
            assertThat(list(
                            file,
                            "SELECT concat_ws(' ', seq, kind, subject) FROM records ORDER BY seq"))
                    .startsWith("0 0", "4 8 p2", "5 7", "6 8 p1")
                    .endsWith(
                            plant.journal.committed() - 1 + " 2", plant.journal.committed() + " 2")
                    .hasSize(6);
        }
    }

    private void apply(HistoryFile file, long from) {
        HistoryFold fold = fold(file);
        try (JournalReader records = plant.journal.reader(from)) {
            while (records.next()) {
                fold.apply(records.entry());
            }
        }
        fold.flush();
    }

    private HistoryFold fold(HistoryFile file) {
        DeviceFold devices = new DeviceFold(new DeviceRegistry(), RecordedPlant::check);
        return new HistoryFold(file, devices, plant.snapshots, plant.config(), 0, 0, () -> 0);
    }

    private Path copyAsAfterKill(Path image) throws IOException {
        Files.createDirectories(image);
        for (String name : List.of(HistoryFile.NAME, HistoryFile.NAME + ".wal")) {
            Path file = plant.history().resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, image.resolve(name));
            }
        }
        return image;
    }

    private static List<String> rows(HistoryFile file) throws SQLException {
        List<String> all = new ArrayList<>(rows(file, "commands"));
        all.addAll(rows(file, "alarms"));
        return all;
    }

    private static List<String> rows(HistoryFile file, String table) throws SQLException {
        return list(file, "SELECT CAST(t AS VARCHAR) FROM " + table + " t ORDER BY seq");
    }

    private static List<String> cells(HistoryFile file, String columns) throws SQLException {
        return list(file, "SELECT concat_ws('|', " + columns + ") FROM alarms ORDER BY seq");
    }

    private static List<String> list(HistoryFile file, String question) throws SQLException {
        try (Connection reader = file.reader();
                Statement sql = reader.createStatement();
                ResultSet row = sql.executeQuery(question)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(row.getString(1));
            }
            return rows;
        }
    }
}
