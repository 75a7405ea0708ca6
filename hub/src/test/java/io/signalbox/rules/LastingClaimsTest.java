package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.command.Claim;

import org.junit.jupiter.api.Test;

import java.util.List;

/** When claims without an end are over, and what a claim that comes too late leaves behind. */
class LastingClaimsTest extends RehearsedPlant {
    private List<String> claims(String device) {
        return rehearsal.decisions().ledger().claims(device).stream()
                .map(Claim::value)
                .map(Object::toString)
                .toList();
    }

    @Test
    void aClaimEndsWithItsActivationAlsoIfItCouldNotBeRenewed() {
        declare("""
                type Charger {
                  ready  : boolean
                  wanted : kW   every 2 s
                  limit  : kW   writable
                }
                rule follow for each Charger c  repeat every 10 s
                  when c.ready is true
                  then set c.limit = 2 * c.wanted
                """);
        register("c1", "Charger", "");
        tell("c1", "wanted", "3");
        tell("c1", "ready", "true");
        pass(25);
        assertThat(claims("c1")).containsExactly("6");
        rehearsal.restart();
        tell("c1", "ready", "false");
        assertThat(claims("c1")).isEmpty();
    }

    @Test
    void aClaimOnTheDeviceOfAPlaceEndsAlsoIfASecondOneHasCome() {
        declare("""
                place Hall in Site
                type Gate in Hall { open : boolean }
                type Hall { lamp : on | off  writable }
                rule lit for each Hall h
                  when any Gate in h has (open is true)
                  then set h.lamp = on
                """);
        register("h1", "Hall", "north/hall1");
        register("g1", "Gate", "north/hall1");
        tell("g1", "open", "true");
        assertThat(claims("h1")).containsExactly("on");
        register("h2", "Hall", "north/hall1");
        tell("g1", "open", "false");
        assertThat(claims("h1")).isEmpty();
    }

    /** The hub was stopped while the delayed step was due, and for longer than its lease. */
    @Test
    void whatAClaimReplacesDoesNotComeBackBecauseTheHubWasStopped() {
        declare("""
                type Charger {
                  ready : boolean
                  limit : kW   writable
                }
                rule boost for each Charger c
                  when c.ready is true
                  then set c.limit = 20 kW
                       after 10 s: set c.limit = 5 kW  expires in 10 s
                """);
        register("c1", "Charger", "");
        tell("c1", "ready", "true");
        pass(5);
        assertThat(claims("c1")).containsExactly("20");
        rehearsal.restart();
        leap(60);
        assertThat(claims("c1")).isEmpty();
    }
}
