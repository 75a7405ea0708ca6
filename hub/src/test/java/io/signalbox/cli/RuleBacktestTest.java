package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.console.SmallHub;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Backtests over what a real hub has recorded. */
class RuleBacktestTest {
    private static final String TYPE = """
            type Pump {
              flow    : l/min                   every 10 s
              guarded : boolean
              command : start | stop | reset    writable
            }
            """;
    private static final String HOT = """
            rule hot for each Pump p
              when p.flow > LIMIT l/min for 3 s
              clear when p.flow < 50 l/min
              then set p.command = start expires in 1 min
                   alarm major "{p} flows at {p.flow}"
            interlock guard for each Pump p
              never p.command = start while p.guarded is not true
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
        Files.writeString(folder.resolve("plant.rules"), TYPE + HOT.replace("LIMIT", "100"));
        Files.writeString(folder.resolve("lower.rules"), TYPE + HOT.replace("LIMIT", "60"));
        Files.writeString(folder.resolve("broken.rules"), "rule");
        hub.pass(1);
        ran(0, "apply", "-f", "plant.rules");
        ran(0, "device", "create", "p1", "--type", "Pump");
        tell("guarded", "false");
        for (int flow : new int[] {70, 120, 70, 20, 110, 110, 10, 80}) {
            tell("flow", Integer.toString(flow));
            hub.pass(5);
        }
    }

    private static void tell(String point, String value) throws InterruptedException {
        ran(0, "pub", "-t", "d/p1/up/" + point, "-m", value);
        hub.awaitDecided();
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

    private static JsonObject report(int expected, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "rule";
        all[1] = "backtest";
        all[2] = "--json";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return JsonValue.parse(ran(expected, all).out()).asObject().object("report");
    }

    private static JsonObject rule(JsonObject report, String name) {
        return report.items("rules").stream()
                .map(JsonValue::asObject)
                .filter(rule -> rule.text("rule").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theRulesThatWereInForceGiveWhatHappened() {
        JsonObject report = report(0, "--from", "-1h", "--against", "live");
        JsonObject live = report.object("against_live");
        assertThat(live.items("live_only")).isEmpty();
        assertThat(live.items("backtest_only")).isEmpty();
        assertThat(live.integer("same")).isEqualTo(5);
        assertThat(live.integer("identical_records")).isGreaterThan(live.integer("same"));
        assertThat(report(0, "plant.rules", "--from", "-1h", "--against", "live")
                        .object("against_live")
                        .items("live_only"))
                .isEmpty();
    }

    @Test
    void otherRulesAreCountedAndHeldAgainstWhatHappened() {
        JsonObject report = report(1, "lower.rules", "--from", "-1h", "--against", "live");
        JsonObject hot = rule(report, "hot");
        assertThat(hot.integer("activations")).isEqualTo(3);
        assertThat(hot.integer("brief")).isEqualTo(2);
        assertThat(hot.object("longest").flag("lasting")).isFalse();
        assertThat(rule(report, "guard").object("longest").flag("lasting")).isTrue();
        JsonObject live = report.object("against_live");
        assertThat(live.items("live_only")).hasSize(1);
        assertThat(live.items("backtest_only")).hasSize(2);
        List<JsonValue> vetoes = report.items("vetoes");
        assertThat(vetoes).singleElement().satisfies(veto -> {
            assertThat(veto.asObject().text("reason")).startsWith("guard: p.guarded is not true");
            assertThat(veto.asObject().integer("count")).isEqualTo(3);
        });
        assertThat(report.items("commands")).isEmpty();
        assertThat(report.items("alarms").getFirst().asObject().text("text"))
                .isEqualTo("p1 flows at 70 l/min");
        assertThat(report.items("days")).hasSize(2);
    }

    @Test
    void nothingIsSentAndNothingIsDecided() throws IOException {
        String before = ran(0, "alarm", "list", "--state", "all", "--json").out();
        ran(0, "rule", "backtest", "lower.rules", "--from", "-1h");
        assertThat(ran(0, "alarm", "list", "--state", "all", "--json").out()).isEqualTo(before);
    }

    @Test
    void peopleReadATable() {
        String text = ran(
                        1, "rule", "backtest", "lower.rules", "--from", "-1h", "--against", "live")
                .out();
        assertThat(text)
                .contains("from the journal")
                .contains("rules were applied 1 time in this span")
                .containsPattern("hot +3x +1 ")
                .contains("would have been kept back:")
                .contains("only happened")
                .contains("only in the backtest");
    }

    @Test
    void whatCannotBeRunIsSaidBeforeItBegins() {
        assertThat(ran(1, "rule", "backtest", "broken.rules", "--from", "-1h").err())
                .contains("broken.rules:1:");
        assertThat(ran(2, "rule", "backtest", "--from", "yesterday").err()).contains("-15m");
        assertThat(ran(2, "rule", "backtest", "--from", "-1h", "--against", "x").err())
                .contains("--against live");
        assertThat(ran(2, "rule", "backtest", "--from", "-1h", "--brief", "x").err())
                .contains("10s");
    }

    @Test
    void aDeviceThatNobodyAskedForIsNotReported() {
        JsonObject report = report(0, "lower.rules", "--from", "-1h", "--device", "p2");
        assertThat(rule(report, "hot").integer("activations")).isZero();
        assertThat(report.items("alarms")).isEmpty();
    }

    @Test
    void decisionsAreListedHoweverLongAgo() {
        String text = ran(0, "rule", "decisions", "hot", "--from", "-1h").out();
        assertThat(text)
                .containsPattern("2026-01-02T03:04:14.000Z +hot +p1 +activated +"
                        + "p.flow > 100 l/min; p.flow > 100 l/min for 3 s +set p.command = start")
                .containsPattern("hot +p1 +cleared +p.flow < 50 l/min +-");
        assertThat(ran(0, "rule", "decisions", "--device", "p9").err()).contains("no decisions");
        assertThat(json("rule", "decisions", "guard").items("decisions")).hasSize(1);
    }

    @Test
    void whyAtATimeTellsTheDecisionThenAndTheFateOfItsCommand() {
        String text = ran(0, "why", "hot", "p1", "2026-01-02T03:04:15Z").out();
        assertThat(text)
                .contains("hot on p1 at 2026-01-02T03:04:15.000Z: active")
                .contains("2026-01-02T03:04:14.000Z active")
                .contains("p.flow > 100 l/min -> true: 120 l/min, limit 100 l/min, 20 l/min apart")
                .contains("vetoed (guard: p.guarded is not true)")
                .contains("2026-01-02T03:04:21.000Z cleared")
                .doesNotContain("03:04:29");
        assertThat(ran(0, "why", "hot", "p1", "2026-01-01").out())
                .contains("nothing is recorded that it decided before");
        assertThat(ran(2, "why", "hot", "p1", "noon").err()).contains("-15m");
    }

    @Test
    void whyNotTellsHowFarItIs() {
        String now = ran(0, "whynot", "hot", "p1").out();
        assertThat(now)
                .contains("idle, waits for its condition")
                .contains(
                        "'p.flow > 100 l/min' is false, has to be true: 20 l/min away"
                                + " (80 l/min, limit 100 l/min); flow = 80 l/min of 2026-01-02T03:04:41.000Z")
                .contains("for 3 s' is false, has to be true: 3 s away (0 s, limit 3 s)");
        assertThat(now.indexOf("20 l/min away")).isLessThan(now.indexOf("3 s away"));
        assertThat(ran(0, "whynot", "guard", "p1").out())
                .contains("active, waits for its end")
                .contains("'p.guarded is not true' is true, has to be false; guarded = false");
        assertThat(ran(1, "whynot", "cold", "p1").err()).contains("rules: guard, hot");
    }

    @Test
    void whyNotAtATimeIsWhatItWasThen() {
        assertThat(ran(0, "whynot", "hot", "p1", "2026-01-02T03:04:13Z").out())
                .contains("hot on p1 at 2026-01-02T03:04:13.000Z: idle")
                .contains("for 3 s' is false, has to be true: 1 s away (2 s, limit 3 s)")
                .doesNotContain("l/min away");
        assertThat(ran(0, "whynot", "hot", "p1", "2026-01-02T03:04:15Z").out())
                .contains("active, waits for its end")
                .contains("'p.flow < 50 l/min' is false, has to be true: 70 l/min away");
        ran(0, "whynot", "hot", "p1", "-1s");
    }

    private static JsonObject json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        return JsonValue.parse(ran(0, all).out()).asObject();
    }

    @Test
    void whatLiesBeforeTheSpanIsShownToTheRulesAndNotCounted() {
        String late = "2026-01-02T03:04:17Z";
        JsonObject report = report(0, "lower.rules", "--from", late);
        assertThat(rule(report, "hot").integer("activations")).isEqualTo(2);
        assertThat(report.text("warm_from")).isLessThan(late);
    }
}
