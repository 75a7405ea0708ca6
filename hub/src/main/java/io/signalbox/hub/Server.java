package io.signalbox.hub;

import io.signalbox.bytes.MalformedBytes;
import io.signalbox.config.ConfigError;
import io.signalbox.config.Configuration;
import io.signalbox.journal.JournalDamaged;
import io.signalbox.journal.JournalLocked;
import io.signalbox.time.Clock;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code signalbox} without a command: one hub in the foreground, from its start to its end. */
final class Server {
    private static final int EX_IO = 74;
    private static final int EX_LOCKED = 75;
    private static final int EX_CONFIGURATION = 78;
    private static final int STOP_SECONDS = 20;

    private final Clock clock;
    private final long startedNanos;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger();

    Server(Clock clock) {
        this.clock = clock;
        this.startedNanos = clock.nanos();
    }

    /** Runs the hub until SIGTERM or a failure; the exit code of the process. */
    int run(@Nullable Path config, @Nullable Path data) {
        Log.configure();
        Configuration configuration;
        try {
            Map<String, String> flags = new HashMap<>();
            if (data != null) {
                flags.put("server.data", data.toString());
            }
            configuration = Configuration.load(config, System.getenv(), flags);
        } catch (ConfigError error) {
            error.findings().forEach(finding -> System.err.println(finding));
            return EX_CONFIGURATION;
        }
        configuration.warnings().forEach(warning -> System.err.println("warning: " + warning));
        return serve(configuration);
    }

    private int serve(Configuration configuration) {
        // A signal ends the process from a hook; only halting there gives an exit code of our own.
        Thread hook = new Thread(
                () -> {
                    end.countDown();
                    awaitEnded();
                    Runtime.getRuntime().halt(exitCode.get());
                },
                "stop");
        try (Hub hub = Hub.start(configuration.hub(), clock, this::fail)) {
            Runtime.getRuntime().addShutdownHook(hook);
            long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - startedNanos);
            System.out.println(hub.readyLine() + " in " + millis + " ms");
            System.out.flush();
            end.await();
        } catch (JournalLocked locked) {
            return refuse(EX_LOCKED, locked);
        } catch (JournalDamaged | IOException | UncheckedIOException broken) {
            return refuse(EX_IO, broken);
        } catch (MalformedBytes strange) {
            System.err.println("signalbox: cannot go on from what is recorded in "
                    + configuration.hub().server().data() + ": " + strange.getMessage()
                    + "; start the version that wrote it, or restore a backup");
            return EX_IO;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
        return exitCode.get();
    }

    private static int refuse(int code, Exception reason) {
        System.err.println("signalbox: " + reason.getMessage());
        return code;
    }

    /** Something without which nothing can be acknowledged has failed: the node ends. */
    private void fail(String sentence) {
        System.err.println("signalbox: " + sentence);
        exitCode.set(EX_IO);
        end.countDown();
    }

    private void awaitEnded() {
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(Server.class.getName())
                        .log(Level.WARNING, "stopping took more than {0} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
