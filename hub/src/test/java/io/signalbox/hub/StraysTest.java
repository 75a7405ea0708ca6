package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.time.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class StraysTest {
    /** Kept here because loggers are held weakly. */
    private static final Logger LOGGER = Logger.getLogger(Strays.class.getName());

    private final Strays strays = new Strays(new ManualClock(0));
    private final List<String> lines = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.setLevel(Level.ALL); // Whatever another test made its parent keep quiet.
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(ear);
    }

    @AfterEach
    void listenNoMore() {
        LOGGER.removeHandler(ear);
        LOGGER.setUseParentHandlers(true);
        LOGGER.setLevel(null);
    }

    @Test
    void saysOfEachDeviceOnceWhereReadingsCome() {
        strays.heard("d/x/temp");
        strays.look();
        strays.heard("d/x/temp");
        strays.heard("d/x/flow");
        strays.heard("d/x/up/flow");
        strays.look();
        strays.heard("d/y/temp");
        strays.look();
        assertThat(lines)
                .containsExactly(
                        "device x published on d/x/temp; readings come on d/x/up/temp",
                        "device y published on d/y/temp; readings come on d/y/up/temp");
    }

    @Test
    void namesNoMoreThanAHundredAndSaysSo() {
        for (int device = 0; device < 2 * Strays.MOST; device++) {
            strays.heard("d/x" + device + "/temp");
            strays.look();
        }
        assertThat(strays.all()).hasSize(Strays.MOST);
        assertThat(lines).hasSize(Strays.MOST + 1);
        assertThat(lines.getLast()).startsWith("more than 100 devices");
    }
}
