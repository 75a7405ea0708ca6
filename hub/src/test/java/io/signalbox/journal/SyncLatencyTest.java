package io.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyncLatencyTest {
    private final SyncLatency latency = new SyncLatency();

    @Test
    void everySyncIsBelowEachBoundThatIsLarger() {
        latency.record(1);
        latency.record((1 << 20) - 1);
        latency.record(1 << 20);
        latency.record(60_000_000_000L);
        SyncTimes times = latency.times();
        assertThat(times.count()).isEqualTo(4);
        assertThat(times.totalNanos()).isEqualTo(60_000_000_000L + (2 << 20));
        assertThat(times.bounds()).hasSize(18);
        assertThat(times.bounds())
                .allSatisfy(bound -> assertThat(bound.count())
                        .isEqualTo(bound.nanos() < 1 << 20 ? 1 : bound.nanos() == 1 << 20 ? 2 : 3));
    }

    @Test
    void nothingIsKnownBeforeTheFirst() {
        assertThat(latency.times().count()).isZero();
        assertThat(latency.times().bounds()).allMatch(bound -> bound.count() == 0);
        assertThat(latency.micros(0.5)).isZero();
    }
}
