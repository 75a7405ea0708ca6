package io.signalbox.broker;

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
 * Topics matched per second on one thread, against many exact filters or many with wildcards, each
 * of which has its own device. The cache of a loop sees a few topics again and again, as it does
 * where devices report every second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicTreeBench {
    private static final int TOPICS = 4096;

    @Param({"10000", "1000000"})
    public int filters = 10_000;

    /** Of each filter, its device stands for {@code %d}. */
    @Param({"plant/d%d/flow", "plant/+/d%d/#"})
    public String filter = "";

    private final TopicTree tree = new TopicTree(topic -> false);
    private final MatchCache cache = new MatchCache(tree, 2 * TOPICS);
    private final String[] topics = new String[TOPICS];
    private int next;

    @Setup
    public void fill() {
        for (int i = 0; i < filters; i++) {
            tree.acquire(filter.replace("%d", Integer.toString(i)));
        }
        for (int i = 0; i < TOPICS; i++) {
            long device = i * 7919L % filters;
            String name = filter.replace("%d", Long.toString(device));
            topics[i] = name.replace("+", "hall3").replace("#", "flow");
        }
        if (tree.match(topics[1]).ids().length != 1) {
            throw new IllegalStateException("each topic matches one filter");
        }
    }

    private String topic() {
        next = (next + 1) % TOPICS;
        return topics[next];
    }

    @Benchmark
    public int matchInTree() {
        return tree.match(topic()).ids().length;
    }

    @Benchmark
    public int matchInCache() {
        return cache.match(topic()).ids().length;
    }
}
