package io.signalbox.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.cli.Cli;
import io.signalbox.cli.Output;
import io.signalbox.cli.Terminal;
import io.signalbox.demo.Demo;
import io.signalbox.time.Clock;
import io.signalbox.time.SystemClock;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The program: hands the command line its two long-running commands, the hub and the demo. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Clock clock = new SystemClock();
        Terminal terminal = Terminal.ofProcess(clock);
        Cli cli = new Cli(
                terminal,
                (config, data) -> new Server(clock).run(config, data),
                (data, rest) -> demo(clock, terminal, data, rest));
        System.exit(cli.run(arguments));
    }

    private static int demo(
            Clock clock, Terminal terminal, @Nullable Path data, List<String> arguments) {
        String named = terminal.environment().getOrDefault("SIGNALBOX_SERVER__DATA", "");
        Path folder = data != null ? data : Path.of(named.isEmpty() ? "signalbox-demo" : named);
        Demo.Commands commands = new Demo.Commands() {
            @Override
            public int run(String... command) {
                OutputStream nowhere = OutputStream.nullOutputStream();
                return quietly(clock, terminal, folder, nowhere, terminal.err(), command);
            }

            @Override
            public String answer(String... command) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                PrintStream nowhere =
                        new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
                int code = quietly(clock, terminal, folder, out, nowhere, command);
                return code == 0 ? out.toString(UTF_8) : "";
            }
        };
        return new Demo(clock, System.out, terminal.colour(), commands, folder).run(arguments);
    }

    /** Runs a sub-command against the hub of the demo; what it prints is not for the onlooker. */
    private static int quietly(
            Clock clock,
            Terminal terminal,
            Path data,
            OutputStream out,
            PrintStream err,
            String... command) {
        Terminal quiet = new Terminal(
                terminal.in(),
                new Output(out),
                err,
                terminal.environment(),
                terminal.folder(),
                false,
                clock);
        String[] arguments = new String[command.length + 2];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--data";
        arguments[command.length + 1] = data.toString();
        return new Cli(quiet, (_, _) -> 2, (_, _) -> 2).run(arguments);
    }
}
