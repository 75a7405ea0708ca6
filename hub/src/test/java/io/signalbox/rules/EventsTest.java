package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rules that wait for what happens to their device, as it says itself or another rule does. */
class EventsTest {
    private static final String PLANT = """
            type Pump {
              speed : rpm
            }
            rule stuck for each Pump p
              when p.speed < 10 rpm
              then emit seized "{p}"
            rule call for each Pump p
              when p emits seized
              then alarm major "{p} is stuck"
            rule locked for each Pump p
              when p emits tampered
              clear when p emits reset
              then alarm critical "{p}"
            """;

    private static Program program(String text) {
        Checked checked = Language.check(List.of(new Source("plant.rules", text)));
        assertThat(checked.findings().stream().filter(f -> f.isError())).isEmpty();
        return checked.program().orElseThrow();
    }

    private static void passes(String text) {
        for (RuleTest.Report report : RuleTest.runAll(program(text))) {
            assertThat(report.failures()).isEmpty();
        }
    }

    private static String error(String text) {
        return Language.check(List.of(new Source("plant.rules", text))).findings().stream()
                .filter(f -> f.isError())
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static String advice(String text) {
        return Analysis.check(List.of(new Source("plant.rules", text)))
                .findings()
                .toString();
    }

    @Test
    void ofAnotherRuleActInTheSameInstant() {
        passes(PLANT + """
                test "stuck"
                  p1 : Pump
                  p2 : Pump
                  at 1 s  p1.speed = 5 rpm, p2.speed = 900 rpm
                  expect no alarm major on p1 before 1 s
                  expect event seized on p1 at 1 s by stuck
                  expect alarm major on p1 at 1 s by call
                  expect no alarm on p2
                  also restarted
                """);
    }

    @Test
    void ofTheDeviceItselfBeginAndEndARule() {
        passes(PLANT + """
                test "tampered with"
                  p1 : Pump
                  at 1 s   p1 emits tampered
                  at 2 s   restart
                  at 30 s  p1 emits nothing_known, p1 emits reset
                  every 1 s from 40 s to 42 s  p1 emits tampered
                  expect alarm critical on p1 at 1 s by locked
                  expect no alarm critical on p1 from 2 s to 39 s
                  expect alarm critical on p1 at 40 s by locked
                  expect no alarm critical on p1 after 40 s
                  also restarted
                """);
    }

    @Test
    void countAsTheSecondOfTwoThings() {
        passes(PLANT + """
                rule unanswered for each Pump p
                  when p emits asked not followed by p emits answered within 5 s
                  then alarm minor "{p}"
                test "asked and not answered"
                  p1 : Pump
                  p2 : Pump
                  at 1 s  p1 emits asked, p2 emits asked
                  at 3 s  restart
                  at 4 s  p2 emits answered
                  expect alarm minor on p1 at 6 s by unanswered
                  expect no alarm minor on p2
                """);
    }

    /** Each rule hears the one before it; the sixteenth effect in a row is the last. */
    private static String chain(int length) {
        StringBuilder rules = new StringBuilder("type Pump {\n  speed : rpm\n}\n");
        for (int i = 0; i < length; i++) {
            rules.append("rule r" + i + " for each Pump p\n  when p emits e" + i + "\n  then emit e"
                    + (i + 1) + "\n");
        }
        return rules.toString();
    }

    @Test
    void areCutAfterSixteenInARow() {
        passes(chain(20) + """
                test "a long chain"
                  p1 : Pump
                  at 1 s  p1 emits e0
                  expect event e16 on p1 at 1 s by r15
                  expect no event e18
                """);
    }

    @Test
    void thatComeBackEndInTheirInstant() {
        String loop = """
                type Pump {
                  speed : rpm
                }
                rule ping for each Pump p
                  when p emits ball
                  then emit back
                rule pong for each Pump p
                  when p emits back
                  then emit ball
                test "a ball comes back once"
                  p1 : Pump
                  at 1 s  p1 emits ball
                  expect event back on p1 at 1 s by ping
                  expect event ball on p1 at 1 s by pong
                  expect no event back from 1001 ms to 9 s
                """;
        passes(loop);
        assertThat(advice(loop))
                .contains(
                        "LOOP: 'ping' emits back; 'pong' waits for that and emits ball; 'ping' waits"
                                + " for that: what comes back in the same instant is lost");
        assertThat(advice(loop.replace("then emit ball", "on clear emit ball")))
                .contains("'pong' waits for that and when it clears emits ball")
                .contains("once begun it feeds itself");
    }

    private static final String HALLS = """
            place Room in Hall
            type Pump in Room {
              speed : rpm
            }
            type Bell in Hall {
              heard : boolean
            }
            rule stuck for each Pump p
              when p.speed < 10 rpm
              then emit seized
            rule told for each Hall h
              when any Pump in h emits seized
              then alarm major "{h}"
            rule twice for each Hall h
              when any Pump in h emits seized followed by any Pump in h emits seized within 5 s
              then alarm minor "{h}"
            rule fast for each Hall h
              when any Pump in h has (emits knocked and speed > 500 rpm)
              then alarm info "{h}"
            rule ring for each Bell b
              when any Pump in b has (emits knocked)
              then alarm critical "{b}"
            """;

    @Test
    void ofTheDevicesInAPlaceActOnThePlace() {
        String test = """
                test "one after the other"
                  p1 : Pump in "h1/r1"
                  p2 : Pump in "h1/r2"
                  p3 : Pump in "h2/r1"
                  at 1 s  p1.speed = 900 rpm, p2.speed = 900 rpm, p3.speed = 100 rpm
                  at 2 s  p1.speed = 5 rpm
                  at 3 s  restart
                  at 6 s  p2.speed = 5 rpm
                  expect alarm major on h1 at 2 s by told
                  expect alarm major on h1 at 6 s by told
                  expect no alarm minor on h1 before 6 s
                  expect alarm minor on h1 at 6 s by twice
                  expect no alarm on h2
                  also restarted
                test "of those that turn"
                  p1 : Pump in "h1/r1"
                  p2 : Pump in "h2/r2"
                  b1 : Bell in h1
                  at 1 s  p1.speed = 900 rpm, p2.speed = 100 rpm
                  at 2 s  p1 emits knocked, p2 emits knocked
                  expect alarm info on h1 at 2 s by fast
                  expect no alarm info on h2
                  expect alarm critical on b1 at 2 s by ring
                  also restarted
                """;
        passes(HALLS + test);
        assertThat(advice(HALLS + test)).doesNotContain("warning");
        assertThat(advice(HALLS.replace("then alarm critical", "then emit knocked alarm critical")
                        .replace("for each Bell b", "for each Pump b")))
                .contains("'ring' emits knocked; 'ring' waits for that");
        assertThat(advice(HALLS.replace("h emits seized\n", "h emits siezed\n")))
                .contains("no rule and no test emits 'siezed' of a 'Pump'");
    }

    @Test
    void ofTheDevicesInAPlaceAreNamedInTexts() {
        String rules = """
                place Hall
                type Pump in Hall {
                  speed : rpm
                }
                rule knock for each Hall h
                  when any Pump in h emits knocked or any Pump in h has (speed > 900 rpm)
                  clear when any Pump in h emits checked
                  then notify everybody "{Pump} in {h}"
                       publish "x/{h}" "{{'who':'{Pump}'}}"
                       after 5 s: notify "lead" "{Pump}"
                  on clear notify everybody "checked: {Pump}"
                """;
        passes(rules + """
                test "one"
                  p1 : Pump in h1
                  p2 : Pump in h1
                  p3 : Pump in h2
                  at 1 s  p3.speed = 950 rpm
                  at 2 s  p2 emits knocked
                  at 9 s  p1 emits checked
                  expect notify everybody "p3 in h2" at 1 s
                  expect notify "lead" "p3" at 6 s
                  expect notify everybody "p2 in h1" at 2 s
                  expect publish "x/h1" "{'who':'p2'}" at 2 s
                  expect notify "lead" "none" at 7 s
                  expect notify everybody "checked: p1" at 9 s
                  also restarted
                """);
        passes(rules + """
                rule fast for each Hall h
                  when at least 7 Pump in h has (speed > 900 rpm)
                  then notify everybody "fast: {Pump}"
                test "many"
                  p7 : Pump in h1
                  p2 : Pump in h1
                  p3 : Pump in h1
                  p4 : Pump in h1
                  p1 : Pump in h1
                  p6 : Pump in h1
                  p5 : Pump in h1
                  at 1 s  p7.speed = 950 rpm, p6.speed = 950 rpm, p5.speed = 950 rpm, p4.speed = 950 rpm
                  at 2 s  p3.speed = 950 rpm, p2.speed = 950 rpm, p1.speed = 950 rpm
                  expect notify everybody "fast: p1, p2, p3, p4, p5 and 2 more" at 2 s
                """);
        assertThat(error(rules.replace("x/{h}", "x/{Pump}")))
                .contains("a topic has a place for the device alone, not for those in a place");
        assertThat(Language.check(List.of(new Source("f", rules.replace("emits", "emitz"))))
                        .findings())
                .allSatisfy(finding -> assertThat(finding.message()).doesNotContain("{Pump}"));
        assertThat(error(rules.replace("{Pump} in", "{Pmp} in")))
                .contains("{TYPE} for devices in a place of which the rule asks something");
    }

    private static final String DECLARED = """
            type Pump {
              speed : rpm
              event seized "It does not turn"
              event event
            }
            """;

    @Test
    void ofATypeThatDeclaresSomeHaveNoOtherNames() {
        passes(DECLARED + """
                rule stuck for each Pump p
                  when p.speed < 10 rpm
                  then emit seized
                rule call for each Pump p
                  when p emits seized
                  then alarm major "{p}"
                test "stuck"
                  p1 : Pump
                  at 1 s  p1 emits event
                  at 1 s  p1.speed = 5 rpm
                  expect event seized on p1 at 1 s
                  expect alarm major on p1 at 1 s by call
                """);
        String rule = DECLARED + "rule r for each Pump p when ";
        assertThat(error(rule + "p emits siezed then emit event"))
                .contains("'siezed' is not an event of 'Pump' (seized, event)")
                .contains("did you mean 'seized'?");
        assertThat(error(rule + "p emits seized then emit opened"))
                .contains("'opened' is not an event of 'Pump' (seized, event)")
                .contains("declare it in the type: event opened");
        String test = rule + "p emits seized then emit event\ntest \"t\"\n  p1 : Pump\n  at 1 s ";
        assertThat(error(test + "p1 emits siezed\n  expect event event on p1"))
                .contains("did you mean 'seized'?");
        assertThat(error(test + "p1 emits seized\n  expect no event evnt on p1"))
                .contains("did you mean 'event'?");
        passes(test + "p1 emits seized\n  expect no event of_a_place\n");
        assertThat(error(DECLARED.replace("event event", "event seized")))
                .contains("'Pump' already has an event 'seized'");
    }

    @Test
    void ofANameThatNobodyEmitsAreAdvisedOfTheNearOne() {
        assertThat(advice(PLANT.replace("emits seized", "emits siezed")))
                .contains("warning: no rule and no test emits 'siezed' of a 'Pump'")
                .contains("did you mean 'seized'?");
        String test = """
                test "t"
                  p1 : Pump
                  at 1 s  p1 emits rest, p1 emits tampered
                  expect alarm critical on p1 by locked
                """;
        assertThat(advice(PLANT + test)).contains("emits 'reset'").contains("mean 'rest'?");
        assertThat(advice(PLANT)).doesNotContain("no test emits");
        assertThat(advice(PLANT.replace(
                                "speed : rpm",
                                "speed : rpm\n  event seized\n  event reset"
                                        + "\n  event rest\n  event tampered")
                        + test))
                .doesNotContain("no test emits");
    }

    @Test
    void areExplainedWhereTheyCannotBeWaitedFor() {
        String head = "type Pump in Hall {\n  speed : rpm\n}\nplace Hall\n";
        String then = " then alarm info \"x\"";
        assertThat(error(head + "rule r for each Pump p when q emits a" + then))
                .contains("'q' is not known here; the device is called 'p'")
                .contains("write 'p emits a'");
        assertThat(error(head + "rule r for each Pump p settle 5 s when p emits a" + then))
                .contains("a rule that settles decides in the order of event times")
                .contains("leave 'settle' away");
        String hall = head + "rule r for each Hall h ";
        assertThat(error(hall + "when h emits a" + then))
                .contains("events happen to devices, and 'h' is a place")
                .contains("write 'any TYPE in h emits a'");
        assertThat(error(hall + "settle 5 s when any Pump in h emits a" + then))
                .contains("a rule that settles decides in the order of event times");
        assertThat(error(hall + "when any Pump in h emits a for 5 s" + then))
                .contains("is true for an instant only");
        assertThat(error(hall + "when any Pump in h has (h emits a)" + then))
                .contains("'h' is not known here; the device is called 'Pump' (write 'emits a')");
        assertThat(error(hall + "when any Pump in h has (any Pump in h emits a)" + then))
                .contains("cannot be about other devices again");
        assertThat(error(head.replace("rpm", "rpm event b") + "rule r for each Hall h"
                        + " when any Pump in h emits a" + then))
                .contains("'a' is not an event of 'Pump' (b)");
        assertThat(advice(hall + "when at least 2 Pump in h emits a" + then))
                .contains("those of several devices hardly ever happen in the same one");
        assertThat(error(head + "rule r for each Pump p when p.speed emits a" + then))
                .contains("such as p emits started");
        assertThat(error(head + "rule r for each Pump p when p emits a for 5 s" + then))
                .contains("is true for an instant only");
    }
}
