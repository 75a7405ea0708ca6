package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalbox.config.HubConfig;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class OpenFilesTest {
    @Test
    void connectionsLeaveFilesForTheRestOfTheHub() {
        assertThat(OpenFiles.fitting(100_000, 1_048_576, 90)).isEqualTo(100_000);
        assertThat(OpenFiles.fitting(100_000, 20_000, 90)).isEqualTo(19_398);
        assertThat(OpenFiles.fitting(100_000, 1_024, 90)).isEqualTo(806);
        assertThat(OpenFiles.fitting(100, 1_024, 90)).isEqualTo(100);
        assertThat(OpenFiles.fitting(100_000, 256, 90)).isEqualTo(102);
        assertThat(OpenFiles.fitting(100_000, 100, 90)).isEqualTo(1);
    }

    @Test
    void warnsOnlyOfANumberThatSomebodySet() {
        List<LogRecord> told = told(() -> {
            assertThat(OpenFiles.connections(limits(100_000, false), 1_024, 90)).isEqualTo(806);
            assertThat(OpenFiles.connections(limits(5_000, true), 1_024, 90)).isEqualTo(806);
            assertThat(OpenFiles.connections(limits(500, true), 1_024, 90)).isEqualTo(500);
        });
        assertThat(told).extracting(LogRecord::getLevel).containsExactly(Level.INFO, Level.WARNING);
        assertThat(told)
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        "this process may have 1024 open files: it takes 806 connections;"
                                + " ulimit -n, or LimitNOFILE= of systemd, allows more",
                        "expected enough open files for limits.connections = 5000, found that this"
                                + " process may have 1024: it takes 806 connections; ulimit -n, or"
                                + " LimitNOFILE= of systemd, allows more");
    }

    private static HubConfig.Limits limits(int connections, boolean set) {
        return new HubConfig.Limits(1024, connections, set, 100_000, 100, 2000, 600, 1 << 20);
    }

    private static List<LogRecord> told(Runnable work) {
        Logger logger = Logger.getLogger(OpenFiles.class.getName());
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        logger.addHandler(handler);
        logger.setLevel(Level.ALL); // Whatever another test made its parent keep quiet.
        try {
            work.run();
        } finally {
            logger.setLevel(before);
            logger.removeHandler(handler);
        }
        return records;
    }
}
