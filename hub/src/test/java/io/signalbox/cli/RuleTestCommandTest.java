package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class RuleTestCommandTest {
    private static final String PLANT = """
            type Pump {
              flow : l/min   every 1 s
            }
            rule high for each Pump p
              when p.flow > 10 l/min
              clear when p.flow < 5 l/min
              then alarm major "{p}"
            rule silent for each Pump p
              when p.flow silent for 10 s
              then alarm minor "{p}"
            test "high"
              p1 : Pump
              at 1 s  p1.flow = 20 l/min
              expect alarm major on p1 at 1 s
              also shuffled within 1 s, also restarted
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("plant.rules"), PLANT);
    }

    private TerminalDouble ran(int expected, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(expected);
        return terminal;
    }

    @Test
    void coverageNamesWhatNoTestHasShown() {
        String text = ran(0, "rule", "test", "plant.rules", "--coverage").out();
        assertThat(text)
                .contains("passed  high (12 runs)")
                .contains("rule high: when 'p.flow > 10 l/min' is never false")
                .contains("rule high: clear when 'p.flow < 5 l/min' is never true")
                .contains("rule silent becomes active in no test")
                .contains("coverage: 5 of 9 values of statements");
        JsonObject json = JsonValue.parse(
                        ran(0, "rule", "test", "plant.rules", "--coverage", "--json")
                                .out())
                .asObject()
                .object("coverage");
        assertThat(json.integer("shown")).isEqualTo(5);
        assertThat(json.items("never")).hasSize(3);
        assertThat(json.items("untested")).hasSize(1);
    }

    @Test
    void aSeedRunsEachVariantOnceAndTheTimelineTellsWhatHappened() {
        assertThat(ran(0, "rule", "test", "plant.rules", "--seed", "3", "-v").out())
                .contains("passed  high (4 runs)")
                .contains("  1 s  p1.flow = 20 l/min\n  1 s  high on p1: active\n")
                .contains("  1 s  alarm major on p1 at 1 s by high (\"p1\")");
    }

    /** What is asked of a variant that fails is what happened in it. */
    @Test
    void theTimelineIsThatOfTheFirstRunThatFails() throws IOException {
        Files.writeString(folder.resolve("lossy.rules"), """
                type Pump {
                  flow : l/min  every 1 s
                }
                rule dry for each Pump p
                  when p.flow < 5 l/min for 20 s
                  then alarm major "dry"
                test "dry in time"
                  p1 : Pump
                  every 1 s from 0 s to 60 s  p1.flow = 1 l/min
                  expect alarm major on p1 at 20 s by dry
                  also with 60 % loss
                """);
        assertThat(ran(1, "rule", "test", "lossy.rules", "--seed", "3", "-v").out())
                .contains("failed  dry in time (2 runs)\n  with loss, --seed 3:\n  0 s ")
                .doesNotContain("20 s  dry on p1: active");
        assertThat(ran(1, "rule", "test", "lossy.rules", "--seed", "3").out())
                .contains("failed  dry in time (2 runs)\n");
    }
}
