package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Objects;

/**
 * Each slip of an author is answered by its place, what was expected, and a way to mend it.
 *
 * <p>Longer than 600 lines because it is a list: the slips of one language, side by side.
 */
class TeachingErrorsTest {
    private static final String TYPES = """
            type Chiller {
              outlet : °C   every 10 s
              inlet  : °C   every 10 s
              press  : bar  every 1 s  min 0 bar  max 16 bar
              fan    : %    writable
              state  : running | stopped  every 10 s
              on     : boolean
              label  : text
              mode   : eco | full  writable  confirm state
            }
            """;

    private static final int LINES = (int) TYPES.lines().count();

    /** The findings of a rule on a Chiller c, without the name of the file. */
    private static List<String> inRule(String clauses) {
        return find(TYPES + "rule r for each Chiller c\n" + clauses);
    }

    private static List<String> inCondition(String condition) {
        return inRule("when " + condition + "\nthen alarm minor \"x\"");
    }

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", text))).findings().stream()
                .map(f -> f.toString().substring(2))
                .toList();
    }

    private static String at(int line, int column) {
        return (LINES + line) + ":" + column + ": ";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c.outlet > 12 bar | 17 | cannot compare temperature with pressure",
                "c.outlet > c.press | 17 | cannot compare temperature with pressure",
                "c.outlet > 12 | 17 | '12' has no unit, but 'c.outlet' is in °C (write 12 °C)",
                "c.outlet > 12 °D | 20 | '°D' is no known unit (did you mean '°C'?)",
                "c.outlet > 12 C | 20 | 'C' is no known unit (did you mean '°C'?)",
                "c.press < 5 Bar | 18 | 'Bar' is no known unit (did you mean 'bar'?)",
                "c.press < 5 zzz | 18 | 'zzz' is no known unit (units are such as °C, bar, l/min, %; docs/language.md lists them)",
                "c.press < 5 bar for 15 minutes | 26 | 'minutes' is no unit of time (ms, s, min, h,"
                        + " d) (write 15 min)",
                "c.on == true | 11 | '==' has no meaning here (write '=')",
                "c.on is true && c.press < 5 bar | 19 | '&&' has no meaning here (write 'and')",
                "total(c.press, 5 min) > 5 bar | 6 | there is no function 'total' (there are abs, age,"
                        + " anomaly, avg, count, delta, distance, forecast, integral, max, min, p95,"
                        + " rate, stddev, sum, time_in)",
                "c.on is true AND c.press < 5 bar | 19 | 'when', 'clear when', 'then' or 'on clear'"
                        + " was expected, but found 'AND' (write 'and')",
                "c.on and c.press < 5 bar | 11 | a comparison was expected after 'c.on', but found"
                        + " 'and' (such as > 5, is on, is true, in 2..8, becomes on, silent for 1 min)",
                "c.state is \"running\" | 17 | '\"running\"' is not a value of 'state' (running,"
                        + " stopped) (write it without quotes: running)",
                "c.press < 5 bra | 18 | 'bra' is no known unit (did you mean 'bar'?)",
                "c.state is runing | 17 | 'runing' is not a value of 'state' (running, stopped) "
                        + "(did you mean 'running'?)",
                "c.sate is running | 8 | 'sate' is not a point of 'Chiller' (outlet, inlet, press,"
                        + " fan, state, on, label, mode) (did you mean 'state'?)",
                "d.state is running | 6 | 'd' is not known here; the device is called 'c'"
                        + " (did you mean 'c'?)",
                "c.state > 5 | 14 | 'state' is not a number: it cannot be > something"
                        + " (use 'is' or 'is not')",
                "c.on is yes | 14 | 'yes' is not a value of 'on' (true, false)",
                "c.label is spare | 17 | 'label' is a text, but found 'spare' (write it in \"…\")",
                "c.outlet silent for 15 s | 6 | 'silent for 15 s' is shorter than twice the"
                        + " reporting interval of 'outlet' (every 10 s) (use at least 30 s)",
                "c.outlet - c.inlet > 5 °C | 27 | cannot compare a difference of temperatures with"
                        + " the temperature 5 °C (write the difference in K)",
                "c.outlet + c.inlet > 5 °C | 15 | two temperatures cannot be added"
                        + " (a difference is written in K)",
                "c.outlet * 2 > 5 °C | 6 | a temperature in °C cannot be multiplied or negated"
                        + " (differences of temperatures can, they are in K)",
                "c.outlet + c.press > 5 °C | 15 | cannot add temperature and pressure",
                "c.press / 0 > 5 bar | 16 | this divides by zero (divide by a number that is not 0, or by a point)",
                "5 bar > 3 bar | 6 | '5 bar > 3 bar' says nothing about the device"
                        + " (compare a point such as p.flow)",
                "c.press in 5..3 bar | 17 | the range is empty: its lower limit is above its upper"
                        + " one (write the lower limit first)",
                "c.press becomes 5 bar | 6 | 'becomes' is said of words; 'press' is a number"
                        + " (use 'rises above', 'falls below', or a comparison such as > or <)",
                "c.state rises above 5 | 6 | 'rises above' is said of numbers; 'state' is none"
                        + " (use 'becomes' or 'changes')",
                "c.press rises above 5 | 26 | '5' has no unit, but 'c.press' is in bar"
                        + " (write 5 bar)",
                "c.press falls below 5 °C | 26 | cannot compare pressure with temperature",
                "c.press rises above c.fan | 26 | cannot compare pressure with number",
                "c.outlet rises above c.inlet | 27 | 'rises above' needs a fixed limit, but found"
                        + " 'c.inlet' (write a number, or compare with >)",
                "c.press rises 5 bar | 20 | 'above' after 'rises' was expected, but found '5'",
                "c.press rises above 16 bar | 6 | 'when' can never be true: no values of the points"
                        + " fulfil it",
                "c.on is true followed by c.press > 20 bar within 5 s | 6 | 'when' can never be"
                        + " true: no values of the points fulfil it",
                "c.on is true not followed by c.press < 20 bar within 5 s | 6 | 'when' can never be"
                        + " true: no values of the points fulfil it",
                "c.press > 20 bar not followed by c.on is true within 5 s | 6 | 'when' can never be"
                        + " true: no values of the points fulfil it",
                "(c.on is true followed by c.press changes within 5 s) for 5 s | 6 | 'c.on is true"
                        + " followed by c.press changes within 5 s' is true for an instant only, it"
                        + " cannot last (use a comparison such as > or <)",
                "c.on is true followed by c.press > 5 bar for 5 s | 0 | 'within' and a duration"
                        + " after 'followed by …' was expected, but found 'then'",
                "anomaly(c.state) > 0.9 | 14 | 'state' is not a number ('anomaly' learns from numbers)",
                "anomaly(c.press, 5 min) > 0.9 | 6 | 'anomaly' looks at all that came so far and"
                        + " takes no duration (write anomaly(c.press))",
                "forecast(c.press, 5 min) > 5 bar | 6 | 'forecast' looks ahead from 15 min to 6 d,"
                        + " but found 5 min",
                "forecast(c.press) > 5 bar | 22 | ',' and how far to look ahead, such as 2 h, was"
                        + " expected, but found ')'",
                "forecast(c.press, 2 h) > 12 | 31 | '12' has no unit, but 'forecast(c.press, 2 h)'"
                        + " is in bar (write 12 bar)",
                "forecast(c.outlet - c.inlet, 2 h) > 5 K | 6 | 'forecast' is said of a point such"
                        + " as p.flow, not of 'c.outlet - c.inlet'",
                "avg(anomaly(c.press), 5 min) > 0.5 | 10 | a window cannot be calculated over what"
                        + " an algorithm says (let it last instead: anomaly(p.a) > 0.9 for 1 min)",
                "anomaly(c.press) > 2 | 6 | 'when' can never be true: no values of the points"
                        + " fulfil it",
                "anomaly(c.press) > 0.9 bar | 25 | cannot compare number with pressure",
                "avg(c.press, 5 s) > 5 bar | 6 | a window is from 10 s to 366 d long, but found 5 s",
                "avg(c.press, 5 min) > 20 bar | 6 | 'when' can never be true: no values of the"
                        + " points fulfil it",
                "avg(c.state, 5 min) > 5 | 10 | 'state' is not a number (its samples can be counted"
                        + " with 'count')",
                "sum(c.outlet, 5 min) > 5 °C | 6 | temperatures in °C cannot be summed (use 'avg')",
                "delta(c.outlet, 5 min) > 5 °C | 31 | cannot compare a difference of temperatures"
                        + " with the temperature 5 °C (write the difference in K)",
                "rate(c.press, 5 min) > 5 bar | 29 | cannot compare a quantity in"
                        + " kg.m-1.s-3 with pressure",
                "count(c.press + 1 bar, 5 min) > 5 | 6 | 'count' is said of the samples of a point"
                        + " such as p.flow, not of 'c.press + 1 bar' ('avg' and 'integral' can be"
                        + " said of calculations)",
                "avg(5 bar, 5 min) > 5 bar | 10 | '5 bar' says nothing about the device"
                        + " (name a point such as p.flow)",
                "avg(c.press - avg(c.press, 1 h), 5 min) > 5 bar | 10 | a window cannot be"
                        + " calculated over another window (calculate with two windows instead:"
                        + " avg(p.a, 5 min) - avg(p.b, 5 min))",
                "integral(c.outlet, 5 min) > 5 K | 6 | temperatures in °C cannot be integrated"
                        + " (differences of temperatures can, they are in K)",
                "integral(c.press, 5 min) > 5 bar | 33 | cannot compare a quantity in"
                        + " kg.m-1.s-1 with pressure",
                "stddev(c.outlet, 5 min) > 5 °C | 32 | cannot compare a difference of temperatures"
                        + " with the temperature 5 °C (write the difference in K)",
                "stddev(c.press, 5 min) < 0 bar | 6 | 'when' can never be true: no values of the"
                        + " points fulfil it",
                "p95(c.press, 5 min) > 20 bar | 6 | 'when' can never be true: no values of the"
                        + " points fulfil it",
                "time_in(c.on is true, 5 min) > 6 min | 6 | 'when' can never be true: no values of"
                        + " the points fulfil it",
                "time_in(c.on is true, 5 min) > 5 | 37 | '5' has no unit, but 'time_in(c.on is"
                        + " true, 5 min)' is in s (write 5 s)",
                "time_in(c.state becomes running, 5 min) > 5 s | 14 | 'c.state becomes running' is"
                        + " true for an instant only, that takes no time (use 'is' or a comparison"
                        + " such as > or <)",
                "age(c.outlet - c.inlet) > 5 s | 6 | 'age' is said of a point such as p.flow, not"
                        + " of 'c.outlet - c.inlet'",
                "age(c.outlet) < 0 s | 6 | 'when' can never be true: no values of the points fulfil"
                        + " it",
                "age(c.outlet) + 1 s > 5 s | 6 | an age grows by itself: 'age(c.outlet)' can be"
                        + " compared with a duration and no more (such as age(c.outlet) > 5 min)",
                "age(c.outlet) > age(c.inlet) | 6 | an age grows by itself: 'age(c.outlet)' can be"
                        + " compared with a duration and no more (such as age(c.outlet) > 5 min)",
                "age(c.outlet, 5 min) > 5 s | 18 | ')' after the value was expected, but found ','",
                "abs(c.outlet) > 5 °C | 10 | a temperature in °C cannot be multiplied or negated"
                        + " (differences of temperatures can, they are in K)",
                "abs(c.press) < 0 bar | 6 | 'when' can never be true: no values of the points"
                        + " fulfil it",
                "max(c.press, c.outlet) > 5 bar | 19 | cannot compare pressure with temperature",
                "max(c.press, 5) > 5 bar | 19 | '5' has no unit, but 'c.press' is in bar"
                        + " (write 5 bar)",
                "min(c.press, 5 bar, c.fan) > 5 bar | 24 | ')' after the second value was expected,"
                        + " but found ','",
                "avg(c.press) > 5 bar | 17 | ',' and the length of the window, such as 15 min, was"
                        + " expected, but found ')'",
                "avgg(c.press, 5 min) > 5 bar | 6 | there is no function 'avgg' (did you mean 'avg'?)",
                "c.press changes for 5 s | 6 | 'c.press changes' is true for an instant only, it"
                        + " cannot last (use a comparison such as > or <)",
                "c.state becomes stopped for 5 s | 6 | 'c.state becomes stopped' is true for an"
                        + " instant only, it cannot last (use 'is' instead of 'becomes')",
                "c.press > 20 bar | 6 | 'when' can never be true: no values of the points fulfil it",
                "c.press > 5 bar and c.press < 4 bar | 6 | 'when' can never be true: no values of"
                        + " the points fulfil it",
                "c.press > 5 bar or not c.press > 6 bar | 6 | 'when' is always true: all values of"
                        + " the points fulfil it",
                "c.state is running or c.state is stopped | 6 | 'when' is always true: all values of"
                        + " the points fulfil it",
                "c.press > 5 bar for 3 | 26 | the duration 3 has no unit (write 10 s)",
                "c.press > 5 bar for 3 bar | 26 | 'bar' is no unit of time (ms, s, min, h, d)"
                        + " (write 10 s)",
                "c.press > | 0 | a value was expected, but found 'then'",
            })
    void conditions(String condition, int column, String message) {
        String place = column == 0 ? at(3, 1) : at(2, column);
        assertThat(inCondition(condition)).containsExactly(place + "error: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "min 0 bar           | 'p' is at least 0 bar, but found -1 bar",
                "max -2 bar          | 'p' is at most -2 bar, but found -1 bar",
                "min 0 bar max 5 bar | 'p' goes from 0 bar to 5 bar, but found -1 bar",
            })
    void valuesBeyondTheirLimits(String limits, String message) {
        String text = "type T {\n  p : bar " + limits
                + "\n}\ntest \"t\"\n  d : T\n  at 0 s d.p = -1 bar\n  expect nothing";
        assertThat(Language.check(List.of(new Source("f", text))).findings())
                .singleElement()
                .hasToString("f:6:16: error: " + message);
    }

    @Test
    void actions() {
        assertThat(inRule("when c.press > 5 bar\nthen set c.outlet = 5 °C expires in 5 s"))
                .containsExactly(at(3, 12) + "error: 'outlet' of 'Chiller' cannot be set"
                        + " (what can be set: fan, mode)");
        assertThat(inRule("when c.press > 5 bar\nthen set c.mode = eko expires in 5 s"))
                .containsExactly(at(3, 19) + "error: 'eko' is not a value of 'mode' (eco, full)"
                        + " (did you mean 'eco'?)");
        assertThat(inRule("when c.press > 5 bar\nthen set c.fan = 5 % retry 3 every 5 s"))
                .anyMatch(f -> f.contains("'retry' needs to know when a command has failed"));
        assertThat(inRule("when c.press > 5 bar\nthen alarm majr \"x\""))
                .containsExactly(at(3, 12) + "error: a severity (critical, major, minor, warning,"
                        + " info) was expected, but found 'majr' (did you mean 'major'?)");
        assertThat(inRule("when c.press > 5 bar\nthen alarm major \"{c.pres}\""))
                .singleElement()
                .asString()
                .endsWith("(did you mean 'press'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "notify | 0 | who is told, such as \"shift lead\" or everybody, was expected, but"
                        + " found the end of the file",
                "notify lead via sms | 22 | 'sms' is no way to tell people (mail, webhook)"
                        + " (such services are reached by a webhook)",
                "notify lead via mial | 22 | 'mial' is no way to tell people (mail, webhook)"
                        + " (did you mean 'mail'?)",
                "notify lead \"{c.pres}\" | 18 | 'pres' is not a point of 'Chiller' (outlet, inlet,"
                        + " press, fan, state, on, label, mode) (did you mean 'press'?)",
                "publish \"a/b\" | 0 | the payload after the topic in \"…\" was expected, but found"
                        + " the end of the file",
                "publish \"a/#\" \"x\" | 14 | 'a/#' is no topic to publish to (a topic is not empty"
                        + " and has neither + nor #)",
                "publish \"a/{c.label}\" \"x\" | 14 | a topic has a place for the device alone, not"
                        + " for 'label' (put values into the payload)",
                "publish \"{c}/a\" \"x\" | 14 | a topic does not begin with the device (begin with a"
                        + " word, such as plant/{c}/a)",
                "publish \"d/{c}/up/press\" \"5\" | 14 | topics below 'd/' are the hub's own: a rule"
                        + " could make up readings and commands (use 'set' for commands and 'emit'"
                        + " for events of the device)",
                "publish \"$SYS/a\" \"5\" | 14 | topics below '$' are the hub's own: a rule could"
                        + " make up readings and commands (use another topic)",
                "publish \"a/b\" \"x\" qos 3 | 28 | a quality of service is a whole number from 0 to"
                        + " 2",
                "emit \"x\" | 11 | the name of an event was expected, but found \"x\"",
            })
    void sayings(String action, int column, String message) {
        assertThat(inRule("when c.press > 5 bar\nthen " + action))
                .singleElement()
                .asString()
                .contains(column == 0 ? "error: " : at(3, column) + "error: ")
                .endsWith("error: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "after: emit x | 3 | 11 | a duration was expected, but found ':' (such as 15 min)",
                "after 5 min emit x | 3 | 18 | ':' and an action after 'after …' was expected, but"
                        + " found 'emit'",
                "after 5 min unless acknowledged: emit x | 3 | 6 | there is nothing to acknowledge:"
                        + " this rule raises no alarm (add an alarm, or write 'unless' with a"
                        + " condition)",
                "after 5 min: after 9 min: emit x | 3 | 19 | 'after' stands in 'then' or 'on"
                        + " clear', not behind another one (count both from the beginning: 'after"
                        + " 15 min: …' and 'after 30 min: …')",
                "after 5 min unless c.press > 5: emit x | 3 | 35 | '5' has no unit, but 'c.press' is"
                        + " in bar (write 5 bar)",
            })
    void delays(String action, int line, int column, String message) {
        assertThat(inRule("when c.press > 5 bar\nthen " + action))
                .containsExactly(at(line, column) + "error: " + message);
    }

    @Test
    void whatComesLaterNeedsAnActivationThatLasts() {
        String edge = "when c.press rises above 5 bar\nthen ";
        assertThat(inRule(edge + "after 5 s: emit x"))
                .containsExactly(at(3, 6) + "error: 'c.press rises above 5 bar' is true for an"
                        + " instant only, and the rule ends with it: nothing is done later"
                        + " (add 'clear when', or write it in 'on clear')");
        assertThat(inRule(edge + "emit y\non clear after 5 s: emit x")).isEmpty();
        assertThat(find(TYPES + "rule r for each Chiller c repeat every 5 min\n" + edge + "emit x"))
                .singleElement()
                .asString()
                .contains("nothing is repeated (add 'clear when')");
        assertThat(find(TYPES + "rule r for each Chiller c repeat every 100 ms\n" + edge
                        + "emit x"))
                .containsExactly(at(1, 40) + "error: a rule repeats at most once a second"
                        + " (write every 1 s)");
        assertThat(find(TYPES + "rule r for each Chiller c repeat every 5 min\n"
                        + "when c.press > 5 bar\nthen after 5 s: emit x"))
                .singleElement()
                .asString()
                .contains("'repeat every' repeats what stands in 'then', but there is nothing");
        assertThat(inRule("when c.press > 5 bar\nthen set c.fan = 5 % expires in 9 s confirm within"
                        + " 3 s otherwise after 5 s: emit x"))
                .singleElement()
                .asString()
                .contains("'after' stands in 'then' or 'on clear', not behind 'otherwise'");
    }

    @Test
    void signals() {
        String head = TYPES + "signal warmth for each Chiller c = ";
        assertThat(find(head + "c.outlet + c.press"))
                .containsExactly(at(1, 45) + "error: cannot add temperature and pressure");
        assertThat(find(head + "5 bar"))
                .containsExactly(at(1, 36) + "error: '5 bar' says nothing about the device"
                        + " (name a point such as c.flow)");
        assertThat(find(head + "c.outlet - c.inlet\nrule r for each Chiller c\n"
                        + "when c.warmth > 5 °C\nthen alarm minor \"x\""))
                .containsExactly(at(3, 17) + "error: cannot compare a difference of temperatures"
                        + " with the temperature 5 °C (write the difference in K)");
        assertThat(find(head + "c.outlet - c.inlet\nrule r for each Chiller c\n"
                        + "when c.warmth silent for 5 min\nthen alarm minor \"x\""))
                .containsExactly(at(3, 8) + "error: 'warmth' is a signal, not a point: it can be"
                        + " compared and calculated with, and it rises, falls and changes"
                        + " (everything else is said of points (outlet, inlet, press, fan, state, on,"
                        + " label, mode))");
        assertThat(find(head + "c.outlet - c.inlet\nrule r for each Chiller c\n"
                        + "when c.warmth becomes 5\nthen alarm minor \"x\""))
                .containsExactly(
                        at(3, 6) + "error: 'becomes' is said of words; the signal 'warmth' is"
                                + " a number (use 'rises above', 'falls below' or 'changes')");
        assertThat(find(head + "c.outlet - c.inlet\nrule r for each Chiller c\n"
                        + "when c.warmth rises above 5 bar\nthen alarm minor \"x\""))
                .containsExactly(at(3, 27) + "error: cannot compare temperature with pressure");
        assertThat(find(head + "c.outlet - c.inlet\nrule r for each Chiller c\n"
                        + "when c.warmth rises above 5 K for 10 s\nthen alarm minor \"x\""))
                .containsExactly(
                        at(3, 6) + "error: 'c.warmth rises above 5 K' is true for an instant"
                                + " only, it cannot last (use a comparison such as > or <)");
        assertThat(find(head + "c.coldness * 2\nsignal coldness for each Chiller c ="
                        + " c.warmth / 2"))
                .containsExactly(at(2, 40) + "error: signals are calculated from each other in a"
                        + " circle: warmth -> coldness -> warmth (one of them has to begin with"
                        + " points)");
        assertThat(find(TYPES + "signal press for each Chiller c = c.press * 2"))
                .containsExactly(at(1, 8) + "error: 'Chiller' already has a point 'press'"
                        + " (give the signal another name)");
        assertThat(find(head + "c.press * 2\nsignal warmth for each Chiller c = c.press * 3"))
                .singleElement()
                .asString()
                .contains("'Chiller' already has a signal 'warmth' (it is first used at f:");
        assertThat(find(TYPES + "signal warmth for each Chillr c = c.press"))
                .singleElement()
                .asString()
                .contains("there is no type 'Chillr'");
    }

    @Test
    void settling() {
        String tail = "\nwhen c.press > 5 bar\nthen alarm minor \"x\"";
        assertThat(find(TYPES + "rule r for each Chiller c settle 2 h" + tail))
                .containsExactly(at(1, 34) + "error: a rule settles for 1 s to 1 h"
                        + " (write settle 30 s)");
        assertThat(find(TYPES + "rule r for each Chiller c settle" + tail))
                .singleElement()
                .asString()
                .contains("a duration was expected, but found 'when' (such as 30 s)");
        assertThat(find(TYPES + "rule r for each Chiller c settle 5 s repeat every 5 s" + tail))
                .isEmpty();
    }

    @Test
    void claimWithoutEndIsAWarning() {
        Checked checked = Language.check(List.of(new Source(
                "f",
                TYPES + "rule r for each Chiller c when c.press > 5 bar then set c.fan = 5 %")));
        assertThat(checked.accepted()).isTrue();
        assertThat(checked.findings())
                .singleElement()
                .hasToString("f:" + at(1, 53) + "warning: this claim on 'fan' has no end"
                        + " (add 'expires in 30 min')");
    }

    @Test
    void dwellShorterThanTheIntervalIsAWarning() {
        assertThat(inCondition("c.outlet > 5 °C for 3 s"))
                .containsExactly(at(2, 6) + "warning: 'for 3 s' is shorter than the reporting"
                        + " interval of 'outlet' (every 10 s): one sample decides"
                        + " (use at least 10 s)");
    }

    @Test
    void aSequenceShorterThanTheIntervalIsAWarning() {
        assertThat(inCondition("c.on is true not followed by c.outlet > 5 °C within 3 s"))
                .containsExactly(at(2, 35) + "warning: 'within 3 s' is shorter than the reporting"
                        + " interval of 'outlet' (every 10 s): it may come too late to be seen"
                        + " (use at least 10 s)");
    }

    @Test
    void dwellOfTheLastPartAloneIsAWarning() {
        assertThat(inCondition("c.on is true and c.press > 5 bar for 3 s"))
                .containsExactly(at(2, 23) + "warning: 'for 3 s' belongs to 'c.press > 5 bar' alone"
                        + " (put parentheses around what has to last, or around this part)");
        assertThat(inCondition("c.on is true and (c.press > 5 bar for 3 s)")).isEmpty();
        assertThat(inCondition("c.press > 5 bar for 3 s and c.on is true")).isEmpty();
    }

    @Test
    void rulesThatWouldFlap() {
        assertThat(inRule("when c.outlet > 12 °C\nclear when c.outlet < 14 °C"
                        + "\nthen alarm minor \"x\""))
                .containsExactly(at(3, 12) + "error: 'when' and 'clear when' can both hold"
                        + " (Chiller.outlet > 12 < 14 °C): the rule would flap");
        assertThat(inRule("when c.state is running\nclear when c.state is not stopped"
                        + "\nthen alarm minor \"x\""))
                .singleElement()
                .asString()
                .contains("(Chiller.state is running)");
        assertThat(inRule("when c.outlet > 12 °C\nclear when c.outlet < 285 K for 1 min"
                        + "\nthen alarm minor \"x\""))
                .isEmpty();
        assertThat(inRule("when c.outlet > 12 °C\nclear when c.outlet < 286 K for 1 min"
                        + "\nthen alarm minor \"x\""))
                .hasSize(1);
        assertThat(inRule("when c.state becomes stopped\nclear when c.press > 1 bar"
                        + "\nthen alarm minor \"x\""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "as protection priority 1 ^as optimisation | | as",
                "priority 0 as protection ^priority 2 | | priority",
                "settle 5 s ^settle 6 s | | settle",
                "repeat every 5 s ^repeat every 6 s | | repeat",
                "| expires in 5 min ^expires in 6 min | expires",
                "| confirm within 5 s ^confirm within 6 s | confirm",
                "| retry 0 every 5 s ^retry 2 every 6 s | retry",
            })
    void aClauseOfARuleStandsOnce(@Nullable String head, @Nullable String order, String clause) {
        String line = "rule r for each Chiller c " + Objects.requireNonNullElse(head, "")
                + " when c.press > 5 bar then set c.fan = 5 % "
                + Objects.requireNonNullElse(order, "");
        assertThat(find(TYPES + line.replace("^", "")))
                .filteredOn(finding -> finding.contains("error"))
                .containsExactly(at(1, line.indexOf('^') + 1) + "error: this "
                        + (order == null ? "rule" : "order") + " already has '" + clause
                        + "' (leave one of them away)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "every 5 s ^every 6 s",
                "valid for 50 s ^valid for 6 min",
                "min 0 bar max 2 bar ^min 1 bar",
                "max 2 bar ^max 1 bar",
                "deadband 2 bar ^deadband 1 bar",
                "writable ^writable for safety",
                "writable confirm a ^confirm b",
            })
    void aClauseOfAPointStandsOnce(String clauses) {
        String line = "  p : bar " + clauses;
        String second = clauses.substring(clauses.indexOf('^') + 1).split(" ")[0];
        for (String between : List.of("", "\n")) {
            String text = line.replace("^", between + "^");
            int column = text.indexOf('^') - text.lastIndexOf('\n', text.indexOf('^'));
            assertThat(find("type T {\n  a : bar\n  b : bar\n" + text.replace("^", "") + "\n}"))
                    .containsExactly((between.isEmpty() ? "4:" : "5:") + column
                            + ": error: this point already has '" + second
                            + "' (leave one of them away)");
        }
    }

    @Test
    void levels() {
        assertThat(find(TYPES + "rule r for each Chiller c as operator\nwhen c.press > 5 bar\n"
                        + "then alarm minor \"x\""))
                .containsExactly(
                        at(1, 30) + "error: the level 'operator' is reserved for people"
                                + " ('protection' weighs more than what people order, 'optimisation' less)");
        assertThat(find(TYPES + "rule r for each Chiller c as safety\nwhen c.press > 5 bar\n"
                        + "then alarm minor \"x\""))
                .containsExactly(at(1, 30) + "error: this rule is 'as safety' and sets nothing"
                        + " (a level is how much its claims weigh: leave 'as safety' away)");
        assertThat(find(TYPES + "rule r for each Chiller c as confort\nwhen c.press > 5 bar\n"
                        + "then alarm minor \"x\""))
                .singleElement()
                .asString()
                .endsWith("(did you mean 'comfort'?)");
    }

    @Test
    void anErrorAtTheEndStandsBehindTheLastWord() {
        assertThat(find("type T { a : bar\n\n# so far\n\n\n"))
                .containsExactly("3:9: error: '}' after the points of 'T' was expected, but found"
                        + " the end of the file");
        assertThat(find("type T { a : 1 min 0 max 9\n b : number }")).isEmpty();
    }

    @Test
    void types() {
        assertThat(find("type T { a : barr }"))
                .containsExactly("1:14: error: 'barr' is no known unit (did you mean 'bar'?)");
        assertThat(find("type T { a : bar\n a : K }"))
                .containsExactly("2:2: error: 'T' already has a point 'a'");
        assertThat(find("type T { a : x | y writable confirm b\n b : p | q | r }"))
                .containsExactly("1:37: error: 'b' cannot confirm 'a': its values do not tell which"
                        + " value was set (give both the same values, or lists of equal length)");
        assertThat(find("type T { a : x | y confirm b\n b : p | q }"))
                .containsExactly("1:28: error: 'a' has 'confirm', but no command can set it"
                        + " (add 'writable')");
        assertThat(find("type T { a : x | unknown }")).hasSize(1);
        assertThat(find("type T { a : bar min 5 bar max 3 bar }"))
                .containsExactly("1:10: error: 'min' is not below 'max'");
        assertThat(find("type T { a : bar min 5 K }")).hasSize(1);
        assertThat(find("type T { ts : bar }")).hasSize(1);
    }

    @Test
    void namesAreTakenOnce() {
        assertThat(find("type T { }\ntype T { }"))
                .containsExactly("2:6: error: the name 'T' of this type is taken"
                        + " (it is first used at f:1:6)");
        String rule = "rule r for each Chiller c\nwhen c.press > 5 bar\nthen alarm minor \"x\"\n";
        assertThat(find(TYPES + rule + rule)).singleElement().asString().contains("is taken");
        assertThat(find(TYPES + "rule r for each Chillr c\nwhen c.press > 5 bar\n"
                        + "then alarm minor \"x\""))
                .containsExactly(at(1, 17) + "error: there is no type 'Chillr'"
                        + " (did you mean 'Chiller'?)");
    }

    @Test
    void interlocksHaveEachClauseOnce() {
        String head = TYPES + "interlock i for each Chiller c\n"
                + "never c.mode = full while c.press > 5 bar\n";
        assertThat(find(head + "while c.inlet > 40 °C\nforce c.mode = eco"))
                .containsExactly(at(3, 1) + "error: this interlock already has 'while' (use 'or')");
        assertThat(find(head + "never c.mode = eco"))
                .containsExactly(at(3, 1) + "error: this interlock already has 'never'"
                        + " (write another interlock for it)");
        assertThat(find(head + "force c.mode = eco\nforce c.mode = full"))
                .containsExactly(at(4, 1) + "error: this interlock already has 'force'"
                        + " (write another interlock for it)");
    }

    @Test
    void interlocks() {
        String head = TYPES + "interlock i for each Chiller c\n";
        assertThat(find(head + "never c.mode = full while c.press > 5 bar\n"
                        + "force c.mode = full"))
                .containsExactly(
                        at(3, 7)
                                + "error: this forces the very value that is forbidden (force another one)");
        assertThat(find(head + "never c.mode = full while c.press > 5 bar\nforce c.fan = 0 %"))
                .containsExactly(at(3, 7) + "error: an interlock forces the point that it guards,"
                        + " 'mode' (guard the other point by an interlock of its own)");
        assertThat(find(head + "never c.mode = full"))
                .containsExactly(at(1, 11) + "error: 'i' has no 'while'");
    }

    @Test
    void tests() {
        String head = TYPES + "test \"t\"\n c1 : Chiller\n";
        assertThat(find(head + " at 5 s c2.press = 5 bar\n expect nothing"))
                .containsExactly(
                        at(3, 9) + "error: this test has no device 'c2'" + " (did you mean 'c1'?)");
        assertThat(find(head + " expect set c1.mode = eco at 5 s by rr"))
                .containsExactly(at(3, 37) + "error: there is no rule 'rr'");
        String rule = "rule r for each Chiller c\nwhen c.on is true then alarm minor \"x\"\n";
        assertThat(find(TYPES + rule + "test \"t\"\n c1 : Chiller\n"
                        + " expect alarm on c1 by r before 5 s"))
                .containsExactly(
                        at(5, 26) + "error: the time of what is expected stands before 'by'"
                                + " (write 'before … by r')");
        assertThat(find(head + " at 5 s c1.press = 5 bar"))
                .containsExactly(at(1, 6) + "error: this test expects nothing (add 'expect …')");
        assertThat(find(head + " every 1 ms from 0 s to 1 d c1.press = 5 bar\n expect nothing"))
                .containsExactly(at(3, 2) + "error: a test has at most 100000 reports");
    }

    @Test
    void severalFindingsInOneRun() {
        List<String> findings = find("""
                type Pump {
                  flow : l/mn
                  state : running | stopped
                  temp % K
                  command : start | stop writable
                }
                rule a for each Pump p
                  when p.state is runing and p.stat is stopped
                  then set p.command = stopp expires in 5 s
                rule b for each Pump p
                  wen p.state is running
                  then alarm minor "x"
                rule c for each Pump p
                  when p.state is stopped for 5
                  then alarm minr "x"
                """);
        assertThat(findings)
                .extracting(f -> f.substring(0, f.indexOf(": ")))
                .containsExactly("2:10", "4:8", "8:19", "9:24", "11:3", "14:31", "15:14");
    }

    @Test
    void whatMayStandHereIsNamedAsAWhole() {
        assertThat(find("sgnal x for each Chiller c = c.outlet"))
                .singleElement()
                .isEqualTo("1:1: error: 'type', 'place', 'zone', 'schedule', 'area', 'signal',"
                        + " 'mapping', 'rule', 'interlock' or 'test' was expected, but found"
                        + " 'sgnal' (did you mean 'signal'?)");
        assertThat(find(TYPES + "rule r for each Chiller c protection\n"
                        + "when c.on is true then alarm minor \"x\""))
                .first()
                .isEqualTo(at(1, 27) + "error: 'as', 'priority', 'repeat', 'settle', 'when',"
                        + " 'clear when', 'then' or 'on clear' was expected, but found 'protection'"
                        + " (write 'as protection')");
        assertThat(find("type A {\n  x : number evry 5 s\n}"))
                .singleElement()
                .asString()
                .contains("'affects', 'event' or a point was expected, but found 'evry'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "c.press > 1e400 bar | the number is too large (write one below 1e308)",
                "c.on is true for 9999 d | a duration is at most ten years (write it in a smaller unit, such as min or h)",
            })
    void eachTellsAWayToMendIt(String condition, String expected) {
        assertThat(inCondition(condition)).anyMatch(found -> found.endsWith(": " + expected));
    }

    @Test
    void longFormShowsTheLineAndTheSpot() {
        Source source = new Source(
                "plant.rules",
                TYPES + "rule r for each Chiller c\n  when c.outlet > 12 bar for 5 min"
                        + "\n  then alarm minor \"x\"\n");
        Finding finding = Language.check(List.of(source)).findings().getFirst();
        assertThat(finding.explain(source)).isEqualTo("""
                error: cannot compare temperature with pressure
                  --> plant.rules:12:19
                   |   when c.outlet > 12 bar for 5 min
                   |                   ^
                """);
    }

    @Test
    void longFormOfAVeryLongLineShowsTheSpotOnly() {
        Source source = new Source("f", " ".repeat(5_000) + "typo T { }" + " ".repeat(5_000));
        Finding finding = Language.check(List.of(source)).findings().getFirst();
        assertThat(finding.explain(source)).contains("typo T").hasSizeLessThan(600);
    }
}
