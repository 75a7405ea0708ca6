package io.signalbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;

/** What a hub wrote before claims knew the instance of their rule: a snapshot, and records. */
class ClaimsOfOldTest {
    private static final String A = "aaaaaaaaaaaaaaaa";
    private static final String B = "bbbbbbbbbbbbbbbb";

    /** The claim {@link #A} of the rule slow is told to p1: speed = 10 until 60 s. */
    private static final String SNAPSHOT =
            "090101000000000000000200010270310001106161616161616161616161616161616102"
                    + "70310573706565640140240000000000000c00c0a90704736c6f77027631010100000000"
                    + "000101000001010101feffffffffffffffff01000200000004000101000500";

    private static final String MADE =
            "011061616161616161616161616161616161027031057370656564014024000000000000"
                    + "0c00c0a90704736c6f770276310101000000";
    private static final String OVER =
            "0302703105737065656404736c6f7710736c6f772068617320636c6561726564";

    private final Plant plant = Plant.live();

    private static ByteReader bytes(String hex) {
        return new ByteReader(HexFormat.of().parseHex(hex));
    }

    private static Claim slow(String id, String subject, long end) {
        Claim.Origin origin = new Claim.Origin("slow", "v1", subject, 1, Claim.Origin.NOTHING);
        return Plant.speed(id, 10, 12, origin, end);
    }

    @Test
    void recordsAreRead() {
        assertThat(ClaimChange.read(bytes(MADE)))
                .isEqualTo(new ClaimChange.Made(slow(A, "", 60_000)));
        assertThat(ClaimChange.read(bytes(OVER)))
                .isEqualTo(new ClaimChange.Over("p1", "speed", "slow", "", "slow has cleared"));
    }

    @Test
    void aSnapshotIsReadAndWrittenAsItWas() {
        plant.ledger.restore(bytes(SNAPSHOT));
        assertThat(plant.ledger.claims("p1")).containsExactly(slow(A, "", 60_000));
        ByteWriter again = new ByteWriter();
        plant.ledger.snapshot(again);
        assertThat(HexFormat.of().formatHex(again.toByteArray())).isEqualTo(SNAPSHOT);
    }

    /** Nobody knows of which instance it is: that is so until its lease ends at the latest. */
    @Test
    void theNextClaimOfItsRuleTakesItsPlace() {
        plant.ledger.restore(bytes(SNAPSHOT));
        plant.claim(slow(B, "room1", 50_000));
        assertThat(plant.ledger.claims("p1")).extracting(Claim::id).containsExactly(B);
    }

    @Test
    void whatIsOverIsOverForAllInstances() {
        plant.claim(slow(A, "room1", Claim.FOREVER));
        plant.claim(slow(B, "", Claim.FOREVER));
        plant.change(ClaimChange.read(bytes(OVER)));
        assertThat(plant.ledger.claims("p1")).isEmpty();
    }
}
