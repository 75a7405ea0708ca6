package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code signalbox whynot} says of windows, and of a time before the rule. */
class WhyNotCommandTest {
    private static final String RULES = """
            type Pump {
              flow  : l/min
              state : on | off
            }
            rule mean for each Pump p
              when avg(p.flow, 15 min) > 50 l/min
              then alarm minor "a"
            rule quick for each Pump p
              when avg(p.flow, 1 min) > 100 l/min or p.flow > 100 l/min
              then alarm minor "b"
            rule top for each Pump p
              when p95(p.flow, 15 min) > 50 l/min for 3 s and p.state is on
              then alarm minor "c"
            rule risen for each Pump p
              when delta(p.flow, 15 min) > 50 l/min
              then alarm minor "d"
            """;

    @TempDir
    static Path folder;

    private static SmallHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new SmallHub(folder.resolve("data"));
        Path run = Files.createDirectories(folder.resolve("data/run"));
        Files.writeString(
                run.resolve("hub.json"), "{\"addresses\":{\"http\":\"" + hub.address() + "\"}}");
        Files.writeString(folder.resolve("plant.rules"), RULES);
        hub.pass(60);
        ran(0, "apply", "-f", "plant.rules");
        ran(0, "device", "create", "p1", "--type", "Pump");
        ran(0, "pub", "-t", "d/p1/up/flow", "-m", "80");
        hub.pass(255);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        hub.close();
    }

    private static TerminalDouble ran(int expected, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        terminal.environment.put("SIGNALBOX_SERVER__DATA", "data");
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(expected);
        return terminal;
    }

    @Test
    void saysHowMuchOfAWindowIsKnown() {
        assertThat(ran(0, "whynot", "mean", "p1").out())
                .contains("'avg(p.flow, 15 min) > 50 l/min' is unknown, has to be true;"
                        + " avg(flow, 15 min): 4.1 of 15 min known, needs half; flow = 80 l/min");
        assertThat(ran(0, "whynot", "mean", "p1", "--json").out())
                .contains("\"lacks\":[\"avg(flow, 15 min): 4.1 of 15 min known, needs half\"]");
        assertThat(ran(0, "whynot", "mean", "p1", "2026-01-02T03:05:50Z").out())
                .contains("avg(flow, 15 min): 40 s of 15 min known, needs half");
        assertThat(ran(0, "whynot", "risen", "p1").out())
                .contains("delta(flow, 15 min): needs what was 15 min ago, and is now");
    }

    @Test
    void saysItOfTheStatementThatLooksAtTheWindow() {
        assertThat(ran(0, "whynot", "top", "p1").out().lines())
                .filteredOn(line -> line.contains("needs half"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("'p95(p.flow, 15 min) > 50 l/min' is unknown")
                        .contains("p95(flow, 15 min): 4.1 of 15 min known"));
    }

    @Test
    void saysNothingOfAWindowThatIsKnown() {
        assertThat(ran(0, "whynot", "quick", "p1").out())
                .contains("20 l/min away")
                .doesNotContain("needs half");
    }

    @Test
    void saysOfATimeBeforeTheRuleThatItIsNowAndWasNotThen() {
        assertThat(ran(1, "whynot", "mean", "p1", "2026-01-02T03:04:30Z").err())
                .contains("mean looks at p1 now, and did not yet at 2026-01-02T03:04:30.000Z")
                .contains("signalbox rule backtest");
        assertThat(ran(1, "whynot", "maen", "p1", "2026-01-02T03:04:30Z").err())
                .doesNotContain("looks at");
    }
}
