package io.signalbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class CliTest {
    private final TerminalDouble terminal = new TerminalDouble();

    @Test
    void withoutASubCommandTheHubRuns() {
        List<Object> seen = new ArrayList<>();
        var cli = new Cli(
                terminal.terminal(),
                (config, data) -> {
                    seen.add(config);
                    seen.add(data);
                    return 75;
                },
                (data, rest) -> 0);
        assertThat(cli.run("--config", "a.toml", "--data", "d")).isEqualTo(75);
        assertThat(seen).containsExactly(Path.of("a.toml"), Path.of("d"));
    }

    @Test
    void demoGetsWhatItAloneUnderstands() {
        List<String> seen = new ArrayList<>();
        var cli = new Cli(terminal.terminal(), (config, data) -> 0, (data, rest) -> {
            seen.addAll(rest);
            return data == null ? 1 : 3;
        });
        assertThat(cli.run("demo", "--speed", "10", "--data", "x", "now")).isEqualTo(3);
        assertThat(seen).containsExactly("--speed", "10", "now");
    }

    @Test
    void unknownCommandIsAUsageMistakeWithTheNearestName() {
        assertThat(terminal.run("verison")).isEqualTo(2);
        assertThat(terminal.err()).contains("verison").contains("did you mean 'version'?");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void whoSaysRunOrStartIsToldThatTheHubNeedsNoWord() {
        for (String word : new String[] {"run", "start", "serve"}) {
            assertThat(terminal.run(word)).isEqualTo(2);
            assertThat(terminal.err()).contains("the hub runs with 'signalbox' alone");
        }
    }

    @Test
    void unknownOptionIsAUsageMistake() {
        assertThat(terminal.run("--confg", "x")).isEqualTo(2);
        assertThat(terminal.err()).contains("--confg").contains("signalbox -h");
    }

    @Test
    void aHostAfterTheLetterOfHelpIsNotSilentlyLeftUndone() {
        assertThat(terminal.run("pub", "-h", "localhost", "-t", "a", "-m", "x")).isEqualTo(2);
        assertThat(terminal.err()).contains("localhost").contains("--data");
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void versionIsAnOptionToo() {
        assertThat(terminal.run("--version")).isZero();
        assertThat(terminal.out()).startsWith("signalbox ");
    }

    @Test
    void everyCommandShowsThreeExamples() {
        for (List<String> command : TheCommands.ALL) {
            var help = new TerminalDouble();
            List<String> arguments = new ArrayList<>(command);
            arguments.add("-h");
            assertThat(help.run(arguments.toArray(String[]::new)))
                    .as("%s", command)
                    .isZero();
            String examples = help.out().substring(help.out().lastIndexOf("Examples:"));
            assertThat(examples.lines().filter(l -> l.contains("signalbox")).count())
                    .as("%s", command)
                    .isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aReaderThatWentAwayIsNoFault() {
        assertThat(runInto("Broken pipe")).isZero();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aFullDiskUnderTheOutputIsOne() {
        assertThat(runInto("No space left on device")).isEqualTo(74);
        assertThat(terminal.err()).contains("No space left on device");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(terminal.run("completion", "bash")).isZero();
        assertThat(terminal.out()).contains("complete -F").contains("version");
        assertThat(terminal.run("completion", "tcsh")).isEqualTo(2);
    }

    private int runInto(String failure) {
        Terminal broken = new Terminal(
                System.in,
                new Output(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(failure);
                    }
                }),
                new PrintStream(terminal.err, true, java.nio.charset.StandardCharsets.UTF_8),
                terminal.environment,
                Path.of(""),
                false,
                terminal.terminal().clock());
        return new Cli(broken, (config, data) -> 0, (data, rest) -> 0).run("version");
    }
}
