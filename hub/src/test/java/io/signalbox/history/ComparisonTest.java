package io.signalbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.history.Verdict.Difference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

class ComparisonTest {
    @TempDir
    Path folder;

    private RecordedPlant plant;

    @BeforeEach
    void open() throws Exception {
        plant = new RecordedPlant(folder);
        plant.declarePump("p1");
        for (int i = 0; i < 20; i++) {
            plant.publish("d/p" + i % 3 + "/up/all", "{\"flow\":" + i + ",\"w\":\"x\"}");
        }
        plant.publish("d/p1/up/all", "[{\"flow\":1,\"ts\":9000},{\"flow\":1,\"ts\":9000}]");
        plant.importOf("old", "a", 50);
        plant.importOf("old", "a", 60);
    }

    @AfterEach
    void close() {
        plant.close();
    }

    private Verdict verdict() throws Exception {
        Verdict verdict;
        try (History history = plant.start()) {
            verdict = history.verify();
        }
        plant.reopen();
        return verdict;
    }

    private void change(String... statements) throws Exception {
        try (HistoryFile file = HistoryFile.open(plant.config());
                Connection writer = file.reader();
                Statement sql = writer.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    @Test
    void whatTheFoldWroteIsEqual() throws Exception {
        Verdict verdict = verdict();

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.isEqual()).isTrue();
        assertThat(verdict.equal()).isEqualTo(42 + 60);
        assertThat(verdict.first()).isEqualTo(1);
    }

    @Test
    void eachDifferenceIsNamed() throws Exception {
        assertThat(verdict().isEqual()).isTrue();
        change(
                "DELETE FROM recent WHERE value = 7",
                "UPDATE recent SET value = 80 WHERE value = 8 AND device = 'p2'",
                "INSERT INTO recent FROM recent WHERE point = 'w' AND seq = 5",
                "INSERT INTO recent SELECT * REPLACE ('ghost' AS device) FROM recent WHERE seq = 6"
                        + " AND point = 'flow'");

        Verdict verdict = verdict();

        assertThat(verdict.isEqual()).isFalse();
        assertThat(verdict.missing()).isEqualTo(2);
        assertThat(verdict.extra()).isEqualTo(3);
        assertThat(verdict.differences().stream()
                        .filter(d -> d.what() == Difference.What.EXTRA)
                        .map(d -> d.reading().device() + ' ' + d.reading().value()))
                .hasSize(3)
                .anyMatch(told -> told.startsWith("ghost"))
                .anyMatch(told -> told.contains("80"));
    }

    @Test
    void whatTheRetentionDeletesIsNoDifference() throws Exception {
        plant.clock.advance(Duration.ofDays(3).toMillis());
        plant.tick();
        plant.publish("d/p1/up/flow", "3");

        Verdict verdict = verdict();

        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.equal()).isEqualTo(1);
    }

    @Test
    void goesAsFarBackAsTheStateOfTheDecoder() throws Exception {
        assertThat(verdict().isEqual()).isTrue();
        plant.forgetTheOldest();
        plant.publish("d/p1/up/flow", "30");

        Verdict verdict = verdict();

        assertThat(verdict.first()).isGreaterThan(20);
        assertThat(verdict.differences()).isEmpty();
        assertThat(verdict.equal()).isEqualTo(1);
        assertThat(List.of(verdict.missing(), verdict.extra())).containsExactly(0L, 0L);
    }
}
