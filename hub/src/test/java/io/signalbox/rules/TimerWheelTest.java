package io.signalbox.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel();

    @Test
    void givesTimersInTheOrderOfTheirTimes() {
        wheel.schedule(1, 5_000);
        wheel.schedule(2, 70);
        wheel.schedule(3, 70);
        wheel.schedule(4, 1_790_000_000_000L);
        assertThat(wheel.next(69)).isEqualTo(TimerWheel.NONE);
        assertThat(wheel.next(100_000)).isEqualTo(70);
        assertThat(List.of(wheel.take(), wheel.take(), wheel.take()))
                .containsExactlyInAnyOrder(2, 3, -1);
        assertThat(wheel.next(100_000)).isEqualTo(5_000);
        assertThat(wheel.take()).isEqualTo(1);
        assertThat(wheel.next(100_000)).isEqualTo(TimerWheel.NONE);
        assertThat(wheel.next(Long.MAX_VALUE - 1)).isEqualTo(1_790_000_000_000L);
    }

    @Test
    void aTimerSetAgainIsDueOnceAtTheNewTime() {
        wheel.schedule(7, 1_000);
        wheel.schedule(7, 2_000);
        assertThat(wheel.due(7)).isEqualTo(2_000);
        assertThat(wheel.next(5_000)).isEqualTo(2_000);
        assertThat(wheel.take()).isEqualTo(7);
        assertThat(wheel.due(7)).isEqualTo(TimerWheel.NONE);
        assertThat(wheel.take()).isEqualTo(-1);
    }

    @Test
    void aTimerInThePastIsDueAtOnce() {
        assertThat(wheel.next(1_000_000)).isEqualTo(TimerWheel.NONE);
        wheel.schedule(1, 500);
        assertThat(wheel.next(1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void agreesWithASearchOfAllTimers() {
        for (long seed = 1; seed <= 40; seed++) {
            compare(new Random(seed), "seed " + seed);
        }
    }

    private static void compare(Random random, String seed) {
        TimerWheel wheel = new TimerWheel();
        long[] due = new long[50];
        Arrays.fill(due, TimerWheel.NONE);
        long now = 0;
        for (int step = 0; step < 400; step++) {
            int timer = random.nextInt(due.length);
            due[timer] = TimerWheel.NONE;
            if (random.nextInt(5) == 0) {
                wheel.cancel(timer);
            } else {
                due[timer] = now + 1 + random.nextLong(1L << random.nextInt(1, 40));
                wheel.schedule(timer, due[timer]);
            }
            now += random.nextLong(1L << random.nextInt(1, 30));
            for (long at = wheel.next(now); at != TimerWheel.NONE; at = wheel.next(now)) {
                assertThat(at).as(seed).isEqualTo(Arrays.stream(due).min().getAsLong());
                for (int taken = wheel.take(); taken >= 0; taken = wheel.take()) {
                    assertThat(due[taken]).as(seed).isEqualTo(at);
                    due[taken] = TimerWheel.NONE;
                }
            }
            assertThat(Arrays.stream(due).min().getAsLong()).as(seed).isGreaterThan(now);
        }
    }
}
