package io.signalbox.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Slips of rules that look across devices are answered by a way to mend them. */
class PlaceErrorsTest {
    private static final String TYPES = """
            place Room in Hall
            type Pir in Room { motion : on | off   level : %  max 100 % }
            type Light in Room { power : on | off  writable }
            type Gate in Hall { open : boolean  lock : on | off writable }
            type Shelf in Rack { load : kg }
            type Truck { speed : km/h }
            type Hall { night : boolean }
            """;

    private static List<String> find(String text) {
        return Language.check(List.of(new Source("f", text))).findings().stream()
                .map(Finding::toString)
                .map(f -> f.substring(f.indexOf("error: ")))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Room r | any Pir in x has (motion is on) | 'x' is no place that is known here; this"
                        + " rule is about 'r' (write 'in r')",
                "Room r | any Pri in r has (motion is on) | there is no type 'Pri' (did you mean"
                        + " 'Pir'?)",
                "Room r | any Gate in r has (open is true) | a 'Gate' does not stand in a 'Room' but"
                        + " in the 'Hall' around it: no rule looks across places (in two steps: a"
                        + " rule 'for each Hall h' looks at it and sets a point of each 'Room'"
                        + " there (set Room.… in h = …), and this rule reads that point)",
                "Room r | sum(Shelf.load in r) > 5 kg | no 'Shelf' stands in a 'Room' (it stands in a"
                        + " 'Rack'; if that is inside, declare 'place Rack in Room')",
                "Light l | Hall.night is true | 'Hall' is not known here; the device is called 'l'"
                        + " (in two steps: a rule 'for each Hall h' looks at it and sets a point of"
                        + " each 'Room' there (set Room.… in h = …), and this rule reads that"
                        + " point)",
                "Hall h | Pir.level > 5 % | 'Pir' is not known here; the place is called 'h' (there"
                        + " may be several: write 'any Pir in h has (level …)', or 'avg(Pir.level in"
                        + " h)')",
                "Room r | any Truck in r has (speed > 5 km/h) | no 'Truck' stands in a 'Room' (say"
                        + " so: 'type Truck in Room {')",
                "Truck t | any Pir in t has (motion is on) | a 'Truck' stands in no kind of place, so"
                        + " nothing stands beside it (say where: 'type Truck in Hall {')",
                "Room r | any Pir in r has (r.motion is on) | in 'has (…)' are points of each 'Pir'"
                        + " alone, but found 'r.' (write 'motion')",
                "Room r | any Pir in r has (moton is on) | 'moton' is not a point of 'Pir' (motion,"
                        + " level) (did you mean 'motion'?)",
                "Room r | any Pir in r has (motion is no) | 'no' is not a value of 'motion' (on,"
                        + " off) (did you mean 'on'?)",
                "Room r | any Pir in r has (level > 120 %) | 'level > 120 %' can never be true of a"
                        + " 'Pir'",
                "Room r | at least 0 Pir in r has (motion is on) | at least none of them always has"
                        + " it (use 'any')",
                "Hall h | any Gate in h has (any Pir in h has (motion is on)) | what a 'Gate' has"
                        + " cannot be about other devices again (make a rule of its own for one of"
                        + " both)",
                "Room r | (any Pir in r has (motion becomes on)) for 5 s | 'any Pir in r has (motion"
                        + " becomes on)' is true for an instant only, it cannot last (use a"
                        + " comparison such as > or <)",
                "Room r | r.night is true | a 'Room' is a place and has no points of its own"
                        + " (declare 'type Room { … }' for the device that stands for it)",
                "Hall h | h.nigt is true | 'nigt' is not a point of 'Hall' (night) (did you mean"
                        + " 'night'?)",
                "Gate g | Pir.motion is on | 'Pir' is not known here; the device is called 'g'"
                        + " (there may be several: write 'any Pir in g has (motion …)')",
                "Room r | any Pir in r (motion is on) | 'has' and what the devices have, as in 'has"
                        + " (motion is on)' was expected, but found '('",
                "Room r | sum(Pir.level in r) > 5 °C | cannot compare number with temperature",
                "Room r | sum(Pir.motion in r) > 5 | 'motion' is not a number",
                "Room r | sum(Pir.levl in r) > 5 % | 'levl' is not a point of 'Pir' (motion, level)"
                        + " (did you mean 'level'?)",
                "Room r | avg(Pir.level in r) > 120 % | 'when' can never be true: no values of the"
                        + " points fulfil it",
                "Room r | count(Pir in r) >= 0 | 'when' is always true: all values of the points"
                        + " fulfil it",
                "Room r | delta(Pir.level in r) > 5 % | 'delta' is not said of the devices in a"
                        + " place (what is: avg, count, max, min, p95, sum)",
                "Room r | sum(Pir.level + 5 % in r) > 5 % | before 'in' stands a point of a type,"
                        + " such as Meter.power, but found 'Pir.level + 5 %' (a calculation of each"
                        + " device can be a signal of its type)",
                "Room r | sum(Pir in r) > 5 % | before 'in' stands a point of a type, such as"
                        + " Meter.power, but found 'Pir' (a calculation of each device can be a"
                        + " signal of its type)",
                "Room r | sum(Pir.level in x) > 5 % | 'x' is no place that is known here; this rule"
                        + " is about 'r' (write 'in r')",
                "Room r | count(Pir in r has (motion becomes on)) > 2 | 'motion becomes on' is true"
                        + " for an instant only, nothing can be gathered then (use 'is' or a"
                        + " comparison such as > or <)",
                "Room r | any Pir in r has (level > avg(Pir.level in r)) | what a 'Pir' has cannot be"
                        + " about other devices again (make a rule of its own for one of both)",
                "Room r | sum(Pir.level in r, 5 min) > 5 % | ')' after the place was expected, but"
                        + " found ','",
                "Room r | avg(avg(avg(Pir.level in r), 5 min), 5 min) > 5 % | a window cannot be"
                        + " calculated over another window (calculate with two windows instead:"
                        + " avg(p.a, 5 min) - avg(p.b, 5 min))",
                "Gate g | count(Gate in g has (open is true)) > 2 | 'count(… in …)' is for rules over"
                        + " places; this is about each 'Gate' (make it 'for each Hall h' with"
                        + " 'count(Gate in h)')",
            })
    void conditions(String subject, String condition, String message) {
        String rule =
                "rule q for each " + subject + "\nwhen " + condition + "\nthen alarm minor \"x\"";
        assertThat(find(TYPES + rule)).containsExactly("error: " + message);
    }

    @Test
    void whatIsSetInAPlace() {
        assertThat(find(TYPES + """
                rule q for each Gate g
                when g.open is true then set Light.power in g = on expires in 5 s
                """))
                .containsExactly("error: a rule for each 'Gate' cannot set what stands beside it:"
                        + " several in one 'Hall' would set it against each other (make it 'for"
                        + " each Hall h' with 'when any Gate in h has (…)' and 'set Light.power in"
                        + " h = …')");
        assertThat(find(TYPES + """
                rule q for each Room r
                when any Pir in r has (motion is on) then set Pir.motion in r = on expires in 5 s
                """))
                .containsExactly("error: 'motion' of 'Pir' cannot be set (mark it 'writable' in the"
                        + " type if the device accepts it)");
        assertThat(find(TYPES + """
                interlock i for each Gate g
                never Light.power in g = on while g.open is true
                """))
                .contains("error: an interlock guards its own device, not those in a place (make it"
                        + " 'for each Light', and look at the others with 'any … in …')");
        assertThat(find(TYPES + "interlock i for each Room r\nnever r.x = on while r.y is true"))
                .containsExactly("error: there is no type 'Room' (it is a kind of place; 'for each"
                        + " Room' is for rules)");
        assertThat(find(TYPES + """
                test "t"
                  l1 : Light in "a/b"
                  expect set Light.power in l1 = on
                """))
                .containsExactly(
                        "error: a test names each device by itself (write it without" + " 'in')");
    }

    @Test
    void whatTextsCalculate() {
        String rule = TYPES + """
                rule q for each Room r
                when any Pir in r has (motion is on)
                then alarm minor "{r}: {VALUE}"
                """;
        assertThat(find(rule.replace("VALUE", "avg(Pir.level in r) - 5 %"))).isEmpty();
        assertThat(find(rule.replace("VALUE", "avg(avg(Pir.level in r), 5 min)")))
                .isEmpty();
        assertThat(find(rule.replace("VALUE", "avg(Pir.levl in r)")))
                .containsExactly("error: 'levl' is not a point of 'Pir' (motion, level) (did you"
                        + " mean 'level'?)");
        assertThat(find(rule.replace("VALUE", "avg(Pir.level r)")))
                .containsExactly("error: '{avg(Pir.level r)}' in this text: ',' and the length of"
                        + " the window, such as 15 min, was expected, but found 'r'");
        assertThat(find(rule.replace("VALUE", "avg(Pir.level in r) 5")))
                .containsExactly("error: '{avg(Pir.level in r) 5}' in this text: it goes on behind"
                        + " the end of a value");
    }

    @Test
    void sumsAreNoSignals() {
        assertThat(find(TYPES + "signal s for each Pir p = sum(Pir.level in p)"))
                .containsExactly("error: 'sum(… in …)' is for rules over places; this is about each"
                        + " 'Pir' (make it 'for each Room r' with 'sum(Pir.level in r)')");
    }

    @Test
    void aSlipInATextIsAtItsPlace() {
        String text = TYPES + "rule q for each Room r\nwhen any Pir in r has (motion is on)\n"
                + "then alarm minor \"{r}: {avg(Pir.levl in r)}\"\n";
        assertThat(Language.check(List.of(new Source("f", text))).findings())
                .singleElement()
                .satisfies(f -> assertThat(f.at()).isEqualTo(new Position("f", 10, 33)));
    }

    @Test
    void kindsOfPlace() {
        assertThat(find("place A in B\nplace A in C"))
                .containsExactly("error: a 'A' cannot stand in a 'C', for it stands in a 'B' (each"
                        + " kind of place stands in one other at most)");
        assertThat(find("place A in B in A")).singleElement().asString().contains("in itself");
        assertThat(find("place A in")).hasSize(1);
        assertThat(find("place A in B\nplace B in C\nplace D in B")).isEmpty();
    }

    @Test
    void aTypeOfTheNameIsMeantUnlessTheKindIsDeclared() {
        String rule = "rule q for each Hall h\nwhen h.night is true\nthen alarm minor \"{h}\"";
        String types = "type Hall { night : boolean }\ntype Gate in Hall { open : boolean }\n";
        assertThat(rule(types + rule).type().place()).isEmpty();
        assertThat(rule("place Hall\n" + types + rule).type().place())
                .hasValueSatisfying(kind -> assertThat(kind.holds()).containsExactly("Hall"));
    }

    private static Rule rule(String text) {
        Checked checked = Language.check(List.of(new Source("f", text)));
        assertThat(checked.findings().stream().filter(Finding::isError)).isEmpty();
        return checked.program().orElseThrow().rules().getFirst();
    }

    @Test
    void aPathHasAPlaceOnEachLevelItReaches() {
        PlaceKind room = new PlaceKind("Room", 2, List.of("Room"));
        assertThat(room.on("h1/r1/shelf")).isEqualTo("h1/r1");
        assertThat(room.on("h1/r1")).isEqualTo("h1/r1");
        assertThat(room.on("h1")).isEmpty();
        assertThat(room.on("")).isEmpty();
        assertThat(new PlaceKind("Any", 0, List.of("Any")).on("a/b")).isEqualTo("a/b");
    }
}
