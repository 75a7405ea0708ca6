package io.signalbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class CommandLedgerTest {
    private static final String A = "aaaaaaaaaaaaaaaa";
    private static final String B = "bbbbbbbbbbbbbbbb";
    private static final String C = "cccccccccccccccc";

    private final Plant plant = Plant.live();

    @Test
    void tellsTheDeviceAndIsConfirmedByThePointThatTheTypeNames() {
        plant.tickAt(30_000);
        plant.claim(Plant.stop(A, 90_000, Claim.Proof.NONE));
        assertThat(plant.told())
                .containsExactly("d/p1/down/command {\"value\":\"stop\",\"id\":\"" + A
                        + "\",\"expires\":\"1970-01-01T00:01:30.000Z\"}");

        plant.tickAt(31_000);
        plant.publish("d/p1/up/state", "running");
        assertThat(plant.states(A)).containsExactly("queued@30000", "sent@30000");
        plant.publish("d/p1/up/data", "{\"state\":\"stopped\",\"flow\":0}");
        assertThat(plant.states(A))
                .containsExactly("queued@30000", "sent@30000", "confirmed@31000");
    }

    @Test
    void isConfirmedByTheSamePointIfTheTypeNamesNone() {
        plant.claim(Plant.speed(A, 42.1, 12, "slow", 60_000));
        plant.publish("d/p1/up/speed", "42");
        assertThat(plant.states(A)).containsExactly("queued@0", "sent@0");
        plant.publish("d/p1/up/speed", "42.09999847412109");
        assertThat(plant.states(A)).last().isEqualTo("confirmed@0");
    }

    @Test
    void confirmsOnce() {
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        plant.publish("d/p1/up/state", "stopped");
        plant.publish("d/p1/up/state", "stopped");
        assertThat(plant.states(A)).containsExactly("queued@0", "sent@0", "confirmed@0");
    }

    @Test
    void isNotConfirmedByAReadingThatIsBadOrFromBeforeTheOutage() {
        plant.tickAt(7_200_000);
        plant.claim(Plant.speed(A, 50, 12, "slow", 9_000_000));
        plant.publish("d/p1/up/data", "{\"ts\":3600,\"speed\":50}");
        assertThat(plant.states(A)).last().isEqualTo("sent@7200000");
        plant.claim(Plant.speed(B, 150, 12, "slow", 9_000_000));
        plant.publish("d/p1/up/speed", "150");
        assertThat(plant.states(B)).last().isEqualTo("sent@7200000");
    }

    @Test
    void sendsAgainUnderTheSameIdAndFailsAfterTheLastRetry() {
        plant.tickAt(30_000);
        plant.claim(Plant.stop(A, 90_000, new Claim.Proof(5_000, 3, 5_000)));
        for (long t = 31_000; t <= 60_000; t += 1_000) {
            plant.tickAt(t);
        }
        assertThat(plant.states(A))
                .containsExactly(
                        "queued@30000",
                        "sent@30000",
                        "sent@35000",
                        "sent@40000",
                        "sent@45000",
                        "failed@50000");
        assertThat(plant.told()).hasSize(4).allMatch(told -> told.contains(A));
        assertThat(plant.inVain)
                .containsExactly(A + " failed: not confirmed within 5000 ms and 3 retries");
    }

    @Test
    void isConfirmedBetweenRetriesAndThenLeftAlone() {
        plant.claim(Plant.stop(A, 90_000, new Claim.Proof(5_000, 3, 5_000)));
        plant.tickAt(5_000);
        plant.publish("d/p1/up/state", "stopped");
        plant.tickAt(20_000);
        assertThat(plant.states(A))
                .containsExactly("queued@0", "sent@0", "sent@5000", "confirmed@5000");
        assertThat(plant.inVain).isEmpty();
    }

    @Test
    void withoutATimeToConfirmItOnlyExpires() {
        plant.claim(Plant.stop(A, 60_000, new Claim.Proof(0, 3, 1_000)));
        plant.tickAt(59_999);
        assertThat(plant.states(A)).containsExactly("queued@0", "sent@0");
        plant.tickAt(60_000);
        assertThat(plant.states(A)).last().isEqualTo("expired@60000");
        assertThat(plant.inVain)
                .containsExactly(A + " expired: not confirmed before its lease ended");
        plant.publish("d/p1/up/state", "stopped");
        assertThat(plant.states(A)).last().isEqualTo("expired@60000");
    }

    @Test
    void theSameClaimTwiceActsOnce() {
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        plant.publish("d/p1/up/state", "stopped");
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        assertThat(plant.told()).hasSize(1);
        assertThat(plant.ledger.repeated()).isEqualTo(2);
    }

    @Test
    void aHigherClaimSupersedesAndWhenItEndsTheLowerOneHoldsAgainUnderAnotherId() {
        plant.claim(Plant.speed(A, 30, 12, "slow", 100_000));
        plant.claim(Plant.speed(B, 0, 5, "stop", 50_000));
        assertThat(plant.states(A)).containsExactly("queued@0", "sent@0", "superseded@0");
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B, A);

        plant.publish("d/p1/up/speed", "0");
        plant.tickAt(50_000);
        assertThat(plant.states(B)).last().isEqualTo("confirmed@0");
        String again = CommandId.ofTurn(A, 1);
        assertThat(plant.told()).hasSize(3).last().asString().contains("\"value\":30", again);
        assertThat(plant.states(again)).containsExactly("queued@50000", "sent@50000");
    }

    @Test
    void aLowerClaimWaitsForItsTurn() {
        plant.claim(Plant.speed(A, 0, 5, "stop", 10_000));
        plant.claim(Plant.speed(B, 30, 12, "slow", 20_000));
        plant.claim(Plant.speed(C, 40, 15, "cosy", 15_000));
        assertThat(plant.told()).hasSize(1);
        plant.tickAt(10_000);
        assertThat(plant.states(B)).containsExactly("queued@0", "sent@10000");
        plant.tickAt(15_000);
        assertThat(plant.states(C)).containsExactly("queued@0", "expired@15000");
        assertThat(plant.inVain).contains(C + " expired: it had no turn");
    }

    @Test
    void nothingIsSentWhenNoClaimIsLeft() {
        plant.claim(Plant.speed(A, 0, 5, "stop", 10_000));
        plant.publish("d/p1/up/speed", "0");
        plant.tickAt(10_000);
        assertThat(plant.told()).hasSize(1);
        assertThat(plant.ledger.claims("p1")).isEmpty();
        assertThat(plant.states(A)).last().isEqualTo("confirmed@0");
    }

    @Test
    void aReleasedClaimGivesWayAtOnce() {
        plant.claim(Plant.speed(A, 30, 12, "slow", Claim.FOREVER));
        plant.claim(Plant.speed(B, 0, 5, "stop", Claim.FOREVER));
        plant.release(B);
        assertThat(plant.states(B)).last().isEqualTo("superseded@0");
        assertThat(plant.told()).hasSize(3).last().asString().contains("30").doesNotContain("exp");
    }

    @Test
    void theGreaterPriorityWinsWithinALevelAndTheNewerClaimAmongEquals() {
        Claim first = Plant.speed(A, 10, 12, "one", 60_000);
        plant.claim(new Claim(
                A,
                first.device(),
                first.point(),
                first.value(),
                new Claim.Rank(12, 20),
                first.leaseEndMillis(),
                first.origin(),
                first.proof()));
        plant.claim(Plant.speed(B, 20, 12, "two", 60_000));
        plant.claim(Plant.speed(C, 30, 12, "three", 60_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(A, C, B);
    }

    @Test
    void aNewerClaimOfTheSameRuleTakesThePlaceOfTheOlder() {
        plant.claim(Plant.speed(A, 10, 12, "slow", 60_000));
        plant.claim(Plant.speed(B, 20, 12, "slow", 30_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B);
        assertThat(plant.states(A)).last().isEqualTo("superseded@0");
        plant.tickAt(30_000);
        assertThat(plant.told()).hasSize(2);
    }

    private static Claim slow(String id, double value, String version, String room, long end) {
        Claim.Origin origin = new Claim.Origin("slow", version, room, 1, Claim.Origin.NOTHING);
        return Plant.speed(id, value, 12, origin, end);
    }

    @Test
    void eachInstanceOfARuleClaimsForItself() {
        plant.claim(slow(A, 10, "v1", "room1", 60_000));
        plant.claim(slow(B, 20, "v1", "room2", 30_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B, A);
        plant.claim(slow(C, 30, "v1", "room2", 20_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(C, A);
        plant.tickAt(20_000);
        assertThat(plant.told()).last().asString().contains("\"value\":10");
    }

    @Test
    void aClaimOfAnotherVersionOfItsRuleTakesThePlaceOfAllInstances() {
        plant.claim(slow(A, 10, "v1", "room1", 60_000));
        plant.claim(slow(B, 20, "v1", "room2", 60_000));
        plant.claim(slow(C, 30, "v2", "room3", 60_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(C);
    }

    @Test
    void aRuleAndAPersonOfOneNameClaimBoth() {
        plant.claim(Plant.speed(A, 10, 12, "anna", 60_000));
        plant.claim(Plant.speed(B, 20, 8, "anna", 60_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B, A);
    }

    @Test
    void whatAnInstanceClaimsIsOverForItAlone() {
        plant.claim(slow(A, 10, "v1", "room1", Claim.FOREVER));
        plant.claim(slow(B, 20, "v1", "room2", Claim.FOREVER));
        plant.change(new ClaimChange.Over("p1", "speed", "slow", "room2", "slow has cleared"));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(A);
        assertThat(plant.told()).last().asString().contains("\"value\":10");
    }

    @Test
    void aPersonsClaimTakesThePlaceOfAnothersAndAutomationComesBackByItself() {
        plant.claim(Plant.speed(C, 50, 12, "slow", 600_000));
        plant.claim(Plant.speed(A, 10, 8, "anna", 60_000));
        plant.claim(Plant.speed(B, 20, 8, "bert", 60_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B, C);
        plant.tickAt(60_000);
        assertThat(plant.told()).last().asString().contains("\"value\":50");
    }

    @Test
    void anInterlockForbids() {
        plant.veto = Optional.of("water is unknown");
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        assertThat(plant.told()).isEmpty();
        assertThat(plant.states(A)).containsExactly("queued@0", "vetoed@0");
        assertThat(plant.inVain).containsExactly(A + " vetoed: dry: water is unknown");
    }

    @Test
    void whatWasForbiddenIsToldOnceItIsAllowedIfItsClaimStillHolds() {
        plant.veto = Optional.of("water is unknown");
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        plant.claim(Plant.speed(B, 5, 12, "slow", 2_000));
        plant.tickAt(1_000);
        assertThat(plant.told()).isEmpty();
        plant.tickAt(2_000);
        plant.veto = Optional.empty();
        plant.tickAt(3_000);
        plant.tickAt(4_000);
        String again = CommandId.ofTurn(A, 1);
        assertThat(plant.told()).hasSize(1).first().asString().contains(again);
        assertThat(plant.states(again)).containsExactly("queued@3000", "sent@3000");
        assertThat(plant.states(B)).containsExactly("queued@0", "vetoed@0");
    }

    @Test
    void theDeviceMayAcknowledgeOrRefuse() {
        plant.claim(Plant.stop(A, 60_000, new Claim.Proof(5_000, 1, 5_000)));
        plant.publish("d/p1/ack/command", "{\"id\":\"" + A + "\",\"state\":\"delivered\"}");
        plant.publish(
                "d/p1/ack/command",
                "{\"id\":\"" + A + "\",\"state\":\"refused\",\"reason\":\"valve locked\"}");
        plant.tickAt(10_000);
        assertThat(plant.states(A))
                .containsExactly("queued@0", "sent@0", "delivered@0", "refused@0");
        assertThat(plant.inVain).containsExactly(A + " refused: valve locked");
    }

    @Test
    void anAnswerDoesNotEndTheWaitForTheReport() {
        plant.claim(Plant.stop(A, 60_000, new Claim.Proof(5_000, 1, 5_000)));
        plant.publish("d/p1/ack/command", "{\"id\":\"" + A + "\",\"state\":\"delivered\"}");
        plant.tickAt(5_000);
        plant.tickAt(10_000);
        assertThat(plant.states(A))
                .containsExactly("queued@0", "sent@0", "delivered@0", "sent@5000", "failed@10000");
    }

    @Test
    void aClaimWhoseLeaseHasEndedIsNotSent() {
        plant.tickAt(60_000);
        plant.claim(Plant.stop(A, 60_000, Claim.Proof.NONE));
        assertThat(plant.told()).isEmpty();
        assertThat(plant.states(A)).containsExactly("queued@60000", "expired@60000");
    }

    @Test
    void claimsOnOneActuatorAreLimited() {
        for (int i = 0; i <= DeviceCommands.MAX_CLAIMS; i++) {
            plant.claim(Plant.speed(CommandId.of("" + i), i, 12, "rule" + i, 60_000));
        }
        String last = CommandId.of("" + DeviceCommands.MAX_CLAIMS);
        assertThat(plant.states(last)).containsExactly("queued@0", "failed@0");
        assertThat(plant.ledger.claims("p1")).hasSize(DeviceCommands.MAX_CLAIMS);
        plant.claim(Plant.speed(A, 7, 12, "rule3", 60_000));
        assertThat(plant.states(A)).last().isEqualTo("sent@0");
    }

    @Test
    void ofTheRoomsThroughWhichADeviceWentTheFirstIsForgotten() {
        for (int i = 0; i <= DeviceCommands.MAX_CLAIMS; i++) {
            plant.claim(slow(CommandId.of("" + i), i, "v1", "room" + i, 60_000));
        }
        assertThat(plant.ledger.claims("p1"))
                .hasSize(DeviceCommands.MAX_CLAIMS)
                .extracting(Claim::id)
                .contains(CommandId.of("" + DeviceCommands.MAX_CLAIMS))
                .doesNotContain(CommandId.of("0"));
    }

    @Test
    void oldCommandsAreForgottenButNotThoseInPlace() {
        plant.claim(Plant.speed(C, 1, 5, "stop", Claim.FOREVER));
        for (int i = 0; i < 200; i++) {
            plant.claim(Plant.stop(CommandId.of("" + i), 60_000 + i, Claim.Proof.NONE));
            plant.publish("d/p1/up/state", "stopped");
        }
        List<CommandView> views = plant.ledger.commands("p1");
        assertThat(views).hasSizeLessThanOrEqualTo(DeviceCommands.MAX_FINISHED + 2);
        assertThat(views).extracting(CommandView::id).contains(C, CommandId.of("199"));
    }

    @Test
    void whatARuleClaimedOfADeviceThatWasRemovedMeanwhileIsInVain() {
        plant.remove("p1");
        plant.decided(new ClaimChange.Made(Plant.stop(A, 60_000, Claim.Proof.NONE)));
        assertThat(plant.told()).isEmpty();
        assertThat(plant.inVain).containsExactly(A + " failed: the device was removed");
        plant.publish("d/p1/up/state", "running");
        plant.decided(new ClaimChange.Made(Plant.stop(B, 60_000, Claim.Proof.NONE)));
        plant.register("p1");
        plant.tickAt(1_000);
        assertThat(plant.told()).isEmpty();
        assertThat(plant.ledger.claims("p1")).isEmpty();
    }

    @Test
    void aRemovedDeviceLeavesNothingBehind() {
        plant.claim(Plant.speed(A, 10, 12, "slow", 60_000));
        plant.remove("p1");
        assertThat(plant.ledger.commands()).isEmpty();
        assertThat(plant.ledger.entered()).containsEntry(CommandState.FAILED, 1L);
        plant.tickAt(60_000);
        assertThat(plant.ledger.entered()).containsEntry(CommandState.EXPIRED, 0L);
    }

    @Test
    void idsFollowFromWhatMadeThem() {
        String id = CommandId.ofRule("pump_dry", "v1", "p1", 1, 0);
        assertThat(id).hasSize(16).isEqualTo(CommandId.ofRule("pump_dry", "v1", "p1", 1, 0));
        assertThat(id).isNotEqualTo(CommandId.ofRule("pump_dry", "v1", "p1", 2, 0));
        assertThat(CommandId.of("ab", "c")).isNotEqualTo(CommandId.of("a", "bc"));
    }
}
