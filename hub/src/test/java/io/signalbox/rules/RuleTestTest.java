package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class RuleTestTest {
    private static final String PLANT = """
            type Pump in Hall "Centrifugal pump" {
              state   : running | stopped          every 10 s
              flow    : l/min                      every 1 s
              command : start | stop   writable    confirm state
            }
            rule pump_dry "Running without flow" for each Pump p  as protection
              when (p.state is running and p.flow < 5 l/min) for 20 s
              then set p.command = stop expires in 1 min confirm within 5 s retry 3 every 5 s
                     otherwise alarm critical "{p} does not stop"
            rule pump_lost for each Pump p
              when p.flow silent for 30 s
              then alarm minor "{p} is silent, last state {p.state}"

            type Boiler {
              water  : %          every 1 s
              burner : on | off   writable
            }
            rule cold for each Boiler b
              when b.water > 10 %
              then set b.burner = on
            interlock boiler_dry for each Boiler b
              never b.burner = on while b.water < 20 % or b.water is unknown
              force b.burner = off
            """;

    private static List<RuleTest.Report> run(String test) {
        Checked checked = Language.check(List.of(new Source("plant.rules", PLANT + test)));
        assertThat(checked.findings().stream().filter(f -> f.isError())).isEmpty();
        return RuleTest.runAll(checked.program().orElseThrow());
    }

    private static void passes(String test) {
        List<RuleTest.Report> reports = run(test);
        assertThat(reports).hasSize(1);
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void stopsADryPumpOnceAcrossARestart() {
        passes("""
                test "stops a dry pump, once"
                  p1 : Pump in hall3
                  at 0 s   p1.state = stopped, p1.flow = 0 l/min
                  every 5 s from 10 s to 70 s  p1.state = running
                  every 1 s from 1 s to 70 s  p1.flow = 1 l/min
                  expect nothing before 30 s
                  expect set p1.command = stop at 30 s by pump_dry
                  at 25 s  restart
                  at 42 s  restart
                  expect no set p1.command = stop after 30 s
                  expect alarm critical on p1 at 50 s
                """);
    }

    @Test
    void aCommandThatTheDeviceShowsToHaveObeyedIsNotInVain() {
        passes("""
                test "obeys"
                  p1 : Pump
                  every 1 s from 0 s to 31 s  p1.state = running, p1.flow = 1 l/min
                  every 1 s from 32 s to 120 s  p1.state = stopped, p1.flow = 0 l/min
                  expect set p1.command = stop at 20 s
                  expect no alarm on p1
                """);
    }

    @Test
    void silenceCountsFromTheCreationOfTheDevice() {
        passes("""
                test "never heard of"
                  p1 : Pump
                  expect nothing before 30 s
                  expect alarm minor on p1 at 30 s by pump_lost
                """);
    }

    @Test
    void waitsForWhatMayComeAtAnyTime() {
        passes("""
                test "some time"
                  p1 : Pump
                  at 5 s  p1.flow = 1 l/min
                  expect alarm minor on p1 by pump_lost
                """);
    }

    @Test
    void anInterlockTakesUnknownAsDangerousAndForcesItsValue() {
        passes("""
                test "dry boiler"
                  b1 : Boiler
                  every 1 s from 10 s to 20 s  b1.water = 50 %
                  every 1 s from 21 s to 30 s  b1.water = 15 %
                  expect set b1.burner = off at 0 s by boiler_dry
                  expect no set b1.burner = on before 10 s
                  expect set b1.burner = on at 10 s by cold
                  expect set b1.burner = off at 21 s by boiler_dry
                  expect no set b1.burner = on after 10 s
                """);
    }

    @Test
    void theVariantsOfATestAreRunToo() {
        List<RuleTest.Report> reports = run("""
                test "late and lossy"
                  p1 : Pump
                  every 1 s from 0 s to 40 s  p1.state = running, p1.flow = 1 l/min
                  expect set p1.command = stop at 20 s
                  also shuffled within 1 s, also with 5 % loss
                """);
        assertThat(reports.getFirst().runs()).isEqualTo(1 + 2 * RuleTest.VARIANTS);
        assertThat(reports.getFirst().failures()).isEmpty();
    }

    @Test
    void tellsWhatCameInsteadOfWhatWasExpected() {
        RuleTest.Report report = run("""
                test "wrong"
                  p1 : Pump
                  every 1 s from 0 s to 40 s  p1.state = running, p1.flow = 1 l/min
                  expect nothing before 25 s
                  expect set p1.command = stop at 25 s by pump_dry
                  expect alarm critical on p1
                """).getFirst();
        int line = PLANT.lines().toList().size() + 4;
        assertThat(report.passed()).isFalse();
        assertThat(report.failures().getFirst().toString())
                .isEqualTo("plant.rules:" + line + ":3: error: 'expect nothing before 25 s' was"
                        + " not met; found set p1.command = stop at 20 s by pump_dry");
        assertThat(report.failures().get(1).found())
                .isEqualTo("set p1.command = stop at 20 s by pump_dry");
        assertThat(report.failures()).hasSize(2);
    }

    @Test
    void aRestartAtAnyInstantChangesNothing() {
        List<RuleTest.Report> reports = run("""
                test "restarted"
                  p1 : Pump
                  every 5 s from 0 s to 70 s  p1.state = running
                  every 1 s from 0 s to 70 s  p1.flow = 1 l/min
                  expect set p1.command = stop at 20 s by pump_dry
                  expect alarm critical on p1 at 40 s
                  expect no alarm minor on p1
                  also restarted
                """);
        assertThat(reports.getFirst().failures()).isEmpty();
        assertThat(reports.getFirst().runs()).isEqualTo(1 + 1 + RuleTest.VARIANTS);
    }

    private static final String FRAGILE = """
            test "fragile"
              p1 : Pump
              every 1 s from 0 s to 60 s  p1.state = running, p1.flow = 1 l/min
              expect set p1.command = stop at 20 s
              also with 90 % loss
            """;

    @Test
    void aVariantThatFailsNamesTheSeedWithWhichItFailsAgain() {
        RuleTest.Failure failure = run(FRAGILE).getFirst().failures().getFirst();
        assertThat(failure.variant()).matches("with loss, --seed [1-5]");
        long seed = Long.parseLong(failure.variant().replaceAll("\\D", ""));
        Checked checked = Language.check(List.of(new Source("plant.rules", PLANT + FRAGILE)));
        RuleTest.Report again = RuleTest.runAll(
                        checked.program().orElseThrow(),
                        new RuleTest.Options(OptionalLong.of(seed), Optional.empty(), false))
                .getFirst();
        assertThat(again.runs()).isEqualTo(2);
        assertThat(again.failures()).containsExactly(failure);
    }

    @Test
    void coverageTellsWhatHasNotBeenShown() {
        Coverage coverage = new Coverage();
        Checked checked = Language.check(List.of(new Source("plant.rules", PLANT + """
                test "stops"
                  p1 : Pump
                  at 0 s  p1.state = stopped
                  at 1 s  p1.flow = 9 l/min
                  every 1 s from 5 s to 30 s  p1.state = running, p1.flow = 1 l/min
                  expect set p1.command = stop at 25 s
                """)));
        List<RuleTest.Report> reports = RuleTest.runAll(
                checked.program().orElseThrow(),
                new RuleTest.Options(OptionalLong.empty(), Optional.of(coverage), true));
        assertThat(reports.getFirst().failures()).isEmpty();
        assertThat(coverage.untested()).containsExactly("boiler_dry", "pump_lost", "cold");
        assertThat(coverage.gaps())
                .filteredOn(gap -> gap.rule().equals("pump_dry"))
                .isEmpty();
        assertThat(coverage.gaps())
                .filteredOn(gap -> gap.rule().equals("pump_lost"))
                .singleElement()
                .satisfies(gap -> assertThat(gap.missing()).containsExactly("true", "unknown"));
        assertThat(coverage.shown()).isLessThan(coverage.all());
        assertThat(reports.getFirst().timeline())
                .containsSubsequence(
                        "0 s  p1.state = stopped",
                        "1 s  p1.flow = 9 l/min",
                        "5 s  p1.flow = 1 l/min",
                        "25 s  pump_dry on p1: active",
                        "25 s  set p1.command = stop at 25 s by pump_dry");
    }
}
