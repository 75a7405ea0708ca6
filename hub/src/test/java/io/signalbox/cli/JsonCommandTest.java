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
                .startsWith("a.json:1:261: error: /declarations/1/varable: this is not known here");
        Files.writeString(folder.resolve("a.json"), "{");
        assertThat(run(1, "rule", "text", "a.json").err())
                .startsWith("a.json:1:2: error: expected JSON");
        Files.writeString(folder.resolve("a.json"), "oops");
        assertThat(run(1, "rule", "text", "a.json").err()).contains("a.json is no JSON");
        Files.writeString(folder.resolve("a.rules"), "type {");
        assertThat(run(1, "rule", "json", "a.rules").err()).startsWith("a.rules:1:6: error: ");
    }

    @Test
    void whatTakesFilesOfRulesTakesTheirJson() throws IOException {
        Files.writeString(
                folder.resolve("a.rules"),
                TEXT
                        + "test \"dries\"\n  p1 : Pump\n  at 0 s p1.flow = 9 l/min\n  expect alarm on p1\n");
        String json = run(0, "rule", "json", "a.rules").out();
        Files.createDirectories(folder.resolve("made"));
        Files.writeString(folder.resolve("made/a.rules.json"), json);
        assertThat(run(0, "rule", "check", "made").out())
                .startsWith("no errors: 1 type, 0 mappings, 1 rule, 0 interlocks, 1 test");
        assertThat(run(1, "rule", "test", "made").err())
                .matches(
                        "(?s).*made/a.rules.json:1:\\d{3}: error: 'expect alarm on p1' was not met.*");
        String bad = json.replace("\"symbol\":\"l/min\"", "\"symbol\":\"bur\"")
                .replaceAll(",\"text\":\"type[^\"]*\"", "");
        Files.writeString(folder.resolve("made/a.rules.json"), bad);
        assertThat(run(1, "rule", "check", "--format", "github", "made").out())
                .startsWith("::error file=made/a.rules.json,line=1,col=")
                .contains("::/declarations/0/points/0/kind/symbol: 'bur' is no known unit");
        assertThat(run(1, "rule", "check", "--json", "made").out())
                .contains("\"pointer\":\"/declarations/0/points/0/kind/symbol\"");
    }

    @Test
    void jsonHasOneLayoutToo() throws IOException {
        Files.writeString(folder.resolve("a.rules"), TEXT);
        String json = run(0, "rule", "json", "a.rules").out();
        Files.writeString(folder.resolve("a.json"), json);
        assertThat(run(0, "rule", "fmt", "--check", "a.json").out()).isEmpty();
        assertThat(run(0, "rule", "json", "a.json").out()).isEqualTo(json);
        Files.writeString(folder.resolve("a.json"), json.replace(",", ", \n").replace(":", " : "));
        assertThat(run(0, "rule", "fmt", "a.json").out()).isEqualTo("a.json\n");
        assertThat(folder.resolve("a.json")).hasContent(json);
        Files.writeString(folder.resolve("a.json"), "{}");
        assertThat(run(1, "rule", "fmt", "a.json").err())
                .isEqualTo(
                        "a.json:1:1: error: /format: expected \"signalbox-rules/1\", found none\n");
        assertThat(folder.resolve("a.json")).hasContent("{}");
    }

    private TerminalDouble run(int code, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(code);
        return terminal;
    }
}
