package io.signalbox.cli;

import io.signalbox.time.ManualClock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A terminal in memory: what was typed, and what came out. */
final class TerminalDouble {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Map<String, String> environment = new HashMap<>();
    Path folder = Path.of("");
    byte[] in = {};
    boolean interactive;

    Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(in),
                new Output(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                folder,
                interactive,
                new ManualClock(0));
    }

    /** Runs one command line without a server to start. */
    int run(String... arguments) {
        return new Cli(terminal(), (config, data) -> 0, (data, rest) -> 0).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
