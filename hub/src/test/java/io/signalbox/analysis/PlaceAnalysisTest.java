package io.signalbox.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What is said of rules over places, and what is not. */
class PlaceAnalysisTest {
    private static final String TYPES = """
            place Area in Hall in Site
            type Pir in Area    { motion : on | off  every 1 min   level : %  max 100 % }
            type Lamp in Area {
              power  : on | off   writable
              mode   : auto | manual
              guard  : on | off
            }
            type Heater in Area {
              temp : °C
              on   : yes | no  writable  affects temp up by yes
            }
            type Meter in Hall  { power : kW  every 10 s  min 0 kW }
            type Hall           { open : yes | no   lamps : on | off  writable }
            """;

    private static List<String> warnings(String rules) {
        return Analysed.findings(TYPES + rules).stream()
                .filter(finding -> finding.kind() == Finding.Kind.WARNING)
                .map(finding -> finding.code() + ": " + finding.message())
                .toList();
    }

    private static String rule(String name, String each, String when, String then) {
        return "rule " + name + " for each " + each + "\n  when " + when + "\n  then " + then
                + "  expires in 1 h\n";
    }

    private static String lamps(String name, String when, String value) {
        return rule(name, "Area r", when, "set Lamp.power in r = " + value);
    }

    @Test
    void conflictsInAPlace() {
        String off = lamps("off", "no Pir in r has (motion is on)", "off");
        assertThat(warnings(off + lamps("on", "any Pir in r has (level > 50 %)", "on")))
                .singleElement()
                .asString()
                .startsWith("conflict: CONFLICT: 'off' sets Lamp.power = off while 'on' sets it to"
                        + " on");
        assertThat(warnings(off + lamps("on", "any Pir in r has (motion is on)", "on")))
                .isEmpty();
        assertThat(warnings(off + lamps("on", "at least 2 Pir in r has (motion is on)", "on")))
                .isEmpty();
        assertThat(warnings(off + lamps("on", "all Pir in r has (motion is on)", "on")))
                .isEmpty();
    }

    @Test
    void conflictsOfLimitsInAPlace() {
        String bright = lamps("bright", "all Pir in r has (level > 50 %)", "off");
        String dark = lamps("dark", "any Pir in r has (level < 20 %)", "on");
        assertThat(warnings(bright + dark)).isEmpty();
        assertThat(warnings(bright + lamps("dim", "any Pir in r has (level < 60 %)", "on")))
                .hasSize(1);
    }

    @Test
    void conflictsOfSums() {
        String much = rule("much", "Hall h", "sum(Meter.power in h) > 50 kW", "set h.lamps = off");
        String few = rule("few", "Hall h", "sum(Meter.power in h) < 40 kW", "set h.lamps = on");
        String some = rule("some", "Hall h", "sum(Meter.power in h) < 60 kW", "set h.lamps = on");
        assertThat(warnings(much + few)).isEmpty();
        assertThat(warnings(much + some))
                .singleElement()
                .asString()
                .contains("possible when sum(Meter.power in Hall) >");
    }

    @Test
    void conflictsBetweenPlacesAndTheirDevices() {
        String place = lamps("off", "no Pir in r has (motion is on)", "off");
        String device = rule("on", "Lamp l", "l.mode is manual", "set l.power = on");
        assertThat(warnings(place + device)).singleElement().asString().contains("CONFLICT");
        String automatic = lamps("off", "all Lamp in r has (mode is auto)", "off");
        assertThat(warnings(automatic + device)).isEmpty();
        String hall = rule("hall", "Hall h", "h.open is no", "set Lamp.power in h = on");
        assertThat(warnings(place + hall)).singleElement().asString().contains("CONFLICT");
        assertThat(warnings(place + hall.replace("Hall h", "Hall h as protection")))
                .isEmpty();
    }

    @Test
    void vetoesOnWhatIsSetInAPlace() {
        String lock = """
                interlock guarded for each Lamp l
                  never l.power = on while l.guard is on
                """;
        assertThat(warnings(lock + lamps("on", "all Lamp in r has (guard is on)", "on")))
                .containsExactly("vetoed: 'on' sets Lamp.power = on, which 'guarded' forbids"
                        + " whenever the rule is active");
        assertThat(warnings(lock + lamps("on", "no Lamp in r has (guard is off)", "on")))
                .hasSize(1);
        assertThat(warnings(lock + lamps("on", "any Lamp in r has (guard is on)", "on")))
                .isEmpty();
        assertThat(warnings(lock + lamps("on", "all Lamp in r has (guard is off)", "on")))
                .isEmpty();
    }

    @Test
    void vetoesOnTheDeviceThatStandsForAPlace() {
        String lock = """
                interlock closed for each Hall x
                  never x.lamps = on while x.open is no
                """;
        String types = TYPES.replace("place Area in Hall in Site", "place Area in Hall");
        assertThat(types).isNotEqualTo(TYPES);
        String rule = rule("on", "Hall h", "h.open is no", "set h.lamps = on");
        Checked checked = Analysis.check(List.of(new Source("f", types + lock + rule)));
        assertThat(checked.accepted()).as("%s", checked.findings()).isTrue();
        assertThat(checked.findings()).extracting(Finding::code).contains("vetoed");
    }

    @Test
    void loopsThroughTheDevicesInAPlace() {
        assertThat(warnings(lamps("more", "any Lamp in r has (power is on)", "on")))
                .containsExactly("loop: LOOP: 'more' sets Lamp.power = on; 'more' waits for that:"
                        + " once begun it feeds itself");
        assertThat(warnings(lamps("less", "any Lamp in r has (power is on)", "off")))
                .isEmpty();
        String hot =
                rule("hot", "Area r", "avg(Heater.temp in r) > 25 °C", "set Heater.on in r = yes");
        assertThat(warnings(hot)).singleElement().asString().startsWith("loop: LOOP: 'hot'");
        assertThat(warnings(hot.replace("> 25", "< 18"))).isEmpty();
        String many = rule(
                "many",
                "Area r",
                "count(Heater in r has (temp > 25 °C)) > 2",
                "set Heater.on in r = yes");
        assertThat(warnings(many)).singleElement().asString().startsWith("loop: LOOP: 'many'");
        assertThat(warnings(many.replace("> 2\n", "< 2\n"))).isEmpty();
    }

    @Test
    void claimsBehindHeavierOnesInAPlace() {
        String strong = """
                rule strong for each Area r  as protection
                  when any Pir in r has (motion is on)
                  then set Lamp.power in r = on
                """;
        assertThat(warnings(strong + lamps("weak", "any Pir in r has (motion is on)", "off")))
                .anySatisfy(w -> assertThat(w).startsWith("shadowed: 'weak'"));
        assertThat(warnings(strong + lamps("weak", "any Pir in r has (level > 5 %)", "off")))
                .noneSatisfy(w -> assertThat(w).startsWith("shadowed"));
    }

    @Test
    void whatCannotBeOrAlwaysIsInAPlace() {
        assertThat(warnings(lamps(
                        "a",
                        "any Pir in r has (motion is on) and no Pir in r has (motion is on)",
                        "on")))
                .singleElement()
                .asString()
                .startsWith("impossible: ");
        assertThat(warnings(lamps(
                        "a",
                        "all Pir in r has (level > 50 %) and any Pir in r has (level < 20 %)",
                        "on")))
                .singleElement()
                .asString()
                .startsWith("impossible: ");
        assertThat(warnings(lamps(
                        "a",
                        "all Pir in r has (level > 10 %) and any Pir in r has (level < 20 %)",
                        "on")))
                .isEmpty();
        assertThat(warnings(rule(
                        "b",
                        "Hall h",
                        "sum(Meter.power in h) < 0 kW or h.open is no",
                        "set h.lamps = on")))
                .singleElement()
                .asString()
                .startsWith("impossible: ");
    }

    @Test
    void timesOfWhatIsRepeated() {
        String rule = """
                rule again for each Area r  repeat every 10 min
                  when any Pir in r has (motion is on)
                  then set Lamp.power in r = on  expires in %s  confirm within %s
                """;
        assertThat(warnings(rule.formatted("15 min", "5 s"))).isEmpty();
        assertThat(warnings(rule.formatted("5 min", "5 s")))
                .containsExactly("lease-gap: the claim ends after 5 min and is made again every 10"
                        + " min: in between it does not hold");
        assertThat(warnings(rule.formatted("1 h", "20 min")))
                .containsExactly("hasty-repeat: the command is given again every 10 min, before it"
                        + " can have failed after 20 min");
    }

    @Test
    void timesOfWhatIsDoneLater() {
        String rule = """
                rule later for each Area r
                  when any Lamp in r has (power is on)
                  then alarm info "x"
                       after %s unless no Pir in r has (motion is on): alarm minor "y"
                """;
        assertThat(warnings(rule.formatted("5 min"))).isEmpty();
        assertThat(warnings(rule.formatted("20 s")))
                .containsExactly("haste: 'after 20 s' is shorter than the reporting interval of"
                        + " 'motion' (every 1 min): it may not be known by then");
    }

    /** As docs/analysis.md has it. */
    @Test
    void twoRulesLookAcrossPlaces() {
        String types = """
                place Lab in Floor
                type Gate in Floor { open : yes | no }
                type Fan in Lab    { power : on | off  writable }
                type Lab           { gate : yes | no  writable }
                """;
        String one = """
                rule fans_off for each Lab r
                  when any Gate in r has (open is yes)
                  then set Fan.power in r = off  expires in 1 h
                """;
        String two = """
                rule gate_told for each Floor f
                  when any Gate in f has (open is yes)
                  then set Lab.gate in f = yes  expires in 1 d
                  on clear set Lab.gate in f = no  expires in 1 d

                rule fans_off for each Lab r
                  when r.gate is yes
                  then set Fan.power in r = off  expires in 1 h
                """;
        Checked refused = Analysis.check(List.of(new Source("f", types + one)));
        assertThat(refused.findings()).extracting(Finding::code).containsExactly("other-place");
        Checked accepted = Analysis.check(List.of(new Source("f", types + two)));
        assertThat(accepted.accepted()).isTrue();
        assertThat(accepted.findings())
                .allSatisfy(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.NOTE));
    }
}
