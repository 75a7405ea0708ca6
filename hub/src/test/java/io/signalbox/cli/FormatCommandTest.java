package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class FormatCommandTest {
    private static final String UGLY = "type Pump{\nflow:l/min every 1 s\nstate : a|b\n}\n";
    private static final String LAID_OUT = """
            type Pump {
              flow  : l/min  every 1 s
              state : a | b
            }
            """;

    @TempDir
    Path folder;

    @Test
    void changesFilesWhereTheyAre() throws IOException {
        Path file = Files.writeString(folder.resolve("a.rules"), UGLY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        Path other = Files.writeString(folder.resolve("b.rules"), LAID_OUT);
        TerminalDouble terminal = run(0, "rule", "fmt", ".");
        assertThat(terminal.out()).isEqualTo("./a.rules\n");
        assertThat(file).hasContent(LAID_OUT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(folder).isDirectoryContaining(other::equals);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.rules", "b.rules");
        assertThat(run(0, "rule", "fmt", ".").out()).isEmpty();
    }

    @Test
    void checkNamesFilesAndChangesNone() throws IOException {
        Path file = Files.writeString(folder.resolve("a.rules"), UGLY);
        assertThat(run(1, "rule", "fmt", "--check", "a.rules").out()).isEqualTo("a.rules\n");
        assertThat(file).hasContent(UGLY);
        Files.writeString(file, LAID_OUT);
        assertThat(run(0, "rule", "fmt", "--check", "a.rules").out()).isEmpty();
    }

    @Test
    void leavesAFileWithErrorsAndDoesTheOthers() throws IOException {
        Path broken =
                Files.writeString(folder.resolve("a.rules"), "type Pump {\n  flow l/min\n}\n");
        Path file = Files.writeString(folder.resolve("b.rules"), UGLY);
        TerminalDouble terminal = run(1, "rule", "fmt", "a.rules", "b.rules");
        assertThat(terminal.err()).startsWith("a.rules:2:8: error: ");
        assertThat(broken).hasContent("type Pump {\n  flow l/min\n}\n");
        assertThat(file).hasContent(LAID_OUT);
    }

    @Test
    void theStandardInputGoesToTheStandardOutput() {
        TerminalDouble terminal = new TerminalDouble();
        terminal.in = UGLY.getBytes(StandardCharsets.UTF_8);
        assertThat(terminal.run("rule", "fmt", "-")).isZero();
        assertThat(terminal.out()).isEqualTo(LAID_OUT);
        terminal.in = "type".getBytes(StandardCharsets.UTF_8);
        terminal.out.reset();
        assertThat(terminal.run("rule", "fmt", "-")).isOne();
        assertThat(terminal.out()).isEqualTo("type");
        assertThat(terminal.err()).startsWith("-:1:5: error: ");
        assertThat(terminal.run("rule", "fmt", "-", "b.rules")).isEqualTo(2);
    }

    private TerminalDouble run(int code, String... arguments) {
        TerminalDouble terminal = new TerminalDouble();
        terminal.folder = folder;
        assertThat(terminal.run(arguments)).as(terminal.err()).isEqualTo(code);
        return terminal;
    }
}
