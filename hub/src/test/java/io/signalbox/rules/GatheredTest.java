package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.device.DeviceChange;
import io.signalbox.language.Language;
import io.signalbox.language.Program;
import io.signalbox.language.Source;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the devices in a place come to. */
class GatheredTest extends RehearsedPlant {
    private static final String TYPES = """
            place Hall in Site
            type Meter in Hall { power : kW   volt : V   amp : A }
            type Light in Hall { power : on | off  writable   level : % writable }
            type Site { contract : kW }
            signal apparent for each Meter m = m.volt * m.amp
            """;
    private static final String PEAK = """
            rule peak for each Site s
              when sum(Meter.power in s) > 0.5 * s.contract
              then alarm major "{s}: {sum(Meter.power in s)} of {s.contract}"
                   set Light.level in s = 100 % / count(Light in s)  expires in 1 h
            """;

    private void plant() {
        declare(TYPES + PEAK);
        register("s1", "Site", "north");
        tell("s1", "contract", "100");
        for (int i = 1; i <= 5; i++) {
            register("m" + i, "Meter", "north/h" + i);
            tell("m" + i, "power", Integer.toString(i));
        }
        register("l1", "Light", "north/h1");
        register("l2", "Light", "north/h2");
    }

    @Test
    void aSumIsToldWithThoseThatMatterMost() {
        plant();
        tell("m3", "power", "40");
        assertThat(decided()).containsExactly("peak north ACTIVATED");
        assertThat(rehearsal.decisions().alarms())
                .singleElement()
                .satisfies(a -> assertThat(a.text()).isEqualTo("north: 52 kW of 100 kW"));
        assertThat(rehearsal.decisions().ledger().claims("l2"))
                .singleElement()
                .satisfies(c -> assertThat(c.value()).hasToString("50"));
        assertThat(now("north"))
                .extracting(s -> s.point() + " = " + s.shown())
                .containsExactly(
                        "contract = 100 kW",
                        "sum(Meter.power in Site) = 52 kW of 5",
                        "m3.power = 40 kW",
                        "m5.power = 5 kW",
                        "m4.power = 4 kW");
    }

    private List<Observation.Sample> now(String place) {
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("peak", place);
        return why.now().getFirst().samples();
    }

    @Test
    void oneThatIsUnknownMakesTheSumUnknownUntilItIsRegisteredNoMore() {
        plant();
        tell("m3", "power", "40");
        register("m6", "Meter", "north/h9");
        tell("m3", "power", "1");
        assertThat(decided()).containsExactly("peak north ACTIVATED");
        assertThat(now("north"))
                .extracting(s -> s.point() + " = " + s.shown())
                .contains("sum(Meter.power in Site) = unknown", "m6.power = unknown")
                .doesNotContain("m3.power = 1 kW");
        rehearsal.device(new DeviceChange.Removed("m6"));
        assertThat(decided()).endsWith("peak north CLEARED");
    }

    @Test
    void aPlaceWithoutAnyHasNoSumAndACountOfNone() {
        declare(TYPES + """
                rule none for each Site s
                  when count(Meter in s) = 0
                  then alarm info "x"
                rule low for each Site s
                  when sum(Meter.power in s) < 5 kW or max(Meter.power in s) < 5 kW
                  then alarm info "x"
                """);
        register("s1", "Site", "north");
        assertThat(decided()).containsExactly("none north ACTIVATED");
        register("m1", "Meter", "north/h1");
        assertThat(decided()).endsWith("none north CLEARED");
        tell("m1", "power", "1");
        assertThat(decided()).endsWith("low north ACTIVATED");
        rehearsal.device(new DeviceChange.Removed("m1"));
        assertThat(decided()).endsWith("none north ACTIVATED");
    }

    @Test
    void signalsAreGatheredOfThoseThatFulfilSomething() {
        declare(TYPES + """
                rule apparent for each Site s
                  when max(Meter.apparent in s has (power is known)) > 1 kW
                  then alarm info "{s}: {max(Meter.apparent in s has (power is known))}"
                """);
        register("m1", "Meter", "north/h1");
        register("m2", "Meter", "north/h1");
        tell("m1", "volt", "230");
        tell("m1", "amp", "5");
        assertThat(decided()).isEmpty();
        tell("m1", "power", "1");
        assertThat(decided()).containsExactly("apparent north ACTIVATED");
        assertThat(rehearsal.decisions().alarms())
                .singleElement()
                .satisfies(a -> assertThat(a.text()).isEqualTo("north: 1150 W"));
    }

    @Test
    void whatIsNotKnownIsNotSet() {
        declare(TYPES + """
                rule set_level for each Site s
                  when any Light in s has (power is on)
                  then set Light.level in s = 1 % * count(Meter.power in s)  expires in 1 h
                       set Light.level in s = sum(Meter.power in s) * 1 % / 1 kW  expires in 1 h
                """);
        register("l1", "Light", "north/h1");
        register("m1", "Meter", "north/h1");
        tell("l1", "power", "on");
        Why.Explained why = (Why.Explained) rehearsal.decisions().why("set_level", "north");
        assertThat(why.decisions().getFirst().trace().actions())
                .extracting(Trace.Done::statement)
                .anySatisfy(said -> assertThat(said)
                        .endsWith("(not done: 'sum(Meter.power in Site)' is unknown)"));
        assertThat(rehearsal.decisions().ledger().claims("l1"))
                .singleElement()
                .satisfies(c -> assertThat(c.value()).hasToString("0"));
    }

    @Test
    void aRestartChangesNoBit() {
        plant();
        String[] values = {"0.1", "1e17", "0.3", "-1e17", "2.5e-9"};
        for (int i = 0; i < values.length; i++) {
            tell("m" + (i + 1), "power", values[i]);
        }
        List<Observation.Sample> before = now("north");
        rehearsal.restart();
        assertThat(now("north")).isEqualTo(before);
        assertThat(before.get(1).value().orElseThrow()).hasToString("0.4000000025");
    }

    @Test
    void timeOfDevicesInAPlaceIsCompared() {
        declare(TYPES + """
                rule lit for each Hall h
                  when time_in(any Light in h has (power is on), 1 min) > 20 s
                  then alarm info "x"
                """);
        register("l1", "Light", "north/h1");
        tell("l1", "power", "on");
        pass(59);
        assertThat(decided()).containsExactly("lit north/h1 ACTIVATED");
    }

    @Test
    void memoryIsTold() {
        Program program =
                Language.check(List.of(new Source("f", TYPES + PEAK))).program().orElseThrow();
        assertThat(RuleCost.of(program).getFirst().bytes()).isBetween(560, 700);
    }
}
