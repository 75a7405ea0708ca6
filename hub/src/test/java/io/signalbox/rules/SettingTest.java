package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.device.Declaration;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.RecordType;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;

/** What rules set that is worked out when they do. */
class SettingTest {
    private static final String TYPE = """
            type Charger {
              contract : kW         every 10 s
              taken    : W          every 10 s
              heat     : °C         every 10 s
              wanted   : eco | full every 10 s
              other    : eco | turbo
              label    : text
              count    : integer
              going    : boolean
              limit    : W          writable  min 0 W  max 50 kW
              steps    : integer    writable
              many     : integer    writable
              mode     : full | eco | off  writable
              goal     : °C         writable
              shown    : text       writable
            }
            """;

    private static Checked check(String action) {
        return Language.check(List.of(new Source(
                "f",
                TYPE
                        + "rule r for each Charger c when c.going is true\nthen set " + action
                        + " expires in 1 h\n")));
    }

    private static void run(String action, String test) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPE
                        + "signal free for each Charger c = c.contract - c.taken\n"
                        + "rule r for each Charger c when c.going is true\nthen set " + action
                        + " expires in 1 h\non clear set c.steps = 1 expires in 1 h\n"
                        + "test \"t\"\n c1 : Charger\n" + test)));
        assertThat(checked.findings()).isEmpty();
        assertThat(RuleTest.runAll(checked.program().orElseThrow()))
                .allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c.limit = 0.9 * c.contract | c1.limit = 36 kW",
                "c.limit = c.contract - c.taken | c1.limit = 28000 W",
                "c.limit = max(5 kW, c.contract / 2 - c.taken) | c1.limit = 8 kW",
                "c.limit = 2 * 3 kW | c1.limit = 6 kW",
                "c.limit = c.free | c1.limit = 28 kW",
                "c.steps = c.contract / 16 kW | c1.steps = 2",
                "c.steps = c.contract / 11 kW | c1.steps = 4",
                "c.goal = c.heat + 2 K | c1.goal = 22 °C",
                "c.mode = c.wanted | c1.mode = eco",
                "c.shown = c.label | c1.shown = \"north\"",
                "c.many = c.count | c1.many = 9007199254740995",
            })
    void isWorkedOutWhenTheActionIsDone(String action, String expected) {
        run(action, """
                at 1 s  c1.contract = 40 kW, c1.taken = 12000 W, c1.heat = 20 °C
                at 1 s  c1.wanted = eco, c1.label = "north", c1.count = 9007199254740995
                at 2 s  restart
                at 3 s  c1.going = true
                """ + "expect set " + expected + " at 3 s by r\n");
    }

    @Test
    void whatIsUnknownOrBeyondTheActuatorIsNotSet() {
        String reports = """
                at 1 s   c1.contract = 80 kW
                at 3 s   c1.going = true
                at 60 s  c1.going = false
                at 70 s  c1.going = true
                expect nothing before 60 s
                expect set c1.steps = 1 at 60 s by r
                expect nothing after 60 s
                """;
        run("c.limit = 0.9 * c.contract", reports);
        run("c.limit = 1 kW / (c.contract - c.contract) * c.contract", reports);
    }

    @Test
    void whatLooksBackSeesAllSamplesWhetherSomethingIsSetOrNot() {
        String reports = """
                every 10 s from 0 s to 60 s     c1.taken = 10 kW
                every 10 s from 70 s to 130 s   c1.taken = 30 kW
                at 95 s   restart
                at 120 s  c1.going = true
                expect set c1.limit = 20 kW at 120 s by r
                """;
        run("c.limit = avg(c.taken, 100 s)", reports);
        run("c.limit = 40 kW - avg(c.taken - 0 W, 100 s)", reports);
        run("c.limit = max(c.taken, 1 min) - 10 kW", reports);
        run("c.limit = 20 kW * time_in(c.taken < 50 kW, 20 s) / 20 s", reports);
    }

    @Test
    void withoutEnoughOfThePastNothingIsSet() {
        run("c.limit = avg(c.taken, 10 min)", """
                at 1 s  c1.taken = 1 kW
                at 3 s  c1.going = true
                expect nothing
                """);
        assertThat(done("avg(c.contract, 5 min)", 40))
                .extracting(Trace.Done::statement)
                .asString()
                .endsWith("(not done: too little is known of the past)");
    }

    @Test
    void theTraceSaysWhatWasSetAndWhyNot() {
        assertThat(done("0.9 * c.contract", 40))
                .isEqualTo(new Trace.Done(
                        "set c.limit = 0.9 * c.contract expires in 1 h (36000 W)", "id", ""));
        assertThat(done("0.9 * c.contract", 80))
                .isEqualTo(new Trace.Done(
                        "set c.limit = 0.9 * c.contract expires in 1 h (not done: 'limit' is a"
                                + " number in W from 0 up to 50000, but it would be 72000 W)",
                        "",
                        ""));
        assertThat(done("0.9 * c.taken", 80))
                .isEqualTo(new Trace.Done(
                        "set c.limit = 0.9 * c.taken expires in 1 h (not done: 'taken' is unknown)",
                        "",
                        ""));
        assertThat(done("1 W * c.contract / (c.contract - c.contract)", 80))
                .extracting(Trace.Done::statement)
                .asString()
                .endsWith("(not done: it is no number, as when it is divided by 0)");
    }

    /** What the one decision did; an id in place of the command's. */
    private static Trace.Done done(String value, double contract) {
        Checked checked = check("c.limit = " + value);
        Rehearsal rehearsal = new Rehearsal(sources -> checked, 1_790_000_000_000L);
        rehearsal.tick();
        rehearsal.declare(new Declaration(checked.program().orElseThrow().sources()));
        rehearsal.device(new DeviceChange.Registered("c1", "Charger", null, new TreeMap<>()));
        byte[] payload =
                ("{\"contract\":" + contract + ",\"going\":true}").getBytes(StandardCharsets.UTF_8);
        rehearsal.publish("d/c1/up/all", payload, "c1");
        List<Trace> traces = rehearsal.journal().stream()
                .filter(e -> e.type() == RecordType.TRACE)
                .map(Trace::read)
                .toList();
        Trace.Done only = traces.getFirst().actions().getFirst();
        return new Trace.Done(
                only.statement(), only.commandId().isEmpty() ? "" : "id", only.device());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c.limit = c.heat | 20 | 'limit' is a power in W, but 'c.heat' is a temperature",
                "c.limit = 0.9 * c.wanted | 26 | 'wanted' is not a number",
                "c.limit = avg(c.wanted, 5 min) | 24 | 'wanted' is not a number (its samples can be counted with"
                        + " 'count')",
                "c.limit = age(c.contract) | 20 | an age grows by itself: 'age(c.contract)' can be"
                        + " compared with a duration and no more (such as age(c.contract) > 5 min)",
                "c.goal = c.heat - c.goal | 19 | 'goal' is a temperature in °C, but 'c.heat -"
                        + " c.goal' is a difference of temperatures",
                "c.limit = 20 kW * 3 | 20 | 'limit' is a number in W from 0 up to 50000, but found"
                        + " 60000 W",
                "c.mode = c.other | 19 | 'other' can be 'turbo', which is not a value of 'mode'"
                        + " (full, eco, off)",
                "c.mode = c.label | 19 | 'mode' is one of full, eco, off, and 'label' is a text",
                "c.shown = c.heat | 20 | 'shown' is a text, and 'heat' is a number in °C",
                "c.mode = 2 * c.heat | 19 | '2 * c.heat' is not a value of 'mode' (full, eco, off)",
            })
    void slipsAreExplained(String action, int column, String message) {
        assertThat(check(action).findings())
                .extracting(Finding::toString)
                .containsExactly("f:18:" + column + ": error: " + message);
    }

    @Test
    void anInterlockNamesAFixedValue() {
        assertThat(Language.check(List.of(new Source(
                                "f",
                                TYPE
                                        + "interlock i for each Charger c never c.limit = 2 * c.contract"
                                        + " while c.going is true")))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("a fixed value is expected here, but found the calculation '2 *"
                        + " c.contract'");
    }
}
