package io.signalbox.hub;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A thread that does some things again and again; a fault of one time is told, and ends nothing. */
final class Rounds {
    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    /** How long the end waits for what is being done. */
    private static final int STOP_SECONDS = 10;

    private final ScheduledExecutorService timer;

    /** @param name of the thread */
    Rounds(String name) {
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
    }

    /**
     * Does it from now on, with this pause before each time.
     *
     * @param what is done, for the log, such as {@code look at the disk}
     */
    void every(long pauseMillis, String what, Runnable work) {
        Future<?> _ = timer.scheduleWithFixedDelay(
                safely(what, work), pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** The executor would not go on behind an exception, and would tell nobody. */
    private static Runnable safely(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "cannot " + what, e);
            }
        };
    }

    /** Ends, behind what is being done. */
    void stop() throws InterruptedException {
        timer.shutdown();
        boolean _ = timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    }
}
