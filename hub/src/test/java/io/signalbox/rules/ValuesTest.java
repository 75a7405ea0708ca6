package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What functions say of points, in numbers that can be worked out by hand. */
class ValuesTest {
    private static final String TYPE = """
            type Meter {
              power : W      every 10 s
              used  : W      every 10 s
              heat  : °C     every 10 s
              on    : boolean
            }
            """;

    /** Runs one rule with one device m1, which tells what {@code reports} say. */
    private static void check(String condition, String reports) {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPE
                        + "rule r for each Meter m when " + condition + " then alarm major \"x\"\n"
                        + "test \"t\"\n m1 : Meter\n" + reports)));
        assertThat(checked.findings()).isEmpty();
        assertThat(RuleTest.runAll(checked.program().orElseThrow()))
                .allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }

    /** For 100 s 100 W, then 300 W; the heat rises from 20 to 30 °C at the same time. */
    private static final String STEP = """
            every 10 s from 0 s to 90 s    m1.power = 100 W, m1.used = 40 W, m1.heat = 20 °C
            at 0 s  m1.on = false
            at 100 s  m1.on = true
            every 10 s from 100 s to 240 s m1.power = 300 W, m1.used = 40 W, m1.heat = 30 °C
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "avg(m.power, 2 min) >= 200 W | 160",
                "avg(m.power - m.used, 2 min) >= 160 W | 160",
                "integral(m.power, 2 min) >= 24 kJ | 160",
                "integral(m.power, 2 min) >= 0.009 kWh | 202",
                "integral(m.power - m.used, 2 min) >= 19.2 kJ | 160",
                "p95(m.power, 2 min) > 100 W | 106",
                "time_in(m.power > 200 W, 2 min) >= 1 min | 160",
                "time_in(m.on is true, 2 min) >= 30 s | 130",
                "time_in(avg(m.power, 30 s) > 150 W, 2 min) > 10 s | 120",
                "stddev(m.power, 2 min) >= 100 W | 160",
                "stddev(m.heat, 2 min) >= 5 K | 160",
                "max(m.power, m.used) > 250 W | 100",
                "min(m.power, 250 W) > 200 W | 100",
                "abs(m.used - m.power) > 200 W | 100",
                "max(m.heat, 300 K) > 28 °C | 100",
                "age(m.power) >= 40 s | 280",
                "age(m.power) >= 45 s and m.power is unknown | 285",
                "age(m.power) in 20..25 s | 260",
            })
    void isTrueWhenItShouldBe(String condition, int second) {
        check(
                condition,
                STEP
                        + "expect no alarm on m1 before " + second + " s\n"
                        + "at " + (second - 4) + " s restart\n"
                        + "expect alarm major on m1 at " + second + " s\n");
    }

    @Test
    void anAgeCrossesBetweenTicks() {
        check("age(m.power) > 2500 ms", """
                at 1 s   m1.power = 1 W
                at 30 s  m1.on = true
                expect no alarm on m1 before 3501 ms
                expect alarm major on m1 at 3501 ms
                """);
    }

    @Test
    void theDeviationOfALargeMeterLosesNothing() {
        check("stddev(m.power, 1 min) >= 1 W and stddev(m.power, 1 min) <= 1.0001 W", """
                every 2 s from 0 s to 100 s  m1.power = 1000000001 W
                every 2 s from 1 s to 100 s  m1.power = 1000000003 W
                expect alarm major on m1 at 60 s
                """);
    }

    @Test
    void whatIsKnownForLessThanHalfOfTheWindowIsUnknown() {
        check("time_in(m.power < 5 W, 1 min) < 25 s", """
                at 0 s   m1.power = 1 W
                every 10 s from 50 s to 100 s m1.power = 7 W
                expect no alarm on m1 before 66 s
                expect alarm major on m1 at 66 s
                """);
        check("p95(m.power, 70 s) < 5 W or integral(m.power, 70 s) < 1 kJ", """
                at 0 s   m1.power = 1 W
                at 100 s m1.on = true
                expect nothing
                """);
    }
}
