package io.signalbox.outside;

import org.junit.jupiter.api.Assumptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Programs that somebody else wrote, run as the peers of the hub. */
final class Programs {
    private Programs() {}

    /**
     * Skips the test on a laptop that lacks {@code program}, with a printed reason; in CI its
     * absence is a failure.
     */
    static void require(String program, String debianPackage) {
        boolean there = false;
        for (String folder : System.getenv("PATH").split(":")) {
            there |= Files.isExecutable(Path.of(folder, program));
        }
        if (there) {
            return;
        }
        String reason = program + " is missing: install Debian's package " + debianPackage;
        if (System.getenv("CI") != null) {
            throw new IllegalStateException(reason);
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }

    /** Runs a program to its end, at most a minute. */
    static HubProcess.Result run(ProcessBuilder builder) {
        try {
            Process process = Spawn.start(builder);
            process.getOutputStream().close();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String out = text(process.getInputStream());
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + builder.command());
            }
            return new HubProcess.Result(process.exitValue(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static HubProcess.Result run(String... command) {
        return run(new ProcessBuilder(command));
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that goes on running, and the lines it prints. */
    static final class Running implements AutoCloseable {
        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Running(String... command) {
            try {
                process = Spawn.start(new ProcessBuilder(command).redirectErrorStream(true));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(() -> {
                try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                    in.lines().forEach(lines::add);
                } catch (IOException e) {
                    lines.add("(output ended: " + e.getMessage() + ")");
                }
            });
        }

        /** The next line that contains {@code part}; fails after {@code seconds}. */
        String await(String part, int seconds) {
            List<String> seen = new ArrayList<>();
            try {
                long left = TimeUnit.SECONDS.toMillis(seconds);
                while (left > 0) {
                    String line = lines.poll(100, TimeUnit.MILLISECONDS);
                    if (line == null) {
                        left -= 100;
                    } else if (line.contains(part)) {
                        return line;
                    } else {
                        seen.add(line);
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new AssertionError(
                    "expected a line with '" + part + "' within " + seconds + " s; saw " + seen);
        }

        /** Every further line until {@code seconds} have passed without one. */
        List<String> quietAfter(int seconds) {
            List<String> seen = new ArrayList<>();
            try {
                String line;
                while ((line = lines.poll(seconds, TimeUnit.SECONDS)) != null) {
                    seen.add(line);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return seen;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
