package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Calculations with a name. */
class SignalTest {
    private static final String PLANT = """
            signal work for each Pump p = p.head * p.flow
            type Pump {
              inlet  : kPa
              outlet : bar
              flow   : l/min
            }
            signal head "Pressure built up" for each Pump p = p.outlet - p.inlet
            rule weak for each Pump p
              when p.head < 0.5 bar for 5 s
              then alarm minor "{p} is weak"
            rule lazy for each Pump p
              when avg(p.work, 1 min) < 10 W
              then alarm minor "{p} does little"
            """;

    private static Program program(String text) {
        Checked checked = Language.check(List.of(new Source("plant.rules", text)));
        assertThat(checked.findings().stream().filter(f -> f.isError())).isEmpty();
        return checked.program().orElseThrow();
    }

    @Test
    void standForWhatTheyAreCalculatedFrom() {
        List<RuleTest.Report> reports = RuleTest.runAll(program(PLANT + """
                test "weak"
                  p1 : Pump
                  every 1 s from 0 s to 120 s  p1.inlet = 100 kPa, p1.flow = 60 l/min
                  every 1 s from 0 s to 9 s    p1.outlet = 3 bar
                  every 1 s from 10 s to 120 s  p1.outlet = 1.1 bar
                  at 12 s  restart
                  expect no alarm minor on p1 before 15 s
                  expect alarm minor on p1 at 15 s by weak
                """));
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void areUnknownWhileAPointOfThemIs() {
        List<RuleTest.Report> reports = RuleTest.runAll(program(PLANT + """
                test "unknown"
                  p1 : Pump
                  every 1 s from 0 s to 60 s  p1.outlet = 0 bar
                  expect no alarm minor on p1
                """));
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void areMeantWithinWindows() {
        List<RuleTest.Report> reports = RuleTest.runAll(program(PLANT + """
                test "does little"
                  p1 : Pump
                  every 1 s from 0 s to 120 s  p1.inlet = 100 kPa, p1.outlet = 2 bar
                  every 1 s from 0 s to 120 s  p1.flow = 1 l/min
                  expect alarm minor on p1 by lazy
                """));
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void haveEdges() {
        List<RuleTest.Report> reports = RuleTest.runAll(program(PLANT + """
                rule surge for each Pump p
                  when p.head rises above 200 kPa
                  then alarm info "{p}: {p.head}"
                rule sag for each Pump p
                  when p.head falls below 1 bar
                  then alarm warning "{p}: {p.head}"
                rule turn for each Pump p
                  when p.work changes
                  then emit turned
                test "edges are those of the difference, and none comes of a restart"
                  p1 : Pump
                  at 1 s   p1.outlet = 3 bar
                  at 2 s   p1.inlet = 50 kPa
                  at 3 s   p1.inlet = 150 kPa
                  at 4 s   p1.inlet = 200 kPa, p1.outlet = 3.2 bar
                  at 5 s   p1.inlet = 50 kPa
                  at 6 s   p1.inlet = 60 kPa
                  at 7 s   restart
                  at 8 s   p1.outlet = 3.5 bar
                  at 9 s   p1.outlet = 1 bar
                  at 10 s  p1.flow = 1 l/min
                  at 11 s  p1.flow = 1 l/min
                  at 12 s  p1.flow = 2 l/min
                  expect no alarm info on p1 before 5 s
                  expect alarm info on p1 at 5 s by surge
                  expect no alarm info on p1 after 5 s
                  expect no alarm warning on p1 before 9 s
                  expect alarm warning on p1 at 9 s by sag
                  expect no event turned on p1 before 12 s
                  expect event turned on p1 at 12 s by turn
                """));
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void changeTheVersionOfTheRulesThatNameThem() {
        Program before = program(PLANT);
        Program after = program(PLANT.replace("p.outlet - p.inlet", "p.outlet - 2 * p.inlet"));
        Program layout = program(PLANT.replace("p.outlet - p.inlet", "p.outlet  -  p.inlet"));
        assertThat(hashes(after)).doesNotContainAnyElementsOf(hashes(before));
        assertThat(hashes(layout)).isEqualTo(hashes(before));
    }

    private static List<String> hashes(Program program) {
        return program.rules().stream().map(rule -> rule.hash()).toList();
    }
}
