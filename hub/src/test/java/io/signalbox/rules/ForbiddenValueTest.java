package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** An interlock on a number holds against what is worked out to be that number, however it is written. */
class ForbiddenValueTest {
    private static final String PLANT = """
            type Valve {
              going : boolean
              half  : bar
              part  : bar
              speed : l/min
              count : integer
              set   : bar      writable
              flow  : l/s      writable
              steps : integer  writable
            }
            rule r for each Valve v
              when v.going is true
              then set v.ACTION expires in 1 h
            interlock never_so for each Valve v
              never v.VALUE while v.going is true
            test "t"
              v1 : Valve
              at 0 s  v1.half = 0.1 bar, v1.part = 0.2 bar, v1.speed = 18 l/min, v1.count = 5000000001
              at 0 s  v1.going = false
              at 1 s  v1.going = true
              expect EXPECTED
            """;

    private static void run(String action, String forbidden, String expected) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                PLANT.replace("ACTION", action)
                        .replace("VALUE", forbidden)
                        .replace("EXPECTED", expected))));
        assertThat(checked.findings().stream().filter(Finding::isError)).isEmpty();
        assertThat(RuleTest.runAll(checked.program().orElseThrow()))
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "set = v.half + v.part,              set = 0.3 bar",
        "set = 3 * v.half,                   set = 0.3 bar",
        "set = v.half + v.part - 0.3 bar,    set = 0 bar",
        "set = -(v.half - v.half),           set = 0 bar",
        "set = 300 mbar,                     set = 0.3 bar",
        "flow = v.speed,                     flow = 0.3 l/s",
        "steps = v.count - 1,                steps = 5000000000",
        "steps = 0 - (v.count - v.count),    steps = 0",
    })
    void aCalculationThatComesToItIsVetoed(String action, String forbidden) {
        run(action, forbidden, "nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "set = v.half + v.part,   set = 0.301 bar, set v1.set = 0.3 bar at 1 s by r",
        "set = v.half - v.half,   set = 0.001 bar, set v1.set = 0 bar at 1 s by r",
        "set = v.half,            set = 0.10001 bar, set v1.set = 0.1 bar at 1 s by r",
        "steps = v.count,         steps = 5000000000, set v1.steps = 5000000001 at 1 s by r",
    })
    void whatIsAnotherNumberForTheDeviceIsNot(String action, String forbidden, String expected) {
        run(action, forbidden, expected);
    }
}
