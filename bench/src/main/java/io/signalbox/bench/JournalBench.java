package io.signalbox.bench;

import io.signalbox.journal.Durability;
import io.signalbox.journal.FileDisk;
import io.signalbox.journal.Journal;
import io.signalbox.journal.JournalConfig;
import io.signalbox.journal.Needs;
import io.signalbox.journal.RecordBatch;
import io.signalbox.journal.RecordType;
import io.signalbox.time.SystemClock;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Durable records per second: eight producers append batches of records of 64 to 128 bytes and wait
 * for each. Writes below the temporary folder; {@code -Djava.io.tmpdir} chooses the disk, which
 * must be a real one for the numbers of {@code FSYNC} to mean anything.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(8)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class JournalBench {
    private static final int RECORDS = 64;

    @Param({"FSYNC", "OS"})
    public Durability durability = Durability.FSYNC;

    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private Journal journal;

    /** What one producer fills again and again. */
    @State(Scope.Thread)
    public static class Producer {
        private final RecordBatch batch = new RecordBatch();
        private final byte[] body = new byte[128];
    }

    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Files.createTempDirectory("signalbox-journal-bench");
        JournalConfig config = JournalConfig.DEFAULT.withDurability(durability);
        journal = Journal.open(new FileDisk(folder), config, new SystemClock());
    }

    /** Keeps the disk from filling up. */
    @TearDown(Level.Iteration)
    public void release() {
        journal.release(journal.committed(), new Needs());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        System.out.println(journal.status());
        journal.close();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            all.forEach(JournalBench::delete);
        }
        Files.delete(folder);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public long oneRecordAtATime(Producer producer) {
        return append(producer, 1);
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long batchesOf64(Producer producer) {
        return append(producer, RECORDS);
    }

    private long append(Producer producer, int records) {
        producer.batch.clear();
        for (int i = 0; i < records; i++) {
            int length = 64 + (i * 37 & 63);
            producer.batch.add(RecordType.PUBLISH, 0, i, producer.body, 0, length);
        }
        return journal.append(producer.batch);
    }
}
