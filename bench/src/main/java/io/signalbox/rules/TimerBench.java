package io.signalbox.rules;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/** Setting one of a million timers anew, at random, within the next ten minutes, as time goes on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimerBench {
    private static final int TIMERS = 1_000_000;
    private static final int SPAN_MILLIS = 600_000;

    private final TimerWheel wheel = new TimerWheel();
    private long now = 1_790_000_000_000L;
    private long chance = 42;
    private int turns;

    @Setup
    public void schedule() {
        wheel.next(now);
        for (int timer = 0; timer < TIMERS; timer++) {
            wheel.schedule(timer, now + below(SPAN_MILLIS));
        }
    }

    /** A thousand of them make a millisecond; what is due then begins anew. */
    @Benchmark
    public void rearm() {
        wheel.schedule(below(TIMERS), now + below(SPAN_MILLIS));
        if (++turns == 1_000) {
            turns = 0;
            now++;
            while (wheel.next(now) != TimerWheel.NONE) {
                for (int timer = wheel.take(); timer >= 0; timer = wheel.take()) {
                    wheel.schedule(timer, now + SPAN_MILLIS);
                }
            }
        }
    }

    private int below(int bound) {
        chance = chance * 6364136223846793005L + 1442695040888963407L;
        return (int) (((chance >>> 33) * bound) >>> 31);
    }
}
