package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code signalbox rule check} as a step of a pipeline. */
class CheckCommandTest {
    private static final String ROOM = """
            type Room {
              temp : °C
              mode : heat | cool  writable
            }
            rule hot for each Room r
              when r.temp > 24 °C
              then set r.mode = cool
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("room.rules"), ROOM);
        Files.writeString(folder.resolve("bad.rules"), "type Room { temp : bur }\n");
    }

    @Test
    void warningsPassUnlessTheyAreNotToAndNotesAlwaysDo() throws IOException {
        TerminalDouble lax = run(0, "rule", "check", "room.rules");
        assertThat(lax.err())
                .contains(
                        "room.rules:7:8: warning: this claim on 'mode' has no end (add 'expires in 30 min')"
                                + " [endless-claim]")
                .contains("note: this rule has no test");
        assertThat(lax.out()).startsWith("no errors: 1 type, 0 mappings, 1 rule");
        assertThat(run(1, "rule", "check", "--strict", "room.rules").out())
                .startsWith("warnings, which --strict does not let pass: ");
        Files.writeString(
                folder.resolve("room.rules"), ROOM.replace("cool\n", "cool expires in 1 h\n"));
        assertThat(run(0, "rule", "check", "--strict", "room.rules").err()).contains("note: ");
        run(1, "rule", "check", "bad.rules");
    }

    @Test
    void annotationsStandBesideTheirLines() {
        assertThat(run(0, "rule", "check", "--format", "github", "room.rules").out())
                .isEqualTo("""
                        ::notice file=room.rules,line=5,col=6,title=no-test::this rule has no test (write a 'test'\
                         block, and run it with 'signalbox rule test')
                        ::warning file=room.rules,line=7,col=8,title=endless-claim::this claim on 'mode' has no\
                         end (add 'expires in 30 min')
                        """);
        assertThat(run(1, "rule", "check", "--format", "github", "bad.rules").out())
                .startsWith(
                        "::error file=bad.rules,line=1,col=20,title=error::'bur' is no known unit");
    }

    @Test
    void signsThatWouldEndAnAnnotationAreWrittenOtherwise() throws IOException {
        Files.writeString(
                folder.resolve("a,b%.rules"), ROOM.replace("r.temp > 24 °C", "r.temp > 24 %"));
        assertThat(run(1, "rule", "check", "--format", "github", "a,b%.rules").out())
                .startsWith("::error file=a%2Cb%25.rules,line=6,");
    }

    @Test
    void tellsWhatRulesKeep() {
        assertThat(run(0, "rule", "check", "--cost", "--devices", "1000", "room.rules")
                        .out())
                .endsWith("""
                        rule  type  bytes a device  parts  messages a minute
                        hot   Room  17              1      0
                        Room: 17 bytes a device, 17 kB for 1000 devices
                        """);
        assertThat(run(0, "rule", "check", "--cost", "--json", "room.rules").out())
                .contains("\"cost\":[{\"rule\":\"hot\",\"type\":\"Room\",\"bytes\":17,");
    }

    @Test
    void saysThatTheHubKnowsWhomItCanNotify() throws IOException {
        assertThat(run(0, "rule", "check", "room.rules").err()).doesNotContain("notify");
        Files.writeString(folder.resolve("told.rules"), ROOM + """
                  on clear notify "shift lead" "cool again"
                           notify everybody
                           notify "shift lead"
                """);
        assertThat(run(0, "rule", "check", "told.rules").err())
                .endsWith("note: whether it can notify 'shift lead', 'everybody' only the hub"
                        + " knows, by its configuration; 'signalbox apply --dry-run -f FILE' asks"
                        + " it\n");
        assertThat(run(0, "rule", "check", "--json", "told.rules").out())
                .contains("\"people\":[\"shift lead\",\"everybody\"]");
    }

    @Test
    void jsonSaysWhetherItPassed() {
        assertThat(run(1, "rule", "check", "--strict", "--format", "json", "room.rules")
                        .out())
                .contains("\"accepted\":true", "\"passed\":false", "\"code\":\"endless-claim\"");
        assertThat(run(0, "rule", "check", "--json", "room.rules").out())
                .contains("\"passed\":true");
        assertThat(run(2, "rule", "check", "--format", "xml", "room.rules").err())
                .contains("--format is text, json or github, not 'xml'");
    }

    private TerminalDouble run(int code, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(code);
        return terminal;
    }
}
