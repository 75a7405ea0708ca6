package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class JsonCommandTest {
    private static final String TEXT = """
            type Pump {
              flow : l/min  every 1 s
            }

            rule dry for each Pump p
              when p.flow < 5.0 l/min
              then alarm minor "dry"
            """;

    @TempDir
    Path folder;

    @Test
    void aFileBecomesJsonAndComesBack() throws IOException {
        Files.writeString(folder.resolve("a.rules"), TEXT);
        String json = run(0, "rule", "json", "a.rules").out();
        assertThat(json)
                .startsWith("{\"format\":\"signalbox-rules/1\",\"declarations\":[{\"is\":\"type\"");
        Files.writeString(folder.resolve("a.json"), json);
        assertThat(run(0, "rule", "text", "a.json").out()).isEqualTo(TEXT);
    }

    @Test
    void whatIsNotKnownIsRefused() throws IOException {
        Files.writeString(folder.resolve("a.rules"), TEXT);
        String json = run(0, "rule", "json", "a.rules").out();
        Files.writeString(
                folder.resolve("a.json"),
                json.replace("\"level", "\"leval")
                        .replace("\"variable\"", "\"varable\":1,\"variable\""));
        assertThat(run(1, "rule", "text", "a.json").err())
                .startsWith("a.json: error: /declarations/1/varable: this is not known here");
        Files.writeString(folder.resolve("a.json"), "{");
        assertThat(run(1, "rule", "text", "a.json").err()).startsWith("a.json: error: ");
        Files.writeString(folder.resolve("a.rules"), "type {");
        assertThat(run(1, "rule", "json", "a.rules").err()).startsWith("a.rules:1:6: error: ");
    }

    private TerminalDouble run(int code, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(code);
        return terminal;
    }
}
