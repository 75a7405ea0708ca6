package io.signalbox.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Language;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Rules that bring about what they wait for, and control loops, which are wanted. */
class LoopTest {
    private static final String TYPE = """
            type Oven {
              temp    : °C     every 1 s
              air     : bar    every 1 s
              oxygen  : %      every 1 s
              state   : running | stopped
              heater  : on | off      writable  affects temp up by on, temp down by off
              damper  : open | closed writable  affects air down by open, oxygen
              speed   : rpm           writable  max 900 rpm  affects air up
              command : start | stop  writable  confirm state
              lamp    : on | off      writable
            }
            """;

    private static String rule(String name, String when, String set) {
        return "rule " + name + " for each Oven o\n  when " + when + "\n  then set o." + set
                + " expires in 1 h\n";
    }

    private static List<String> loops(String rules) {
        Checked checked = Analysis.check(List.of(new Source("f", TYPE + rules)));
        assertThat(checked.accepted()).as("%s", checked.findings()).isTrue();
        return checked.findings().stream()
                .filter(f -> f.code().startsWith("loop"))
                .map(f -> f.kind() + ": " + f.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o.temp < 180 °C                    | heater = on",
                "o.temp > 220 °C                    | heater = off",
                "avg(o.temp, 1 min) > 220 °C        | heater = off",
                "200 °C > o.temp                    | heater = on",
                "o.temp is known                    | heater = on",
                "o.air > 2 bar                      | damper = open",
                "o.air < 2 bar                      | speed = 900 rpm",
                "o.air > 2 bar                      | speed = 0 rpm",
                "o.state is stopped                 | command = start",
                "o.state is running                 | lamp = on",
            })
    void whatWorksAgainstItsCauseIsControl(String when, String set) {
        assertThat(loops(rule("a", when, set))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o.temp > 220 °C                    | heater = on   | raises 'temp'",
                "o.temp < 180 °C                    | heater = off  | lowers 'temp'",
                "max(o.temp, 1 min) > 220 °C        | heater = on   | raises 'temp'",
                "200 °C < o.temp                    | heater = on   | raises 'temp'",
                "o.temp outside 100..200 °C         | heater = on   | raises 'temp'",
                "0 K - (o.temp - 10 °C) < 1 K       | heater = on   | raises 'temp'",
                "o.air > 2 bar                      | speed = 900 rpm | raises 'air'",
                "o.state is running                 | command = start | makes 'state' running",
            })
    void whatHelpsItsCauseIsTold(String when, String set, String words) {
        assertThat(loops(rule("a", when, set)))
                .containsExactly("warning: LOOP: 'a' sets Oven." + set + ", which " + words
                        + "; 'a' waits for that: once begun it feeds itself");
    }

    @Test
    void aThermostatOfTwoRulesIsControl() {
        assertThat(loops(rule("on", "o.temp < 180 °C", "heater = on")
                        + rule("off", "o.temp > 220 °C", "heater = off")))
                .isEmpty();
        assertThat(loops("""
                rule both for each Oven o
                  when o.temp < 180 °C
                  clear when o.temp > 220 °C
                  then set o.heater = on  expires in 1 h
                  on clear set o.heater = off  expires in 1 h
                """)).isEmpty();
    }

    @Test
    void rulesThatDriveEachOtherAreTold() {
        assertThat(loops(rule("a", "o.temp > 220 °C", "speed = 900 rpm")
                        + rule("b", "o.air > 2 bar", "heater = on")))
                .containsExactly(
                        "warning: LOOP: 'a' sets Oven.speed = 900 rpm, which raises 'air'; 'b' waits"
                                + " for that and sets Oven.heater = on, which raises 'temp'; 'a' waits for that:"
                                + " once begun it feeds itself");
        assertThat(loops(rule("a", "o.temp > 220 °C", "speed = 900 rpm")
                        + rule("b", "o.air > 2 bar", "heater = off")))
                .isEmpty();
    }

    @Test
    void wordsThatRulesGiveEachOtherWithoutAPause() {
        String off = rule("off", "o.state is running", "command = stop");
        assertThat(loops(off + rule("on", "o.state is stopped", "command = start")))
                .containsExactly(
                        "warning: LOOP: 'off' sets Oven.command = stop, which makes 'state' stopped;"
                                + " 'on' waits for that and sets Oven.command = start, which makes 'state'"
                                + " running; 'off' waits for that: once begun it feeds itself");
        assertThat(loops(off + rule("on", "o.state is stopped for 5 min", "command = start")))
                .isEmpty();
    }

    @Test
    void whatIsDoneOnClearNeedsANewBeginning() {
        String begins = "rule a for each Oven o\n  when o.state is running\n  then ";
        String clears = "\n  on clear set o.command = start  expires in 1 h\n";
        assertThat(loops(begins + "alarm info \"x\"" + clears)).isEmpty();
        assertThat(loops(begins + "set o.command = stop  expires in 1 h" + clears))
                .singleElement()
                .asString()
                .contains("'a' waits for that and when it clears sets Oven.command = start");
    }

    @Test
    void withoutADirectionItIsNoted() {
        assertThat(loops(rule("a", "o.oxygen < 10 %", "damper = open")))
                .containsExactly(
                        "note: 'a' sets Oven.damper = open, which moves 'oxygen'; 'a' waits for that:"
                                + " whether that feeds itself cannot be told");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x : bar affects y                | 'x' has 'affects', but no command can set it (add 'writable')",
                "x : on | off writable affects z  | 'z' is not a point of 'T' (x, y, w)",
                "x : on | off writable affects y up | which values of 'x' move 'y' up? (write 'affects y up by on')",
                "x : on | off writable affects w up by on | 'w' is no number: it goes neither up nor down",
                "x : on | off writable affects y up by on | off | ",
                "x : on | off writable affects y up by no | 'no' is not a value of 'x' (one of on, off)",
                "x : bar writable affects y up by more | 'more' is not a value of 'x' (a number in bar)",
                "x : bar writable affects y down, w every 5 s | ",
                "x : boolean writable affects y down by true | ",
            })
    void whatATypeCanSay(String line) {
        int at = line.lastIndexOf("| ");
        String expected = line.substring(at + 2).strip();
        Checked checked = Language.check(List.of(new Source(
                "f", "type T {\n  " + line.substring(0, at) + "\n  y : bar\n  w : text\n}")));
        List<String> found = checked.findings().stream().map(Finding::toString).toList();
        if (expected.isEmpty()) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().asString().contains(expected);
        }
    }
}
