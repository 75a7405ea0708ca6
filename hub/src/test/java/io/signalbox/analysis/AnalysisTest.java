package io.signalbox.analysis;

import static io.signalbox.analysis.Analysed.mode;
import static io.signalbox.analysis.Analysed.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Finding;

import org.junit.jupiter.api.Test;

/** What is said of a program before it goes live, and what is not. */
class AnalysisTest {
    private static final String LOCK = """
            interlock no_heat for each Room r
              never r.mode = heat while r.window is open
            """;

    @Test
    void commandsThatAnInterlockAlwaysForbids() {
        assertThat(warnings(LOCK + mode("a", "r.window is open and r.temp < 5 °C", "", "heat")))
                .containsExactly(
                        "vetoed: 'a' sets Room.mode = heat, which 'no_heat' forbids whenever the"
                                + " rule is active");
        assertThat(warnings(LOCK + mode("a", "r.temp < 5 °C", "", "heat"))).isEmpty();
        assertThat(warnings(LOCK + mode("a", "r.window is open", "", "cool"))).isEmpty();
        assertThat(warnings(LOCK
                        + mode(
                                "a",
                                "r.window is open",
                                "r.window is closed and r.temp > 20 °C",
                                "heat")))
                .isEmpty();
    }

    @Test
    void twoInterlocksTogetherCanForbidAll() {
        String rule = mode("a", "r.temp < 5 °C", "", "heat");
        String other = """
                interlock closed for each Room r
                  never r.mode = heat while r.window is closed
                """;
        assertThat(warnings(LOCK + other + rule))
                .singleElement()
                .asString()
                .contains("'no_heat' or 'closed'");
    }

    @Test
    void unknownIsForbiddenToo() {
        assertThat(warnings(LOCK + mode("a", "r.window is unknown", "r.window is known", "heat")))
                .singleElement()
                .asString()
                .startsWith("vetoed: ");
    }

    @Test
    void whatIsDoneOnClearCanBeForbidden() {
        assertThat(warnings(LOCK + """
                rule a for each Room r
                  when r.window is closed
                  then set r.mode = cool  expires in 1 h
                  on clear set r.mode = heat  expires in 1 h
                """))
                .singleElement()
                .asString()
                .contains("forbids whenever the rule clears");
    }

    @Test
    void claimsBehindOnesThatNeverEnd() {
        String endless = """
                rule strong for each Room r  as protection
                  when r.temp > 20 °C
                  then set r.mode = cool
                """;
        assertThat(warnings(endless + mode("weak", "r.temp > 24 °C", "", "idle")))
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo(
                        "shadowed: 'weak' never comes to set Room.mode = idle: whenever it is active"
                                + " 'strong' sets it to cool, and weighs more");
        assertThat(warnings(endless + mode("weak", "r.temp > 18 °C", "", "idle")))
                .hasSize(1);
        assertThat(warnings(endless + mode("weak", "r.temp > 24 °C", "r.temp < 19 °C", "idle")))
                .hasSize(1);
    }

    @Test
    void leasesLeaveATurnUnlessTheyLastAsLong() {
        String strong = mode("strong", "as protection", "r.temp > 20 °C", "", "cool");
        assertThat(warnings(strong + mode("weak", "r.temp > 24 °C", "", "idle")))
                .isEmpty();
        assertThat(warnings(strong + mode("weak", "r.temp > 20 °C", "", "idle")))
                .singleElement()
                .asString()
                .startsWith("shadowed: 'weak'");
    }

    @Test
    void whatIsClaimedLaterLeavesATurnUntilThen() {
        String later = """
                rule strong for each Room r  as protection
                  when r.temp > 20 °C
                  then after 10 min: set r.mode = cool
                """;
        assertThat(warnings(later + mode("weak", "r.temp > 24 °C", "", "idle")))
                .noneMatch(w -> w.startsWith("shadowed"));
    }

    @Test
    void agesBelowTheIntervalComeAndGo() {
        assertThat(warnings(mode("a", "age(r.temp) > 5 s", "", "idle")))
                .containsExactly(
                        "haste: 'age(r.temp) > 5 s' is about less than the reporting interval of"
                                + " 'temp' (every 10 s)");
        assertThat(warnings(mode("a", "age(r.temp) > 20 s", "", "idle"))).isEmpty();
    }

    @Test
    void rulesThatNeverBecomeActive() {
        assertThat(warnings(mode("a", "r.window becomes open", "r.window is open", "idle")))
                .containsExactly(
                        "never-active: 'a' never becomes active: whenever 'when' is true so is 'clear"
                                + " when'");
        assertThat(warnings(mode("a", "r.window becomes open", "r.window is closed", "idle")))
                .isEmpty();
    }

    @Test
    void calculationsThatCanNeverBe() {
        assertThat(warnings(mode("a", "r.people > 4 and r.people < 5", "", "idle")))
                .singleElement()
                .asString()
                .startsWith("impossible: 'when' can never be true");
        assertThat(warnings(mode("a", "r.temp > 20 °C and 18 °C > r.temp + 1 K", "", "idle")))
                .singleElement()
                .asString()
                .startsWith("impossible");
        assertThat(warnings(mode("a", "r.temp silent for 1 min and r.temp > 20 °C", "", "idle")))
                .singleElement()
                .asString()
                .startsWith("impossible");
    }

    @Test
    void partsThatChangeNothing() {
        assertThat(warnings(mode("a", "r.temp > 20 °C and r.temp > 25 °C", "", "idle")))
                .containsExactly(
                        "redundant: 'r.temp > 20 °C' changes nothing: the rest is true only where it"
                                + " is, too");
        assertThat(warnings(mode("a", "r.temp > 20 °C or r.temp > 25 °C", "", "idle")))
                .containsExactly(
                        "redundant: 'r.temp > 25 °C' changes nothing: the rest is false only where it"
                                + " is, too");
        assertThat(warnings(mode(
                        "a", "r.temp > 20 °C or (r.co2 > 5 ppm and r.co2 < 4 ppm)", "", "idle")))
                .containsExactly("impossible: 'r.co2 > 5 ppm and r.co2 < 4 ppm' can never be true");
        assertThat(warnings(mode("a", "r.temp is known and r.temp > 25 °C", "", "idle")))
                .isEmpty();
        assertThat(warnings(mode("a", "r.temp > 20 °C or r.temp < 10 °C", "", "idle")))
                .isEmpty();
    }

    @Test
    void interlocksThatForbidNothingOrAll() {
        assertThat(warnings("""
                interlock a for each Room r
                  never r.mode = heat while r.temp > 20 °C and r.temp < 10 °C
                interlock b for each Room r
                  never r.mode = cool while r.window is open or r.window is closed
                """))
                .hasSize(2)
                .anyMatch(w -> w.startsWith("impossible: this can never be true"))
                .anyMatch(
                        w -> w.startsWith("always-true: this is always true: 'mode' can never be"));
    }

    @Test
    void commandsThatNobodyCanSeeObeyed() {
        String rule = """
                rule a for each Room r
                  when r.temp > 24 °C
                  then set r.mode = cool  expires in 1 h  confirm within 10 s
                """;
        assertThat(warnings(rule))
                .containsExactly(
                        "confirmed-too-late: 'shown' shows whether 'mode' was obeyed and comes every"
                                + " 1 min, but the command counts as failed after 10 s");
        assertThat(warnings(rule.replace("10 s", "2 min"))).isEmpty();
        assertThat(warnings(rule.replace("10 s", "10 s retry 10 every 10 s"))).isEmpty();
        assertThat(warnings(rule.replace("10 s", "2 h")))
                .anyMatch(w -> w.startsWith("late-confirm"));
    }

    @Test
    void textsThatWillBeCut() {
        String rule = """
                rule a for each Room r
                  when r.temp > 24 °C
                  then alarm minor "%s"
                  on clear publish "rooms" \"""%s\"""
                """;
        assertThat(warnings(rule.formatted("x".repeat(4_096), "x".repeat(262_144))))
                .isEmpty();
        assertThat(warnings(rule.formatted("x".repeat(4_097), "x".repeat(262_145))))
                .containsExactly(
                        "long-text: this text has 4097 characters: of what people are told the"
                                + " first 4096 are kept",
                        "long-text: this payload has 262145 characters: a message of more than"
                                + " 262144 is not published");
    }

    @Test
    void rulesWithoutATestAreNoted() {
        String rules =
                mode("a", "r.temp > 24 °C", "", "cool") + mode("b", "r.temp < 20 °C", "", "heat");
        assertThat(Analysed.findings(rules)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.NOTE);
            assertThat(finding.message()).isEqualTo("none of the 2 rules has a test");
        });
        String test = """
                test "cools"
                  r1 : Room
                  at 0 s r1.temp = 25 °C
                  expect set r1.mode = cool
                """;
        assertThat(Analysed.findings(rules + test))
                .singleElement()
                .hasToString(
                        "f:15:6: note: no test speaks of 'b' (write a test that expects what it does)");
        assertThat(Analysed.findings(rules + test + "expect no set r1.mode = heat by b\n"))
                .isEmpty();
    }
}
