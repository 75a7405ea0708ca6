package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rules hear of values that are not kept. */
class DeadbandTest {
    @Test
    void aDeviceWithinItsDeadbandIsNotSilentAndDoesNotChange() {
        Program program =
                Language.check(List.of(new Source("f", """
                        type Room { heat : °C  every 1 min  deadband 0.5 K }
                        rule silent for each Room r
                          when r.heat silent for 3 min or r.heat is unknown
                          then alarm info "{r} is silent"
                        rule restless for each Room r
                          when r.heat changes
                          then alarm minor "{r} changes"
                        test "small changes, then silence"
                          r1 : Room
                          at 0 s  r1.heat = 20 °C
                          every 2 min from 1 min to 29 min  r1.heat = 20.3 °C
                          every 2 min from 2 min to 30 min  r1.heat = 19.8 °C
                          expect no alarm minor on r1
                          expect no alarm info on r1 from 1 s to 32 min
                          expect alarm info on r1 after 32 min
                        test "a change by the deadband"
                          r2 : Room
                          at 0 s    r2.heat = 20 °C
                          at 1 min  r2.heat = 20.5 °C
                          expect alarm minor on r2 at 1 min
                        """))).program().orElseThrow();
        assertThat(RuleTest.runAll(program))
                .hasSize(2)
                .allSatisfy(report -> assertThat(report.failures()).isEmpty());
    }
}
