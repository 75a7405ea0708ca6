package io.signalbox.rules;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * Readings per second and core through ten rules for each of many devices, from where the decoder
 * hands them over, plant time and its timers included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class EngineBench {
    @Param({"10000", "1000000"})
    public int devices = 10_000;

    /** How often values cross limits: {@code calm} or {@code restless}. */
    @Param({"calm", "restless"})
    public String values = "calm";

    private Plant plant = new Plant(1, true);

    @Setup
    public void register() {
        plant = new Plant(devices, values.equals("calm"));
        for (int i = 0; i < 5 * devices; i++) {
            plant.report();
        }
    }

    @Benchmark
    public void reading() {
        plant.report();
    }
}
