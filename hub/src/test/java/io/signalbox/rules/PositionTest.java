package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What rules can say of positions. */
class PositionTest {
    private static final String TYPE = "type Van { at : position  every 1 min }\n";

    @Test
    void aPositionIsKnownChangesAndFallsSilent() {
        Program program =
                Language.check(List.of(new Source("f", TYPE + """
                        rule moves for each Van v  when v.at changes  then alarm info "{v} at {v.at}"
                        rule lost for each Van v   when v.at is unknown  then alarm minor "lost"
                        rule home for each Van v   when v.at is "52.5, 13.4"  then alarm major "home"
                        test "a van comes home and is lost"
                          v1 : Van
                          every 1 min from 0 s to 2 min  v1.at = "52.6, 13.4"
                          at 150 s  restart
                          every 1 min from 3 min to 5 min  v1.at = "52.5, 13.4"
                          expect no alarm info on v1 before 3 min
                          expect alarm info on v1 at 3 min
                          expect no alarm info on v1 after 3 min
                          expect alarm major on v1 at 3 min
                          expect no alarm minor on v1 from 1 s to 7 min
                          expect alarm minor on v1 at 8 min
                        """))).program().orElseThrow();
        assertThat(RuleTest.runAll(program))
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }

    @Test
    void aVanEntersAndLeavesItsDepotByWhatIsKnownAlone() {
        Program program =
                Language.check(List.of(new Source("f", TYPE + """
                        area depot circle 52.5, 13.4 radius 2 km
                        rule comes for each Van v   when v.at enters depot then alarm info "in"
                        rule goes for each Van v    when v.at leaves depot then alarm minor "out"
                        rule far for each Van v
                          when distance(v.at, depot) > 10 km then alarm major "{v} is far"
                        rule away for each Van v
                          when (v.at outside depot) for 4 min then alarm warning "away"
                        rule idle for each Van v
                          when time_in(v.at inside depot, 10 min) > 5 min then alarm critical "idle"
                        test "a day in five minutes"
                          v1 : Van
                          every 1 min from 0 s to 5 min     v1.at = "52.51, 13.4"
                          every 1 min from 6 min to 10 min  v1.at = "52.6, 13.4"
                          at 390 s  restart
                          every 1 min from 20 min to 21 min v1.at = "52.5, 13.4"
                          every 1 min from 22 min to 22 min v1.at = "52.55, 13.4"
                          every 1 min from 23 min to 23 min v1.at = "52.5, 13.4"
                          expect alarm minor on v1 at 6 min by goes
                          expect alarm major on v1 at 6 min by far
                          expect alarm warning on v1 at 10 min by away
                          expect alarm critical on v1 at 310 s by idle
                          expect no alarm info on v1 before 23 min
                          expect alarm minor on v1 at 22 min by goes
                          expect no alarm minor on v1 from 7 min to 21 min
                          expect alarm info on v1 at 23 min by comes
                        """))).program().orElseThrow();
        assertThat(RuleTest.runAll(program))
                .singleElement()
                .satisfies(report -> assertThat(report.failures()).isEmpty());
    }

    @Test
    void aPositionIsNoNumber() {
        assertThat(Language.check(
                                List.of(
                                        new Source(
                                                "f",
                                                TYPE
                                                        + "rule r for each Van v when v.at > 5 then alarm info \"x\"")))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("'at' is not a number: it cannot be > something");
        assertThat(Language.check(List.of(new Source(
                                "f",
                                TYPE
                                        + "rule r for each Van v when v.at is \"95, 0\""
                                        + " then alarm info \"x\"")))
                        .findings())
                .extracting(Finding::message)
                .containsExactly("'at' is a position, but found '\"95, 0\"'");
    }
}
