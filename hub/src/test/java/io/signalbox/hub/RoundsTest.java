package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

class RoundsTest {
    /** Kept here because loggers are held weakly. */
    private static final Logger QUIET = Logger.getLogger("io.signalbox.hub");

    static {
        QUIET.setLevel(Level.OFF);
    }

    @Test
    void goesOnBehindAFault() throws InterruptedException {
        CountDownLatch times = new CountDownLatch(3);
        Rounds rounds = new Rounds("test");
        rounds.every(1, "count", () -> {
            times.countDown();
            throw new IllegalStateException("a fault");
        });
        assertThat(times.await(10, TimeUnit.SECONDS)).isTrue();
        rounds.stop();
    }
}
