package io.signalbox.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the journal has let go of is decided again from the history, and comes out the same. */
class HistoryBacktestTest {
    private static final int STEPS = 400;

    @TempDir
    Path folder;

    static BacktestQuestion question(Optional<Program> program) {
        return question(program, Set.of());
    }

    private static BacktestQuestion question(Optional<Program> program, Set<String> devices) {
        return new BacktestQuestion(
                program,
                RecordedPlant.START + 100_000,
                RecordedPlant.START + 600_000,
                OptionalLong.of(30_000),
                devices,
                BacktestQuestion.Flaps.DEFAULT,
                true);
    }

    static Program cooler() {
        String rules = RecordedPlant.RULES.replace("20 s) > 60 °C", "20 s) > 80 °C");
        return Language.check(List.of(new Source("plant.rules", rules)))
                .program()
                .orElseThrow();
    }

    /** All of it but where it came from. */
    static List<Object> found(BacktestReport report) {
        return List.of(
                report.span().fromMillis(),
                report.span().toMillis(),
                report.rules(),
                report.days(),
                report.commands(),
                report.vetoes(),
                report.alarms(),
                report.more(),
                report.against(),
                report.notes());
    }

    /** Asks with these rules and others, before and after the journal lets go of its first half. */
    static void comesOutTheSame(ForgetfulHub hub) throws Exception {
        BacktestReport whole = hub.ask(question(Optional.empty()));
        BacktestReport other = hub.ask(question(Optional.of(cooler())));
        assertThat(whole.span().source()).isEqualTo("journal");
        assertThat(whole.against().orElseThrow().same()).isGreaterThan(20);
        assertThat(other.against().orElseThrow().liveOnly()).isNotEmpty();
        hub.forget(hub.journal.committed() / 2);
        assertThat(hub.journal.firstSequence()).isGreaterThan(hub.journal.committed() / 4);
        BacktestReport again = hub.ask(question(Optional.empty()));
        assertThat(again.span().source()).isEqualTo("history and journal");
        assertThat(again.span().parts().getFirst().records()).isGreaterThan(50);
        assertThat(found(again)).isEqualTo(found(whole));
        assertThat(found(hub.ask(question(Optional.of(cooler()))))).isEqualTo(found(other));
    }

    @Test
    void aReportIsTheSameWhereTheJournalReachesNoFurther() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            List<Recorded> records = new RecordedPlant(seed).run(STEPS);
            try (ForgetfulHub hub = new ForgetfulHub(folder.resolve("" + seed), "", records)) {
                comesOutTheSame(hub);
            }
        }
    }

    @Test
    void aDeviceThatWasNeverThereIsNamed() throws Exception {
        List<Recorded> records = new RecordedPlant(1).run(STEPS);
        try (ForgetfulHub hub = new ForgetfulHub(folder, "", records)) {
            assertThat(hub.ask(question(Optional.empty(), Set.of("p1", "p99"))).notes())
                    .containsExactly("no device 'p99' was there when the span began or ended:"
                            + " nothing is counted of it");
        }
    }

    @Test
    void aHistoryOfReadingsAloneSaysWhatWasAssumed() throws Exception {
        List<Recorded> records = new RecordedPlant(2).run(STEPS);
        try (ForgetfulHub hub = new ForgetfulHub(folder, "", records)) {
            BacktestReport whole = hub.ask(question(Optional.empty()));
            hub.forget(hub.journal.committed() / 2);
            hub.meanwhile(history -> {
                try (Connection file = DriverManager.getConnection(
                                "jdbc:duckdb:" + history.resolve("readings.duckdb"));
                        Statement sql = file.createStatement()) {
                    sql.execute("DELETE FROM records");
                }
            });
            BacktestReport report = hub.ask(question(Optional.empty()));
            assertThat(report.notes())
                    .anyMatch(note -> note.contains("readings and decisions alone"))
                    .anyMatch(note -> note.contains("are taken as they are now"))
                    .anyMatch(note -> note.contains("those of now are taken"));
            assertThat(report.rules()).hasSameSizeAs(whole.rules());
            BacktestReport.Rule hot = report.rules().get(2);
            assertThat(hot.activations()).isPositive();
            assertThat(report.against().orElseThrow().same()).isPositive();
        }
    }
}
