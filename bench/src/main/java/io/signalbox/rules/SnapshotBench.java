package io.signalbox.rules;

import io.signalbox.alarm.Alarms;
import io.signalbox.bytes.ByteReader;
import io.signalbox.bytes.ByteWriter;

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

/** What the engine writes and reads back of a million instances: 100,000 devices, ten rules. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class SnapshotBench {
    private static final int DEVICES = 100_000;

    private final Plant plant = new Plant(DEVICES, true);
    private byte[] state = {};

    @Setup
    public void report() {
        for (int i = 0; i < 10 * DEVICES; i++) {
            plant.report();
        }
        state = snapshot();
    }

    @Benchmark
    public byte[] snapshot() {
        ByteWriter out = new ByteWriter(1 << 16);
        plant.engine.snapshot(out);
        return out.toByteArray();
    }

    @Benchmark
    public Engine restore() {
        Engine engine =
                new Engine(plant.registry(), plant.effects, new Explanations(), new Alarms());
        engine.restore(new ByteReader(state));
        return engine;
    }
}
