package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Mappings: what they read, and what is said about those that cannot work. */
class MappingTest {
    private static final String PLUG = """
            type Plug {
              power : W      max 4 kW
              temp  : °C
              count : number
              state : on | off
              lit   : boolean
              room  : text
            }
            """;

    private static final int LINES = (int) PLUG.lines().count();

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", PLUG + text))).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    /** The findings of a mapping with these lines, without their places. */
    private static List<String> in(String lines) {
        return find("mapping m for Plug\n" + lines).stream()
                .map(f -> f.substring(f.indexOf(": ") + 2))
                .toList();
    }

    /** The errors of a line. */
    private static String inLine(String line) {
        return in("topic \"a/{device}/{x}\"\n" + line).stream()
                .filter(f -> f.startsWith("error"))
                .filter(f -> !f.contains("gives no point"))
                .findFirst()
                .orElse("");
    }

    /** The errors of a sample that a mapping of all kinds of points is given. */
    private static List<String> sampled(String sample) {
        return in("""
                topic "tele/{device}/{part}"
                power = json "/a/W" / 10 in kW
                temp  = json "/t" * 0.1 - 40
                count = json "/list/1"
                state = json "/S" { "ON" -> on, "OFF" -> off, 2 -> off }
                lit   = json "/S~1L"
                room  = level {part}
                ts    = json "/Time"
                """ + sample);
    }

    @Test
    void aSampleThatGivesWhatItSaysIsRight() {
        assertThat(sampled("""
                sample \"\"\"{"Time":"2026-01-01T01:00:00+01:00","a":{"W":"12.5","x":[{}]},"t":613,
                  "list":[7,8,9],"S":"ON","S/L":true,"other":{"deep":[1,2]}}\"\"\" on "tele/p1/kitchen"
                  expect power = 1.25 kW, temp = 21.3 °C, count = 8, state = on, lit = true,
                         room = "kitchen" at "2026-01-01T00:00:00Z"
                sample \"\"\"{"S":2}\"\"\" on "tele/p1/x"  expect state = off, room = "x"
                """)).isEmpty();
    }

    @Test
    void aFailingSampleSaysWhatWasExpectedAndWhatCame() {
        assertThat(sampled("""
                sample \"\"\"{"t":613}\"\"\" on "tele/p1/x"
                  expect temp = 20 °C, state = on, room = "x"
                """))
                .containsExactly(
                        "error: 'temp = 20 °C' was expected, but the sample gives temp = 21.3 °C",
                        "error: 'state = on' was expected, but the sample gives temp = 21.3 °C,"
                                + " room = x");
    }

    @Test
    void aReadingThatNobodyExpectedFailsASample() {
        assertThat(sampled("sample \"{}\" on \"tele/p1/x\" expect nothing"))
                .containsExactly("error: the sample also gives room = x, which it does not expect"
                        + " (add it behind 'expect')");
    }

    @Test
    void aSampleSaysWhyAValueWasRefused() {
        assertThat(sampled("""
                sample \"\"\"{"S":"Off"}\"\"\" on "tele/p1/x" expect state = off, room = "x"
                """))
                .containsExactly("error: 'state = off' was expected, but the sample gives room = x,"
                        + " (unlisted at byte 5: 'state' came as \"Off\", which the mapping does"
                        + " not list)");
    }

    @Test
    void aSampleHasToBeReadableAndOfTheTopic() {
        assertThat(sampled("sample \"{\" on \"tele/p1/x\" expect nothing").getFirst())
                .startsWith("error: the sample cannot be read: syntax at byte 1");
        assertThat(sampled("sample \"{}\" on \"stat/p1/x\" expect nothing"))
                .containsExactly("error: \"stat/p1/x\" is none of this mapping's topics (they are"
                        + " \"tele/{device}/{part}\")");
    }

    @Test
    void aSampleComparesTimes() {
        assertThat(sampled("""
                sample "{}" on "tele/p1/x"  expect room = "x" at "2023-11-14T22:13:20Z"
                """).getFirst()).endsWith("expected, but 'room' has none");
        assertThat(sampled("""
                sample \"\"\"{"Time":1700000000,"t":0}\"\"\" on "tele/p1/x"
                  expect room = "x", temp = -40 °C at "2023-11-14T22:13:21Z"
                """).getFirst()).contains("'temp' has 2023-11-14T22:13:20Z");
    }

    @Test
    void aTopicMayNameThePoint() {
        assertThat(in("""
                topic "home/{device}/{point}"
                {point} = payload
                sample "12.5" on "home/p1/power"  expect power = 12.5 W
                sample "on" on "home/p1/state"    expect state = on
                sample "5 to 9" on "home/p1/room" expect room = "5 to 9"
                sample "true" on "home/p1/lit"    expect lit = true
                sample "1" on "home/p1/other"     expect nothing
                """)).isEmpty();
    }

    @Test
    void aPositionIsAnObjectOrComesOfItsParts() {
        String type = "type Van { at : position  speed : km/h }\n";
        String parts = """
                mapping owntracks for Van
                  topic "owntracks/{user}/{device}"
                  at    = json "/lat" "/lon" "/alt"
                  speed = json "/vel"
                  ts    = json "/tst"
                mapping object for Van
                  topic "gps/{device}"
                  at = json "/gps"
                """;
        String sample = "  sample \"\"\"{\"gps\":{\"lon\":13.4,\"lat\":-52.5}}\"\"\" on \"gps/v\"\n"
                + " expect at = \"-52.5, 13.4\"\n";
        String owntracks = """
                  sample \"\"\"{"_type":"location","lat":52.52,"lon":13.405,"alt":34,"vel":50,
                    "tst":1700000000}\"\"\" on "owntracks/me/van1"
                    expect at = "52.52, 13.405, 34", speed = 50 km/h at "2023-11-14T22:13:20Z"
                mapping object""";
        assertThat(find(type + parts.replace("mapping object", owntracks.strip()) + sample))
                .isEmpty();
        String halves = parts.substring(0, parts.indexOf("mapping object"))
                + "sample \"{\\\"lat\\\":52}\" on \"owntracks/me/van1\" expect at = \"52, 13\"";
        assertThat(find(type + halves))
                .singleElement()
                .asString()
                .contains("(bad-position at byte 0: 'at' needs a latitude");
        assertThat(inLine("power = json \"/lat\" \"/lon\""))
                .contains("two pointers are the parts of a position, but 'power' is a number");
    }

    @Test
    void cborIsReadByPointersToo() {
        assertThat(in("""
                topic "c/{device}"
                power = cbor "/p/0" in kW
                state = cbor "/s" { true -> on, false -> off }
                ts    = cbor "/t"
                sample hex "a3 61 70 81 f9 3e00  61 73 f5  61 74 1a 6553f100" on "c/x"
                  expect power = 1.5 kW, state = on at "2023-11-14T22:13:20Z"
                """)).isEmpty();
    }

    @Test
    void senmlBringsItsUnitsAndTimes() {
        String record = "\"\"\"[{\"bn\":\"urn:x:\",\"bt\":1700000000,\"n\":\"t\",\"u\":\"%s\","
                + "\"v\":300},{\"n\":\"n\",\"v\":7},{\"n\":\"other\",\"v\":1}]\"\"\" on \"s/x\"";
        String mapping = """
                topic "s/{device}"
                temp  = senml "t"
                count = senml "n"
                sample\s""";
        assertThat(in(mapping + record.formatted("K")
                        + " expect temp = 26.85 °C, count = 7 at \"2023-11-14T22:13:20Z\""))
                .isEmpty();
        assertThat(in(mapping + record.formatted("V") + " expect temp = 300 °C, count = 7"))
                .containsExactly("error: 'temp = 300 °C' was expected, but the sample gives"
                        + " count = 7, (bad-unit at byte 52: 'temp' is in °C, found 'V', which"
                        + " measures something else)");
        assertThat(in(mapping + "\"\"\"[{\"n\":\"t\",\"v\":20,\"t\":-60}]\"\"\" on \"s/x\""
                        + " expect temp = 20 °C at \"2025-12-31T23:59:00Z\""))
                .as("a sample comes at the beginning of 2026")
                .isEmpty();
    }

    @Test
    void bytesAreReadAtTheirPlaces() {
        assertThat(in("""
                topic "b/{device}/up"
                temp  = int16 at 1 / 10
                power = uint24 little at 3 in kW
                count = float32 at 6
                state = uint8 at 0 bits 4..5 { 0 -> off, 2 -> on }
                lit   = uint8 at 0 bits 0 { 0 -> false, 1 -> true }
                ts    = uint32 at 10
                sample hex "21 FF9C 030000 3FC00000 6553F100" on "b/x/up"
                  expect temp = -10 °C, power = 3 kW, count = 1.5, state = on, lit = true
                  at "2023-11-14T22:13:20Z"
                """)).isEmpty();
        assertThat(in("""
                topic "b/{device}/up"
                temp  = int16 at 1
                sample hex "2101" on "b/x/up" expect temp = 1 °C
                """))
                .containsExactly("error: 'temp = 1 °C' was expected, but the sample gives"
                        + " (too-short at byte 2: expected 2 bytes at 1, found a payload of 2)");
    }

    @Test
    void aMappingWithoutASampleIsWarnedOf() {
        assertThat(in("topic \"a/{device}\"\npower = payload\n"))
                .containsExactly("warning: 'm' has no sample, so nobody knows whether it works"
                        + " (add sample \"\"\"…\"\"\" on \"…\" expect …)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "power = json \"ENERGY\" | expected a pointer that begins with '/'",
                "power = json \"/a~b\" | expected '~0' or '~1'",
                "power = json \"/a\" in bar | 'power' is a power in W, but bar is a pressure",
                "power = json \"/a\" in Wt | 'Wt' is no known unit",
                "powr = json \"/a\" | 'powr' is not a point of 'Plug' (power, temp, count, state,"
                        + " lit, room) (did you mean 'power'?)",
                "state = json \"/a\" * 2 | 'state' is one of on, off: it has no unit",
                "state = json \"/a\" { \"ON\" -> onn } | 'onn' is not a value of 'state'",
                "state = json \"/a\" { ON -> on } | on the left stands what the device sends",
                "state = json \"/a\" { 1 -> on, 1 -> off } | 1 is in this list twice",
                "power = json \"/a\" / 0 | this divides by zero",
                "power = json \"/a\" * x | a number after '*' was expected, but found 'x'",
                "power = jsn \"/a\" | 'json \"/…\"', 'cbor \"/…\"'",
                "room = level {y} | the topic \"a/{device}/{x}\" has no level {y}",
                "{point} = payload | the topic \"a/{device}/{x}\" has no level {point}",
                "ts = json \"/t\" * 2 | a time is taken as it comes",
                "ts = payload | the time stands in the payload beside the values",
                "temp = frob | 'json \"/…\"', 'cbor \"/…\"'",
                "power = int12 at 3 | 'json",
                "power = int16 3 | 'at' and the place of the first byte, counted from 0 was",
                "power = int16 at 3 bits 0..3 | 'bits' are a part of an unsigned number",
                "power = uint16 at 3 bits 3..2 | the last bit is below the first",
                "power = uint8 at 3 bits 0..8 | the last bit is a whole number from 0 to 7",
                "power = senml \"a\" * 2 | a value of SenML comes with its unit",
                "frob | 'topic', 'sample' or a point (power = …) of the mapping was expected",
            })
    void aLineThatCannotWorkIsExplained(String line, String error) {
        assertThat(inLine(line)).startsWith("error: " + error);
    }

    @Test
    void linesOfOneMappingReadOneKindOfPayload() {
        assertThat(inLine("power = payload\ntemp = json \"/t\""))
                .contains("read one kind of payload");
        assertThat(inLine("power = json \"/p\"\npower = json \"/t\""))
                .contains("already gives 'power'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a/b | no level of \"a/b\" is '{device}'",
                "a/+/{device} | a template has no wildcards",
                "a/x{device} | a name in braces is a whole level",
                "{device}/{device} | the level '{device}' is there twice",
                "$SYS/{device} | topics that begin with '$' are the hub's own",
                "d/{device}/down/x | below 'd/' a mapping may only read",
                "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/{device} | a topic template has at most 16",
            })
    void aTopicThatCannotWorkIsExplained(String topic, String error) {
        assertThat(in("topic \"" + topic + "\"\npower = payload"))
                .anySatisfy(f -> assertThat(f).startsWith("error: " + error));
    }

    @Test
    void aMappingNeedsATopicAndAPoint() {
        assertThat(in("ts = json \"/t\""))
                .anyMatch(f -> f.contains("'m' has no 'topic'"))
                .anyMatch(f -> f.contains("'m' gives no point"));
    }

    @Test
    void twoMappingsOfOneTypeMustNotGiveTheSamePointForOneMessage() {
        String a = "mapping a for Plug topic \"x/{device}/{y}\" power = payload\n"
                + " sample \"1\" on \"x/p/q\" expect power = 1 W\n";
        String b = "mapping b for Plug topic \"{w}/{device}/s\" power = json \"/p\"\n"
                + " sample \"{}\" on \"x/p/s\" expect nothing\n";
        String c = "mapping c for Plug topic \"x/{device}/s\" temp = payload\n"
                + " sample \"1\" on \"x/p/s\" expect temp = 1 °C\n";
        assertThat(find(a + b))
                .containsExactly("f:" + (LINES + 3) + ":9: error: 'b' and 'a' read the same"
                        + " messages: \"{w}/{device}/s\" gives 'power', and so does"
                        + " \"x/{device}/{y}\" (give one of them another topic, or make one"
                        + " mapping of both)");
        assertThat(find(a + c)).isEmpty();
    }

    @Test
    void twoMappingsMustNotTakeOneMessageForTwoDevices() {
        String a = "mapping a for Plug topic \"x/{device}/{y}\" power = payload\n"
                + " sample \"1\" on \"x/p/q\" expect power = 1 W\n";
        String b = "mapping b for Plug topic \"x/{y}/{device}\" temp = payload\n"
                + " sample \"1\" on \"x/p/q\" expect temp = 1 °C\n";
        assertThat(find(a + b)).singleElement().asString().contains("for two devices");
    }

    @Test
    void aTopicIsFoundAmongManyWhateverElseIsThere() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("mapping m" + i + " for Plug topic \"a" + i + "/{device}/x\"");
            text.append(" power = payload sample \"1\" on \"a" + i + "/p/x\" expect power = 1 W\n");
        }
        Checked checked = Language.check(List.of(new Source("f", PLUG + text)));
        assertThat(checked.findings()).isEmpty();
        MappingTable table = new MappingTable(checked.program().orElseThrow().mappings());
        assertThat(table.match("a7/plug/x")).singleElement().satisfies(match -> {
            assertThat(match.mapping().name()).isEqualTo("m7");
            assertThat(match.device()).isEqualTo("plug");
        });
        for (String none : List.of("a7/plug", "a7/plug/x/y", "a7//x", "b/plug/x", "a7", "/", "")) {
            assertThat(table.match(none)).as(none).isEmpty();
            assertThat(table.wants(none)).as(none).isFalse();
        }
    }

    @Test
    void anOpenFirstLevelTakesNoTopicsOfTheHub() {
        Checked checked = Language.check(List.of(new Source("f", PLUG + """
                mapping m for Plug topic "{a}/{device}/up/{point}" {point} = payload
                  sample "1" on "x/p/up/power" expect power = 1 W
                """)));
        MappingTable table = new MappingTable(checked.program().orElseThrow().mappings());
        assertThat(table.wants("x/p/up/power")).isTrue();
        assertThat(table.wants("d/p/up/power")).isFalse();
        assertThat(table.wants("$x/p/up/power")).isFalse();
    }

    @Test
    void theOrderOfMatchesIsThatOfTheFile() {
        List<String> names = new ArrayList<>();
        IntStream.range(0, 3)
                .forEach(i -> names.add("type T" + i + " { power : W }\nmapping m" + i
                        + " for T" + i + " topic \"" + (i == 1 ? "{w}" : "x") + "/{device}\""
                        + " power = payload sample \"1\" on \"x/p\" expect power = 1 W\n"));
        Checked checked = Language.check(List.of(new Source("f", String.join("", names))));
        assertThat(checked.findings()).isEmpty();
        MappingTable table = new MappingTable(checked.program().orElseThrow().mappings());
        assertThat(table.match("x/p").stream().map(m -> m.mapping().name()))
                .containsExactly("m0", "m1", "m2");
    }
}
