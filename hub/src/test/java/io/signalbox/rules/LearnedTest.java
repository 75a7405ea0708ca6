package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.algorithm.Algorithm;
import io.signalbox.algorithm.Learner;
import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Rules that call algorithms. */
class LearnedTest {
    private static final long START = 1_790_000_000_000L;
    private static final String TYPE = "type Pump { vibration : mm/s  every 10 s }\n";
    private static final String SHAKES = """
            rule shakes for each Pump p
              when anomaly(p.vibration) > 0.99
              then alarm major "{p} shakes"
            """;
    private static final String SHAKES_MORE = """
            rule shakes_more for each Pump p
              when anomaly(p.vibration) > 0.99
              then alarm minor "{p} shakes"
            """;

    private final Rehearsal rehearsal = new Rehearsal(Language::check, START);
    private long now = START;

    private void declare(String text) {
        rehearsal.declare(new Declaration(List.of(new Source("pump.rules", text))));
    }

    private void register() {
        rehearsal.device(new DeviceChange.Registered("p1", "Pump", null, new TreeMap<>()));
    }

    private void report(double value) {
        now += 10_000;
        rehearsal.moveTo(now);
        rehearsal.tick();
        String json = "{\"ts\":" + now + ",\"vibration\":" + value + "}";
        rehearsal.publish("d/p1/up/all", json.getBytes(StandardCharsets.UTF_8), "p1");
    }

    private void run(int samples) {
        for (int i = 0; i < samples; i++) {
            report(12 + i % 7 * 0.5);
        }
    }

    private String why() {
        return String.join("\n", rehearsal.decisions().why("shakes", "p1").lines());
    }

    @Test
    void everyRuleThatCallsItHearsTheSameAndEachSampleCountsOnce() {
        declare(TYPE + SHAKES + SHAKES_MORE);
        register();
        run(300);
        rehearsal.restart();
        report(42);
        List<String> decided = Decided.in(rehearsal.journal());
        assertThat(decided).hasSize(2).allMatch(line -> line.contains("ACTIVATED"));
        assertThat(why()).contains("anomaly(vibration) = 0.99").contains("301 points");
    }

    @Test
    void whyTellsWhatWasExpectedAndOnWhatThatRests() {
        declare(TYPE + SHAKES);
        register();
        run(500);
        report(42);
        assertThat(why())
                .containsPattern("anomaly\\(vibration\\) = [01.9]+: [0-9.]+ mm/s, expected"
                        + " [0-9.]+ ± [0-9.]+ mm/s \\([a-z ]+\\), 501 points of 20");
    }

    @Test
    void whatItLearnedOutlivesAnotherDeclaration() {
        declare(TYPE + SHAKES);
        register();
        run(300);
        declare(TYPE + SHAKES_MORE + SHAKES);
        assertThat(why()).contains("300 points");
        declare(TYPE);
        declare(TYPE + SHAKES);
        report(12);
        assertThat(why()).contains("1 points");
    }

    @Test
    void isUnknownWhileThePointIs() {
        declare(TYPE + SHAKES);
        register();
        run(300);
        assertThat(why()).contains("anomaly(p.vibration) > 0.99 -> false");
        now += 60_000;
        rehearsal.moveTo(now);
        rehearsal.tick();
        assertThat(why()).contains("anomaly(p.vibration) > 0.99 -> unknown");
    }

    @Test
    void aForecastIsTheSameForEveryRuleAndAfterARestart() {
        declare("""
                type Tank { level : %  every 5 min }
                rule empties for each Tank t
                  when forecast(t.level, 2 h) < 10 %
                  then alarm major "{t} runs empty"
                rule falls for each Tank t
                  when forecast(t.level, 2 h) < t.level - 5 %
                  then alarm minor "{t} falls"
                """);
        rehearsal.device(new DeviceChange.Registered("t1", "Tank", null, new TreeMap<>()));
        Learner alone = Algorithm.FORECAST.learner(7_200_000);
        boolean isActive = false;
        for (double level = 95; level > 10; level -= 0.5) {
            now += 300_000;
            rehearsal.moveTo(now);
            rehearsal.tick();
            String json = "{\"ts\":" + now + ",\"level\":" + level + "}";
            rehearsal.publish("d/t1/up/all", json.getBytes(StandardCharsets.UTF_8), "t1");
            alone.take(now, level);
            isActive = alone.value() < 10;
            assertThat(((Why.Explained) rehearsal.decisions().why("empties", "t1")).active())
                    .isEqualTo(isActive);
            if (level % 7 == 0) {
                rehearsal.restart();
            }
        }
        assertThat(isActive).isTrue();
        assertThat(String.join("\n", rehearsal.decisions().why("falls", "t1").lines()))
                .containsPattern("forecast\\(level, 2 h\\) = [0-9.-]+ %: [0-9.-]+ % by trend and"
                        + " seasons \\(off by [0-9.]+ % of late\\), [0-9.]+ % as it was before \\(off"
                        + " by [0-9.]+ %\\), 170 points of 20");
    }

    @Test
    void theReferenceListsWhatAlgorithmsCost() throws IOException {
        Path root = Path.of(Files.exists(Path.of("ARCHITECTURE.md")) ? "." : "..");
        String page = Files.readString(root.resolve("docs/language.md"));
        for (Algorithm algorithm : Algorithm.values()) {
            assertThat(page.lines())
                    .anyMatch(line -> line.startsWith("| `" + algorithm.function() + "(")
                            && line.endsWith(String.format(
                                    Locale.ROOT,
                                    "| %,d bytes | %d µs |",
                                    algorithm.bytes(),
                                    algorithm.nanos() / 1_000)));
        }
    }
}
