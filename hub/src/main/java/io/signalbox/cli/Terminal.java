package io.signalbox.cli;

import io.signalbox.time.Clock;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param output data for the next program, and nothing else
 * @param err talk for the person
 * @param folder relative file names start here
 * @param interactive whether a person looks at the output, and not a program
 */
public record Terminal(
        InputStream in,
        Output output,
        PrintStream err,
        Map<String, String> environment,
        Path folder,
        boolean interactive,
        Clock clock) {

    /** The terminal of this process. Text is UTF-8, whatever the locale says. */
    public static Terminal ofProcess(Clock clock) {
        Map<String, String> environment = System.getenv();
        return new Terminal(
                System.in,
                new Output(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                environment,
                Path.of(""),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                clock);
    }

    PrintStream out() {
        return output.stream();
    }

    /** Puts the line of talk that moves in place of the last one, or removes it, if a person looks. */
    void redraw(String line) {
        if (interactive) {
            err.print("\r\u001b[K" + line);
            err.flush();
        }
    }

    /** Whether a person looks who wants colours. */
    public boolean colour() {
        return interactive
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** {@code text} in an ANSI colour, such as 31 for red, if a person looks. */
    String coloured(int ansi, String text) {
        return colour() ? "\u001b[" + ansi + 'm' + text + "\u001b[0m" : text;
    }
}
