package io.signalbox.fuzz;

import com.sun.management.ThreadMXBean;

import io.signalbox.time.Chance;
import io.signalbox.time.SystemClock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Feeds a decoder with inputs that nobody meant. Inputs that once broke it come first, from {@code
 * src/test/corpus}; then a number of them that is the same for every run, or as many as fit into
 * {@code -Dfuzz.seconds}. {@code -Dfuzz.seed} makes others.
 *
 * <p>A decoder breaks by an exception that it does not declare, by taking memory that has no
 * relation to the input, or by never ending. Then the input is kept in the corpus, and what is
 * printed says how to see it again.
 */
public final class Fuzz {
    /** What a decoder makes of one input; throws what is a fault of the decoder. */
    @FunctionalInterface
    public interface Target {
        void take(byte[] input) throws IOException;
    }

    /** Makes one input out of chance. */
    @FunctionalInterface
    public interface Source {
        byte[] next(Chance chance);
    }

    private static final long SEED = Long.getLong("fuzz.seed", 20261125L);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);

    /** What a decoder may take beside its input: caches, buffers, its own objects. */
    private static final long SPARE_BYTES = 4 << 20;

    private static final int BYTES_PER_BYTE = 256;
    private static final int STUCK_SECONDS = 30;

    private final String name;
    private final Target target;
    private volatile byte[] input = {};
    private volatile long count;
    private volatile @Nullable Throwable failed;

    private Fuzz(String name, Target target) {
        this.name = name;
        this.target = target;
    }

    /**
     * Runs a target.
     *
     * @param name of the target and of its folder in the corpus
     * @param inputs how many in a run without {@code fuzz.seconds}: about a second's worth
     */
    public static void run(String name, int inputs, Source source, Target target) {
        Fuzz fuzz = new Fuzz(name, target);
        Thread worker = Thread.ofPlatform()
                .daemon()
                .name("fuzz-" + name)
                .start(() -> fuzz.work(inputs, source));
        fuzz.await(worker);
        if (SECONDS > 0) {
            System.out.println("fuzz " + name + ": " + fuzz.count + " inputs, seed " + SEED);
        }
    }

    private void work(int inputs, Source source) {
        SystemClock clock = new SystemClock();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long endNanos = clock.nanos() + SECONDS * 1_000_000_000L;
        try {
            for (byte[] known : corpus()) {
                input = known;
                take(threads);
            }
            for (long i = 0; SECONDS > 0 ? clock.nanos() - endNanos < 0 : i < inputs; i++) {
                input = source.next(new Chance(SEED * 1_000_003 + i));
                take(threads);
                count = i + 1;
            }
        } catch (Throwable e) {
            failed = e;
        }
    }

    private void take(ThreadMXBean threads) throws IOException {
        byte[] bytes = input;
        long most = SPARE_BYTES + (long) BYTES_PER_BYTE * bytes.length;
        // Once more if it was too much: it may have been what the JVM takes the first time.
        if (taken(threads, bytes) > most) {
            long taken = taken(threads, bytes);
            if (taken > most) {
                throw new AssertionError(bytes.length + " bytes made it take " + taken);
            }
        }
    }

    private long taken(ThreadMXBean threads, byte[] bytes) throws IOException {
        long before = threads.getCurrentThreadAllocatedBytes();
        target.take(bytes);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void await(Thread worker) {
        long seen = -1;
        int still = 0;
        try {
            while (!worker.join(Duration.ofSeconds(1))) {
                still = count == seen ? still + 1 : 0;
                seen = count;
                if (still >= STUCK_SECONDS) {
                    AssertionError stuck = new AssertionError("does not end");
                    stuck.setStackTrace(worker.getStackTrace());
                    throw broken(stuck);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Throwable found = failed;
        if (found != null) {
            throw broken(found);
        }
    }

    private AssertionError broken(Throwable cause) {
        byte[] bytes = input;
        Path file = folder().resolve(Integer.toHexString(Arrays.hashCode(bytes)));
        try {
            Files.createDirectories(folder());
            Files.write(file, bytes);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 256));
        return new AssertionError(
                "fuzz " + name + ": input " + count + " of seed " + SEED + " is kept in " + file
                        + ", " + bytes.length + " bytes: " + hex,
                cause);
    }

    private Path folder() {
        return Path.of("src/test/corpus", name);
    }

    private List<byte[]> corpus() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return Files.readAllBytes(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
