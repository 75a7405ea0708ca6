package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.broker.PublishRecord;
import io.signalbox.command.Claim;
import io.signalbox.device.DeviceChange;
import io.signalbox.journal.RecordType;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
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

    /** What the device was told, one after the other. */
    private List<String> told() {
        return rehearsal.journal().stream()
                .filter(record -> record.type() == RecordType.PUBLISH)
                .map(PublishRecord::read)
                .filter(message -> message.topic().equals("d/c1/down/limit"))
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .map(json -> json.replaceAll(".*\"value\":([^,}]+).*", "$1"))
                .toList();
    }

    private static final String CHARGER = """
            type Charger {
              eco   : boolean
              ready : boolean
              limit : kW   writable
            }
            rule beneath for each Charger c  as comfort
              when c.eco is true
              then set c.limit = 3 kW
            """;

    /** What lies beneath was not told yet: it would be at once. */
    private void boost(String rules) {
        declare(CHARGER + rules);
        register("c1", "Charger", "");
        tell("c1", "ready", "true");
        tell("c1", "eco", "true");
        tell("c1", "ready", "false");
        pass(11);
    }

    @Test
    void aLeaseThatEndsAsItsRuleClearsIsFollowedByWhatThatSets() {
        boost("""
                rule boost for each Charger c
                  when c.ready is true
                  clear when c.ready is false for 10 s
                  then set c.limit = 20 kW  expires in 10 s
                  on clear set c.limit = 5 kW  expires in 1 h
                """);
        assertThat(told()).containsExactly("20", "5");
    }

    @Test
    void aLeaseThatEndsAsItIsRenewedIsNotMissed() {
        boost("""
                rule boost for each Charger c  repeat every 10 s
                  when c.ready is true
                  clear when c.ready is false for 1 min
                  then set c.limit = 20 kW  expires in 10 s
                """);
        assertThat(told()).containsExactly("20", "20");
    }

    @Test
    void aLeaseAndAClaimWithoutOneEndInOneRecordAtOnce() {
        boost("""
                rule boost for each Charger c  as automation  priority 20
                  when c.ready is true
                  clear when c.ready is false for 1 min
                  then set c.limit = 20 kW  expires in 10 s
                rule middle for each Charger c
                  when c.ready is true
                  clear when c.ready is false for 10 s
                  then set c.limit = 10 kW
                """);
        assertThat(told()).containsExactly("20", "3");
    }

    private static final String CARTS = """
            place Room in Hall
            type Pir in Room { motion : on | off }
            type Cart in Room { speed : number  writable }
            """;

    /** What was claimed of the cart by the room that it has left is none of the next room's. */
    @Test
    void eachPlaceClaimsForItself() {
        declare(CARTS + """
                rule slow for each Room r
                  when any Pir in r has (motion is on)
                  then set Cart.speed in r = 10 * count(Pir in r)  expires in 1 min
                  on clear set Cart.speed in r = 5  expires in 10 s
                """);
        register("p1", "Pir", "hall/a");
        register("p2", "Pir", "hall/b");
        register("p3", "Pir", "hall/b");
        register("c1", "Cart", "hall/a");
        tell("p3", "motion", "off");
        tell("p1", "motion", "on");
        register("c1", "Cart", "hall/b");
        tell("p2", "motion", "on");
        assertThat(claims("c1")).containsExactly("20", "10");
        rehearsal.restart();
        tell("p2", "motion", "off");
        assertThat(claims("c1")).containsExactly("5", "10");
        pass(10);
        assertThat(claims("c1")).containsExactly("10");
        pass(50);
        assertThat(claims("c1")).isEmpty();
    }

    @Test
    void whatThePlacesOfAnOldVersionClaimedGivesWayToTheNewOne() {
        String rule = """
                rule slow for each Room r
                  when any Pir in r has (motion is on)
                  then set Cart.speed in r = %s  expires in 1 min
                """;
        declare(CARTS + rule.formatted("10"));
        register("p1", "Pir", "hall/a");
        register("p2", "Pir", "hall/b");
        register("c1", "Cart", "hall/a");
        tell("p1", "motion", "on");
        register("c1", "Cart", "hall/b");
        declare(CARTS + rule.formatted("20"));
        tell("p2", "motion", "on");
        assertThat(claims("c1")).containsExactly("20");
    }

    @Test
    void aRuleThatIsNoMoreLeavesNoClaimWithoutAnEnd() {
        declare(CARTS + """
                rule slow for each Room r
                  when any Pir in r has (motion is on)
                  then set Cart.speed in r = 10
                rule stop for each Hall h
                  when any Pir in h has (motion is on)
                  then set Cart.speed in h = 0
                """);
        register("p1", "Pir", "hall/a");
        register("p2", "Pir", "hall/b");
        register("c1", "Cart", "hall/a");
        tell("p1", "motion", "on");
        register("c1", "Cart", "hall/b");
        tell("p2", "motion", "on");
        assertThat(claims("c1")).containsExactly("10", "0");
        declare(CARTS);
        assertThat(claims("c1")).isEmpty();
    }

    /** When no tick came for long the record stands for one, and what is due comes before it. */
    @Test
    void whatIsDueWhenADeviceIsRemovedIsNotToldToIt() {
        declare(CARTS + """
                rule slow for each Cart c
                  when c.speed silent for 10 s
                  then after 10 s: set c.speed = 10  expires in 1 min
                """);
        register("c1", "Cart", "hall/a");
        pass(15);
        rehearsal.moveTo(START + 30_000);
        rehearsal.device(new DeviceChange.Removed("c1"));
        assertThat(decided()).contains("slow c1 STEP");
        assertThat(claims("c1")).isEmpty();
        assertThat(rehearsal.journal().stream()
                        .filter(entry -> entry.type() == RecordType.PUBLISH)
                        .map(PublishRecord::read)
                        .filter(message -> message.topic().startsWith("d/c1/down")))
                .isEmpty();
    }

    /** The second try fails in the instant in which the actions are done again. */
    @Test
    void whatIsInVainAsItsActionsAreDoneAgainIsGivenUp() {
        declare("""
                type Pump { hot : boolean  state : on | off  command : on | off  writable confirm state }
                rule stop for each Pump p  repeat every 10 s
                  when p.hot is true
                  then set p.command = off  confirm within 5 s  retry 1 every 5 s
                         otherwise alarm critical "{p} does not stop"
                """);
        register("p1", "Pump", "");
        tell("p1", "hot", "true");
        for (int rounds = 1; rounds <= 3; rounds++) {
            pass(9);
            assertThat(Decided.inVain(rehearsal.journal())).hasSize(rounds - 1);
            pass(1);
            assertThat(Decided.inVain(rehearsal.journal())).hasSize(rounds);
        }
    }
}
