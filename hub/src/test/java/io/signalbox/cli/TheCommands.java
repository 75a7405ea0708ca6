package io.signalbox.cli;

import java.util.List;

/** Every command line that has a help page, but for the root's arguments. */
final class TheCommands {
    static final List<List<String>> ALL =
            List.of(List.of(), List.of("demo"), List.of("completion"), List.of("version"));

    private TheCommands() {}
}
