package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class ArrivalsTest {
    private final Arrivals arrivals = Arrivals.fromTheStart();

    private void accept(long... sequences) {
        for (long sequence : sequences) {
            arrivals.accept(sequence);
        }
    }

    private List<Long> counts() {
        return List.of(
                arrivals.distinct(), arrivals.duplicated(), arrivals.outOfOrder(), arrivals.gaps());
    }

    @Test
    void aStreamInOrderHasNoFaults() {
        accept(0, 1, 2, 3);
        assertThat(counts()).containsExactly(4L, 0L, 0L, 0L);
    }

    @Test
    void whatIsMissingIsAGapAndNothingElse() {
        accept(0, 1, 4, 5, 7);
        assertThat(counts()).containsExactly(5L, 0L, 0L, 3L);
    }

    @Test
    void theFirstMayBeMissing() {
        accept(2, 3);
        assertThat(counts()).containsExactly(2L, 0L, 0L, 2L);
    }

    @Test
    void whatComesTwiceIsDoubledWhetherBehindOrAheadOfAGap() {
        accept(0, 0, 1, 3, 3, 1);
        assertThat(counts()).containsExactly(3L, 3L, 0L, 1L);
    }

    @Test
    void whatComesLateFillsItsGapAndIsOutOfOrder() {
        accept(0, 2, 3, 1, 4);
        assertThat(counts()).containsExactly(5L, 0L, 1L, 0L);
    }

    @Test
    void whoComesLaterMissesNothingBeforeTheFirstSeen() {
        Arrivals late = Arrivals.fromTheFirstSeen();
        late.accept(5_000_000_000L);
        late.accept(5_000_000_002L);
        assertThat(late.gaps()).isEqualTo(1);
        assertThat(late.distinct()).isEqualTo(2);
    }

    @Test
    void agreesWithASetOnRandomFaults() {
        Random random = new Random(4711);
        Set<Long> seen = new HashSet<>();
        long duplicated = 0;
        long outOfOrder = 0;
        long highest = -1;
        List<Long> stream = new ArrayList<>();
        for (long i = 0; i < 5_000; i++) {
            if (random.nextInt(10) > 0) {
                stream.add(random.nextInt(10) == 0 ? Math.max(0, i - random.nextInt(40)) : i);
            }
        }
        for (long sequence : stream) {
            accept(sequence);
            if (!seen.add(sequence)) {
                duplicated++;
            } else if (sequence < highest) {
                outOfOrder++;
            }
            highest = Math.max(highest, sequence);
        }
        assertThat(counts())
                .containsExactly(
                        (long) seen.size(), duplicated, outOfOrder, highest + 1 - seen.size());
        assertThat(duplicated).isPositive();
        assertThat(outOfOrder).isPositive();
    }
}
