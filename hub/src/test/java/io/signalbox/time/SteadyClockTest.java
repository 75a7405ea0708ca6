package io.signalbox.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long START = 1_790_000_000_000L;
    private static final long TEN_YEARS = 315_360_000_000L;

    private final ManualClock wall = new ManualClock(START);
    private final SteadyClock clock = new SteadyClock(wall, 0);

    @Test
    void runsWithTheMonotonicClock() {
        wall.advance(1234);
        assertThat(clock.millis()).isEqualTo(START + 1234);
    }

    @Test
    void doesNotFollowAJumpEitherWay() {
        for (long jump : new long[] {TEN_YEARS, -TEN_YEARS, -START}) {
            long before = clock.millis();
            wall.setWallMillis(START + jump);
            wall.advance(1000);
            assertThat(clock.millis()).isEqualTo(before + 1000);
            assertThat(Math.abs(clock.jumpMillis())).isGreaterThan(TEN_YEARS / 2);
        }
    }

    @Test
    void followsASmallDifferenceGentlyAndNeverGoesBack() {
        wall.setWallMillis(START - 10_000);
        long last = clock.millis();
        for (int i = 0; i < 4000; i++) {
            wall.advance(1000);
            long now = clock.millis();
            assertThat(now - last).isBetween(990L, 1010L);
            last = now;
        }
        assertThat(last).isBetween(wall.millis() - 1, wall.millis() + 1);
        assertThat(clock.jumpMillis()).isZero();
    }

    @Test
    void goesOnFromTheJournalWhenTheMachineWakesUpIn1970() {
        ManualClock broken = new ManualClock(5);
        SteadyClock hub = new SteadyClock(broken, START);
        broken.advance(1000);
        assertThat(hub.millis()).isEqualTo(START + 1000);
    }
}
