package io.signalbox.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void publishersTakeTurnsAtEvenDistances() {
        Pace pace = new Pace(Plans.pairs(4, 1_000), 500);
        assertThat(pace.dueNanos(0, 0)).isEqualTo(500);
        assertThat(pace.dueNanos(1, 0)).isEqualTo(1_000_500);
        assertThat(pace.dueNanos(3, 0)).isEqualTo(3_000_500);
        assertThat(pace.dueNanos(0, 1)).isEqualTo(4_000_500);
    }

    @Test
    void whatIsDueDoesNotDependOnWhenItIsSent() {
        Pace pace = new Pace(Plans.pairs(1, 10), 0);
        assertThat(pace.dueNanos(0, 36_000)).isEqualTo(3_600_000_000_000L);
    }
}
