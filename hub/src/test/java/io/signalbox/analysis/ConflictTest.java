package io.signalbox.analysis;

import static io.signalbox.analysis.Analysed.mode;
import static io.signalbox.analysis.Analysed.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that set one actuator to different values, and those that only look like it. */
class ConflictTest {
    @Test
    void hysteresisKeepsOneActiveWhereTheOtherBegins() {
        String rules = mode("cool_hot", "as comfort", "r.temp > 24 °C", "r.temp < 22 °C", "cool")
                + mode("warm_cold", "as comfort", "r.temp < 23 °C", "r.temp > 23.5 °C", "heat");
        assertThat(warnings(rules))
                .containsExactly(
                        "conflict: CONFLICT: 'cool_hot' sets Room.mode = cool while 'warm_cold'"
                                + " sets it to heat, both 'comfort': possible when Room.temp >= 22 < 23 °C"
                                + " ('cool_hot' stays active down to 22 °C)");
    }

    @Test
    void oneScheduleIsTheSameInEveryRule() {
        String night = "schedule night zone \"UTC\" { 22:00..06:00 }\n";
        String atNight = night + mode("a", "time in night", "", "cool");
        assertThat(warnings(atNight + mode("b", "not time in night", "", "heat")))
                .isEmpty();
        assertThat(warnings(atNight + mode("b", "r.temp < 20 °C", "", "heat"))).hasSize(1);
    }

    @Test
    void aCalculatedValueIsNoneThatSomebodyElseSets() {
        String calculated = "rule b for each Room r when r.people > 4"
                + " then set r.fan = 5 % * r.people expires in 1 h\n";
        assertThat(warnings("rule a for each Room r when r.temp > 24 °C"
                        + " then set r.fan = 50 % expires in 1 h\n" + calculated))
                .singleElement()
                .asString()
                .contains("a calculated value");
    }

    @Test
    void saysWhereAndHowToMendIt() {
        String rules =
                mode("a", "r.temp > 24 °C", "", "cool") + mode("b", "r.co2 > 900 ppm", "", "idle");
        assertThat(Analysed.findings(rules)).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("conflict");
            assertThat(finding.at().line()).isEqualTo(17);
            assertThat(finding.hint()).contains("higher 'priority' or level");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "r.temp > 24 °C              | | r.temp < 20 °C             |",
                "r.temp > 24 °C              | r.temp < 22 °C | r.temp < 20 °C | r.temp > 21.9 °C",
                "r.temp > 24 °C for 5 min    | r.temp < 22 °C for 2 min | r.temp < 21 °C for 5 min | r.temp > 23 °C for 5 min",
                "r.window is open            | | r.window is closed         |",
                "r.window is open            | r.window is closed | r.window is closed | r.window is open",
                "r.alarm is true             | | not r.alarm is true        |",
                "r.people > 4                | | r.people < 5               |",
                "r.temp - 2 K > 20 °C        | | r.temp < 22 °C             |",
                "avg(r.temp, 5 min) > 24 °C  | | avg(r.temp, 5 min) < 20 °C |",
                "r.co2 * 2 > 1000 ppm        | | r.co2 < 500 ppm            |",
                "r.temp silent for 30 s      | r.temp is known | r.temp is known and r.temp > 20 °C | r.temp is unknown",
            })
    void conditionsThatExcludeEachOtherAreNoConflict(
            String when, String clear, String otherWhen, String otherClear) {
        assertThat(warnings(mode("a", when, word(clear), "cool")
                        + mode("b", otherWhen, word(otherClear), "heat")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "r.temp > 24 °C           | | r.co2 > 900 ppm           | | Room.temp > 24 °C, Room.co2 > 900 ppm",
                "r.temp > 24 °C           | | r.temp > 30 °C            | | Room.temp > 30 °C",
                "r.temp is unknown        | r.temp is known | r.temp > 24 °C | | Room.temp is unknown",
                "r.temp > 24 °C for 5 min | r.temp < 22 °C for 2 min | r.temp < 21 °C | | Room.temp < 21 °C",
                "r.people > 4             | | r.people < 6              | | Room.people > 4 < 6",
                "avg(r.temp, 5 min) > 24 °C | | avg(r.temp, 5 min) < 25 °C | | avg(Room.temp, 5 min) > 24 < 25 °C",
                "r.window becomes open    | r.door is open | r.temp > 24 °C | | Room.window is open, Room.door is closed, Room.temp > 24 °C",
                "r.temp silent for 1 min  | | r.co2 silent for 1 min    | | Room.temp is unknown",
            })
    void conditionsThatCanBothHoldAre(
            String when, String clear, String otherWhen, String otherClear, String values) {
        String rules = mode("a", when, word(clear), "cool")
                + mode("b", otherWhen, word(otherClear), "heat");
        assertThat(warnings(rules)).singleElement().asString().contains("possible when " + values);
    }

    private static String word(String text) {
        return text == null ? "" : text;
    }

    @Test
    void otherWeightsOrTheSameValueAreNone() {
        String first = mode("a", "r.temp > 24 °C", "", "cool");
        assertThat(warnings(first + mode("b", "as comfort", "r.co2 > 900 ppm", "", "heat")))
                .isEmpty();
        assertThat(warnings(first + mode("b", "priority 1", "r.co2 > 900 ppm", "", "heat")))
                .isEmpty();
        assertThat(warnings(first + mode("b", "r.co2 > 900 ppm", "", "cool"))).isEmpty();
    }

    @Test
    void whatEndsMustNotTakeTheActuatorFromWhatStays() {
        String rules = """
                rule hot for each Room r
                  when r.temp > 24 °C
                  then set r.fan = 100 %  expires in 1 h
                  on clear set r.fan = 0 %  expires in 1 min
                rule stuffy for each Room r
                  when r.co2 > 900 ppm
                  then set r.fan = 100 %  expires in 1 h
                """;
        assertThat(warnings(rules))
                .containsExactly(
                        "conflict: CONFLICT: 'hot' when it clears sets Room.fan = 0 % while still"
                                + " 'stuffy' sets it to 100 %, both 'automation': possible when"
                                + " Room.temp <= 24 °C, Room.co2 > 900 ppm");
    }

    @Test
    void oneRuleCannotWantTwoThings() {
        assertThat(warnings("""
                rule both for each Room r
                  when r.temp > 24 °C
                  then set r.fan = 100 %  expires in 1 h
                       set r.fan = 50 %  expires in 1 h
                """))
                .containsExactly(
                        "conflict: CONFLICT: 'both' sets Room.fan = 100 % and at once = 50 %: the"
                                + " last one holds");
    }

    @Test
    void whatComesLaterIsNone() {
        assertThat(warnings("""
                rule both for each Room r
                  when r.temp > 24 °C
                  then set r.fan = 50 %  expires in 1 h
                       after 10 min: set r.fan = 100 %  expires in 1 h
                """)).isEmpty();
    }

    @Test
    void twoOfManyAreFoundAndLookingEnds() {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            rules.append(mode(
                    "r" + i,
                    "r.co2 in " + i + ".." + (i + 0.5) + " ppm",
                    "",
                    i % 2 == 0 ? "heat" : "cool"));
        }
        assertThat(warnings(rules.toString())).isEmpty();
        rules.append(mode("planted", "r.co2 in 700.2..701.2 ppm", "", "idle"));
        assertThat(warnings(rules.toString())).hasSize(2).allMatch(w -> w.contains("'planted'"));
        for (int i = 0; i < 2_000; i++) {
            rules.append(mode("w" + i, "r.co2 > " + i + " ppm", "", i % 2 == 0 ? "heat" : "cool"));
        }
        assertThat(warnings(rules.toString()))
                .hasSize(101)
                .last()
                .asString()
                .contains("more after these");
    }
}
