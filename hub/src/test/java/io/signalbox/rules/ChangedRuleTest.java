package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteWriter;
import io.signalbox.journal.RecordType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is so of a device stays so when the words of a rule change: windows and dwells go on. */
class ChangedRuleTest extends RehearsedPlant {
    private static final String TYPE = """
            type Sensor in Room {
              temp  : °C     every 10 s
              door  : open | closed
            }
            """;

    private static String rule(String name, String condition, String text) {
        return """
                rule %s for each Sensor s
                  when %s
                  then alarm minor "%s"
                """.formatted(name, condition, text);
    }

    private static String hot(String condition) {
        return TYPE + rule("hot", condition, "hot");
    }

    private void tellFor(int seconds, String temp) {
        for (int i = 0; i < seconds; i += 5) {
            tell("s1", "temp", temp);
            pass(5);
        }
    }

    private void plant(String rules) {
        declare(rules);
        register("s1", "Sensor", "r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"avg", "max", "p95"})
    void aWindowGoesOnWhenTheLimitChanges(String function) {
        String window = function + "(s.temp, 1 h) > ";
        plant(hot(window + "50 °C"));
        tellFor(3_600, "30");
        declare(hot(window + "40 °C"));
        assertThat(decided()).isEmpty();
        declare(hot(window + "20 °C"));
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void aWindowGoesOnInOneRuleMore() {
        String two = rule("two", "min(s.temp, 1 h) - 5 K < avg(s.temp, 1 h)", "warm");
        plant(hot("avg(s.temp, 1 h) > 50 °C and min(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        declare(hot("avg(s.temp, 1 h) > 50 °C and min(s.temp, 1 h) > 50 °C") + two);
        assertThat(decided()).containsExactly("two s1 ACTIVATED");
    }

    @Test
    void aWindowGoesOnWhenTheHubWasStoppedBefore() {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        rehearsal.restart();
        declare(hot("avg(s.temp, 1 h) > 20 °C"));
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void aWindowOfTheDevicesInAPlaceGoesOn() {
        String rule = """
                rule room for each Room r
                  when any Sensor in r has (avg(temp, 1 h) > LIMIT °C)
                  then alarm minor "hot"
                """;
        plant(TYPE + rule.replace("LIMIT", "50"));
        tellFor(3_600, "30");
        declare(TYPE + rule.replace("LIMIT", "20"));
        assertThat(decided()).containsExactly("room r1 ACTIVATED");
    }

    @Test
    void aWindowOverASumOfAPlaceGoesOn() {
        String rule = """
                rule room for each Room r
                  when avg(max(Sensor.temp in r), 1 h) > LIMIT °C
                  then alarm minor "hot"
                """;
        plant(TYPE + rule.replace("LIMIT", "50"));
        tellFor(3_600, "30");
        declare(TYPE + rule.replace("LIMIT", "20"));
        assertThat(decided()).containsExactly("room r1 ACTIVATED");
    }

    @Test
    void aWindowGoesOnWhenTheTypeHasOnePointMore() {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        String more = hot("avg(s.temp, 1 h) > 20 °C").replace("  temp", "  more : number\n  temp");
        declare(more);
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avg(s.temp, 2 h) > 20 °C",
                "min(s.temp, 1 h) > 20 °C",
                "avg(s.temp - 1 K, 1 h) > 20 °C"
            })
    void anotherWindowBeginsEmpty(String other) {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        declare(hot(other));
        pass(5);
        assertThat(decided()).isEmpty();
    }

    @Test
    void aWindowOfAnotherUnitBeginsEmpty() {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        declare(hot("avg(s.temp, 1 h) > 20 °C").replace(": °C ", ": K "));
        pass(5);
        assertThat(decided()).isEmpty();
    }

    @Test
    void aWindowBeginsEmptyWhenNoRuleHadItInBetween() {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        declare(hot("s.temp > 50 °C"));
        declare(hot("avg(s.temp, 1 h) > 20 °C"));
        tellFor(1_740, "30");
        assertThat(decided()).isEmpty();
        tellFor(120, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    /** As versions wrote it in which a rule that changed began with nothing. */
    private void declareAsBefore(String rules) {
        ByteWriter before = new ByteWriter();
        before.varint(1).string("plant.rules").string(rules);
        rehearsal.append(RecordType.DECLARATION, 0, before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeclarationThatWasWrittenBeforeWindowsWentOnIsDecidedUponAsItWas(boolean restarted) {
        plant(hot("avg(s.temp, 1 h) > 50 °C"));
        tellFor(3_600, "30");
        if (restarted) {
            rehearsal.restart();
        }
        declareAsBefore(hot("avg(s.temp, 1 h) > 20 °C"));
        tellFor(1_740, "30");
        assertThat(decided()).isEmpty();
        if (restarted) {
            rehearsal.restart();
        }
        tellFor(120, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void rulesThatDifferSinceThenGoOnWithWhatTheFirstOfThemHas() {
        String first = hot("avg(s.temp, 1 h) > 50 °C");
        String second = rule("two", "avg(s.temp, 1 h) > 20 °C", "warm");
        plant(first);
        tellFor(3_600, "30");
        declareAsBefore(first + second);
        tellFor(60, "30");
        assertThat(decided()).isEmpty();
        declare(first + rule("two", "avg(s.temp, 1 h) > 21 °C", "warm"));
        assertThat(decided()).containsExactly("two s1 ACTIVATED");
    }

    @Test
    void whatHasHeldForAWhileGoesOnWhenTheTextChanges() {
        plant(hot("s.temp > 26 °C for 5 min"));
        tellFor(240, "30");
        declare(TYPE + rule("hot", "s.temp > 26 °C for 5 min", "too hot"));
        tellFor(55, "30");
        assertThat(decided()).isEmpty();
        tellFor(10, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void anAlarmWhoseTextChangesIsRaisedAnewAtOnce() {
        plant(hot("s.temp > 26 °C for 5 min"));
        tellFor(600, "30");
        declare(TYPE + rule("hot", "s.temp > 26 °C for 5 min", "too hot"));
        assertThat(decided())
                .containsExactly("hot s1 ACTIVATED", "hot s1 ENDED", "hot s1 ACTIVATED");
    }

    @Test
    void whatIsAskedOtherwiseHasToHoldFirst() {
        plant(hot("s.temp > 26 °C for 5 min"));
        tellFor(300, "25");
        tellFor(60, "30");
        declare(hot("s.temp > 29 °C for 5 min"));
        tellFor(290, "30");
        assertThat(decided()).isEmpty();
        tellFor(15, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void whatHasNotHeldDoesNotFireBecauseTheRuleChanged() {
        plant(hot("s.temp > 26 °C for 5 min"));
        tellFor(240, "30");
        tellFor(5, "20");
        tellFor(240, "30");
        declare(TYPE + rule("hot", "s.temp > 26 °C for 5 min", "too hot"));
        assertThat(decided()).isEmpty();
        tellFor(70, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
    }

    @Test
    void aSequenceBeginsAnewAlsoWithinADwell() {
        String sequence = "(s.door is open not followed by s.temp > 40 °C within 60 s) for 1 s";
        plant(hot(sequence));
        tell("s1", "door", "closed");
        pass(1);
        tell("s1", "temp", "30");
        tell("s1", "door", "open");
        tellFor(70, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED");
        declare(TYPE + rule("hot", sequence, "cold"));
        tellFor(120, "30");
        assertThat(decided()).containsExactly("hot s1 ACTIVATED", "hot s1 ENDED");
    }
}
