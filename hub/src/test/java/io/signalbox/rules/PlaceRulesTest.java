package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.alarm.Alarm;
import io.signalbox.device.DeviceChange;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Rules that look across the devices in a place. */
class PlaceRulesTest extends RehearsedPlant {
    private static final String TYPES = """
            place Room in Hall
            type Pir in Room { motion : on | off }
            type Light in Room { power : on | off  writable }
            type Door in Hall { open : boolean }
            type Hall { alert : off | on  writable
                        night : boolean }
            """;
    private static final String EMPTY_ROOM = """
            rule empty for each Room r
              when no Pir in r has (motion is on) for 10 s
              then alarm info "{r} is empty"
            """;

    private void remove(String device) {
        rehearsal.device(new DeviceChange.Removed(device));
    }

    private Why.Explained why(String rule, String subject) {
        return (Why.Explained) rehearsal.decisions().why(rule, subject);
    }

    @Test
    void aPlaceIsThereAsLongAsADeviceStandsInIt() {
        declare(TYPES + EMPTY_ROOM);
        register("pir1", "Pir", "hall1/a");
        tell("pir1", "motion", "off");
        pass(11);
        assertThat(decided()).containsExactly("empty hall1/a ACTIVATED");
        register("pir1", "Pir", "hall1/b");
        assertThat(decided()).endsWith("empty hall1/a ENDED").hasSize(2);
        pass(11);
        assertThat(decided()).endsWith("empty hall1/b ACTIVATED").hasSize(3);
        remove("pir1");
        assertThat(decided()).endsWith("empty hall1/b ENDED").hasSize(4);
        assertThat(rehearsal.decisions().activeAlarms()).isZero();
    }

    /** It stands in the place all the time, and is looked at as what it is now. */
    @Test
    void aPlaceOutlivesThatItsOnlyDeviceIsOfAnotherType() {
        declare(TYPES + EMPTY_ROOM + """
                rule dark for each Room r
                  when any Light in r has (power is off)
                  then set Light.power in r = on
                """);
        register("x", "Pir", "hall1/a");
        tell("x", "motion", "off");
        pass(11);
        assertThat(decided()).containsExactly("empty hall1/a ACTIVATED");
        register("x", "Light", "hall1/a");
        tell("x", "power", "off");
        pass(11);
        assertThat(decided()).containsExactly("empty hall1/a ACTIVATED", "dark hall1/a ACTIVATED");
        assertThat(rehearsal.decisions().activeAlarms()).isOne();
        rehearsal.restart();
        register("x", "Door", "hall1/a");
        assertThat(decided())
                .endsWith("empty hall1/a ENDED", "dark hall1/a ENDED")
                .hasSize(4);
        assertThat(rehearsal.decisions().activeAlarms()).isZero();
        assertThat(rehearsal.decisions().ledger().claims("x")).isEmpty();
    }

    @Test
    void aPlaceWithoutDevicesOfTheTypeHasNone() {
        declare(TYPES + EMPTY_ROOM + """
                rule all_on for each Room r
                  when all Pir in r has (motion is on) or any Pir in r has (motion is on)
                  then alarm info "x"
                rule not_all for each Room r
                  when not all Pir in r has (motion is on)
                  then alarm info "x"
                """);
        register("l1", "Light", "hall1/a");
        pass(11);
        assertThat(decided()).containsExactly("empty hall1/a ACTIVATED");
        assertThat(why("not_all", "hall1/a").now())
                .extracting(Observation::truth)
                .contains(Kleene.UNKNOWN);
    }

    @Test
    void countsAreThreeValued() {
        declare(TYPES + """
                rule two for each Room r
                  when at least 2 Pir in r has (motion is on)
                  then alarm info "x"
                rule all for each Room r
                  when all Pir in r has (motion is on)
                  then alarm info "x"
                rule none for each Room r
                  when no Pir in r has (motion is on)
                  then alarm info "x"
                """);
        register("p1", "Pir", "h/a");
        register("p2", "Pir", "h/a");
        register("p3", "Pir", "h/a");
        tell("p1", "motion", "off");
        tell("p2", "motion", "off");
        assertThat(decided()).isEmpty();
        tell("p3", "motion", "off");
        assertThat(decided()).containsExactly("none h/a ACTIVATED");
        tell("p1", "motion", "on");
        assertThat(decided()).endsWith("none h/a CLEARED");
        tell("p2", "motion", "on");
        assertThat(decided()).endsWith("two h/a ACTIVATED");
        tell("p3", "motion", "on");
        assertThat(decided()).endsWith("all h/a ACTIVATED");
        register("p4", "Pir", "h/a");
        assertThat(decided()).endsWith("all h/a ACTIVATED");
        tell("p4", "motion", "off");
        assertThat(decided()).endsWith("all h/a CLEARED");
        remove("p4");
        assertThat(decided()).endsWith("all h/a ACTIVATED");
    }

    @Test
    void whoEmittedIsNamedInTheExplanation() {
        declare(TYPES + """
                rule tampered for each Hall h
                  when any Pir in h emits opened
                  then alarm major "{h}"
                """);
        register("p1", "Pir", "h1/a");
        register("p2", "Pir", "h1/b");
        rehearsal.publish("d/p2/event/opened", new byte[0], "p2");
        assertThat(decided()).containsExactly("tampered h1 ACTIVATED");
        assertThat(String.join("\n", why("tampered", "h1").lines()))
                .contains("any Pir in h emits opened")
                .contains("p2.opened")
                .doesNotContain("p1.");
        pass(1);
        assertThat(decided()).endsWith("tampered h1 CLEARED");
    }

    @Test
    void aDeviceInARoomStandsInItsHallToo() {
        declare(TYPES + """
                rule busy for each Hall h
                  when at least 2 Pir in h has (motion is on) and any Door in h has (open is true)
                  then alarm info "{h}"
                """);
        register("p1", "Pir", "h1/a");
        register("p2", "Pir", "h1/b");
        register("p3", "Pir", "h2/b");
        register("d1", "Door", "h1");
        register("short", "Pir", "h1");
        for (String device : List.of("p1", "p2", "p3")) {
            tell(device, "motion", "on");
        }
        tell("short", "motion", "off");
        tell("d1", "open", "true");
        assertThat(decided()).containsExactly("busy h1 ACTIVATED");
        tell("p1", "motion", "off");
        assertThat(decided()).endsWith("busy h1 CLEARED");
        tell("short", "motion", "on");
        assertThat(decided()).endsWith("busy h1 ACTIVATED");
    }

    @Test
    void aRuleOverDevicesLooksAroundInTheirPlace() {
        declare(TYPES + """
                rule lit for each Light l
                  when l.power is on and no Pir in l has (motion is on)
                  then set l.power = off
                """);
        register("l1", "Light", "h/a");
        register("l2", "Light", "h/b");
        register("l3", "Light", "h");
        register("p1", "Pir", "h/a");
        register("p2", "Pir", "h/b");
        tell("p1", "motion", "on");
        tell("p2", "motion", "on");
        for (String light : List.of("l1", "l2", "l3")) {
            tell(light, "power", "on");
        }
        assertThat(decided()).isEmpty();
        tell("p1", "motion", "off");
        assertThat(decided()).containsExactly("lit l1 ACTIVATED");
        register("l2", "Light", "h/a");
        assertThat(decided()).endsWith("lit l2 ACTIVATED");
    }

    @Test
    void allDevicesInThePlaceAreSet() {
        declare(TYPES + """
                rule dark for each Room r  as comfort
                  when no Pir in r has (motion is on)
                  then set Light.power in r = off
                  on clear set Light.power in r = on  expires in 1 min
                """);
        register("p1", "Pir", "h/a");
        register("l1", "Light", "h/a");
        register("l2", "Light", "h/a");
        register("l3", "Light", "h/b");
        tell("p1", "motion", "off");
        assertThat(commands()).containsExactly("l1 off sent", "l2 off sent", "l3 off sent");
        assertThat(why("dark", "h/a").lines())
                .anyMatch(line -> line.endsWith("did: set Light.power in r = off on l2"))
                .anyMatch(line -> line.contains("command"));
        register("l2", "Light", "h/c");
        tell("p1", "motion", "on");
        assertThat(commands())
                .containsExactly(
                        "l1 off superseded",
                        "l1 on sent",
                        "l2 off sent",
                        "l2 off superseded",
                        "l3 off sent");
    }

    private List<String> commands() {
        return List.of("l1", "l2", "l3").stream()
                .flatMap(device -> rehearsal.decisions().ledger().commands(device).stream()
                        .map(c -> device + " " + c.claim().value() + " "
                                + c.state().id()))
                .sorted()
                .toList();
    }

    @Test
    void theDeviceThatStandsForAPlaceGivesItsPoints() {
        declare(TYPES + """
                rule late for each Hall h
                  when h.night is true and any Door in h has (open is true)
                  then set h.alert = on
                       alarm major "{h} at night: {h.night}"
                """);
        register("d1", "Door", "h1");
        tell("d1", "open", "true");
        register("hall_one", "Hall", "h1");
        tell("hall_one", "night", "true");
        assertThat(decided()).containsExactly("late h1 ACTIVATED");
        assertThat(rehearsal.decisions().alarms())
                .extracting(a -> a.device() + ": " + a.text())
                .containsExactly("h1: h1 at night: true");
        assertThat(rehearsal.decisions().ledger().commands("hall_one")).hasSize(1);
        register("another", "Hall", "h1");
        tell("another", "night", "false");
        assertThat(why("late", "h1").now()).anySatisfy(seen -> {
            assertThat(seen.statement()).isEqualTo("h.night is true");
            assertThat(seen.truth()).isEqualTo(Kleene.UNKNOWN);
        });
        remove("hall_one");
        assertThat(decided()).endsWith("late h1 CLEARED");
    }

    @Test
    void whyNamesThePlaceAndWhoHasIt() {
        declare(TYPES + EMPTY_ROOM + """
                rule on for each Room r
                  when any Pir in r has (motion is on)
                  then alarm info "x"
                """);
        register("p1", "Pir", "h/a");
        register("p2", "Pir", "h/a");
        tell("p2", "motion", "on");
        Why.Explained why = why("on", "h/a");
        assertThat(why.active()).isTrue();
        assertThat(why.decisions().getFirst().trace().observations().getFirst().samples())
                .extracting(s -> s.point() + " " + s.shown())
                .containsExactly("p2.motion on");
        assertThat(rehearsal.decisions().why("on", "p2").lines().getFirst())
                .isEqualTo("rule 'on' is for each Room in which devices stand, and 'p2' is none: it"
                        + " stands in 'h/a', which is one");
    }

    @Test
    void aChangedProgramFindsItsPlacesAgain() {
        declare(TYPES + EMPTY_ROOM);
        register("p1", "Pir", "h/a");
        register("p2", "Pir", "h/a");
        tell("p1", "motion", "off");
        tell("p2", "motion", "off");
        pass(11);
        declare(TYPES + EMPTY_ROOM + """
                rule both for each Room r
                  when all Pir in r has (motion is off)
                  then alarm info "x"
                """);
        assertThat(decided()).containsExactly("empty h/a ACTIVATED", "both h/a ACTIVATED");
        rehearsal.restart();
        tell("p1", "motion", "on");
        assertThat(decided()).endsWith("empty h/a CLEARED", "both h/a CLEARED").hasSize(4);
        declare(TYPES.replace("place Room in Hall", "place Room") + EMPTY_ROOM);
        tell("p1", "motion", "off");
        pass(11);
        assertThat(decided())
                .endsWith("empty h/a CLEARED", "both h/a CLEARED", "empty h ACTIVATED");
    }

    /** Both halls become active in one instant, and the lamp stands in the other one when it is in vain. */
    @Test
    void whatACommandInVainLeadsToIsDoneForThePlaceThatGaveIt() {
        declare("""
                place Hall in Site
                type Gate in Hall { open : boolean }
                type Lamp in Hall { power : on | off  writable }
                rule lit for each Hall h
                  when any Gate in h has (open is true)
                  then set Lamp.power in h = on  expires in 1 min  confirm within 5 s
                         otherwise alarm major "{h} stays dark"
                """);
        register("g1", "Gate", "north/hall1");
        register("g2", "Gate", "north/hall2");
        register("l1", "Lamp", "north/hall1");
        tell("g1", "open", "true");
        tell("g2", "open", "true");
        pass(2);
        register("l1", "Lamp", "north/hall2");
        rehearsal.restart();
        pass(5);
        assertThat(rehearsal.decisions().alarms())
                .extracting(Alarm::device)
                .containsExactly("north/hall1");
    }

    @Test
    void whatWasLearnedOfADeviceGoesWithIt() {
        declare("""
                place Hall in Site
                type Gate in Hall { open : boolean }
                type Hall { hum : number }
                rule restless for each Hall h
                  when anomaly(h.hum) > 0.99
                  then alarm minor "{h} is restless"
                """);
        register("g1", "Gate", "north/hall1");
        register("h1", "Hall", "north/hall1");
        for (int i = 0; i < 70; i++) {
            pass(1);
            tell("h1", "hum", Integer.toString(i % 7));
        }
        assertThat(why("restless", "north/hall1").lines().toString()).contains("70 points");
        register("h2", "Hall", "north/hall1");
        remove("h1");
        rehearsal.restart();
        pass(1);
        tell("h2", "hum", "900");
        assertThat(why("restless", "north/hall1").lines().toString()).contains(" 1 points");
        assertThat(decided()).isEmpty();
    }
}
