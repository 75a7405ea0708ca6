package io.signalbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** A lease that ends in a record from which other claims follow, which stand behind it in the journal. */
class LeaseEndTest {
    private static final String BENEATH = "aaaaaaaaaaaaaaaa";
    private static final String BOOST = "bbbbbbbbbbbbbbbb";
    private static final ClaimChange NEXT =
            new ClaimChange.Made(Plant.speed("cccccccccccccccc", 50, 12, "boost", 90_000));
    private static final ClaimChange ELSEWHERE =
            new ClaimChange.Made(Plant.stop("dddddddddddddddd", 90_000, Claim.Proof.NONE));

    private Plant plant = Plant.live();

    @BeforeEach
    void boost() {
        plant.claim(Plant.speed(BENEATH, 30, 15, "cosy", Claim.FOREVER));
        plant.claim(Plant.speed(BOOST, 100, 12, "boost", 10_000));
    }

    /** The speeds that the pump was told. */
    private List<String> told() {
        return plant.told().stream()
                .filter(told -> told.startsWith("d/p1/down/speed"))
                .map(told -> told.replaceAll(".*\"value\":([^,}]+).*", "$1"))
                .toList();
    }

    private void leaseEndsWhile(ClaimChange... following) {
        for (ClaimChange change : following) {
            plant.ahead.add(change);
        }
        plant.tickAt(10_000);
        plant.ahead.begin();
    }

    /** The hub is killed and started again from a snapshot of this moment. */
    private void restart() {
        Plant second = new Plant();
        second.journal.addAll(plant.journal);
        second.restore(plant.snapshot());
        second.run();
        second.outbox.goLive();
        second.run();
        plant = second;
    }

    @Test
    void isFollowedByWhatIsClaimedAndNothingIsToldInBetween() {
        leaseEndsWhile(NEXT);
        assertThat(told()).containsExactly("30", "100");
        plant.change(NEXT);
        assertThat(told()).containsExactly("30", "100", "50");
    }

    @Test
    void soItIsIfTheHubIsStoppedBetweenTheTwoRecords() {
        leaseEndsWhile(NEXT);
        restart();
        plant.tickAt(11_000);
        assertThat(told()).containsExactly("30", "100");
        plant.change(NEXT);
        assertThat(told()).containsExactly("30", "100", "50");
    }

    @Test
    void endsWithTheReleaseOfWhatLayBeneath() {
        leaseEndsWhile(new ClaimChange.Released("p1", BENEATH, "cosy has cleared"));
        restart();
        plant.release(BENEATH);
        assertThat(told()).containsExactly("30", "100");
        assertThat(plant.ledger.claims("p1")).isEmpty();
    }

    @Test
    void waitsForNoChangeOfAnotherActuator() {
        leaseEndsWhile(ELSEWHERE);
        assertThat(told()).containsExactly("30", "100", "30");
    }

    /** What was to follow never comes. */
    @Test
    void waitsForAnHourAtMost() {
        leaseEndsWhile(NEXT);
        plant.tickAt(3_609_999);
        assertThat(told()).containsExactly("30", "100");
        plant.tickAt(3_610_000);
        assertThat(told()).containsExactly("30", "100", "30");
    }

    @Test
    void waitsForAnHourAtMostAlsoIfTheHubIsStoppedMeanwhile() {
        leaseEndsWhile(NEXT);
        restart();
        plant.tickAt(3_609_999);
        assertThat(told()).containsExactly("30", "100");
        restart();
        plant.tickAt(3_610_000);
        assertThat(told()).containsExactly("30", "100", "30");
    }
}
