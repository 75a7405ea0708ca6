package io.signalbox.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.LogRecord;

class LogTest {
    private static String line(String format, Object... parameters) {
        LogRecord record = new LogRecord(Level.WARNING, format);
        record.setParameters(parameters);
        return new Log.Line().format(record);
    }

    @Test
    void numbersAreWrittenAsCommandsTakeThem() {
        assertThat(line("up to record {0}, {1} %", 1_234_567L, 97.5))
                .endsWith(" warning  up to record 1234567, 97.5 %\n");
    }

    @Test
    void whatPeersSayCannotSteerATerminal() {
        assertThat(line("client {0}", "a\u001b[2J\nb")).endsWith("  client a?[2J?b\n");
    }
}
