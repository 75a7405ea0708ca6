package io.signalbox.cli;

import picocli.CommandLine.Option;

/** The option {@code --json} of every command that reads. */
final class JsonOption {
    @Option(names = "--json", description = "Print one JSON object; its members are stable.")
    private boolean wanted;

    boolean wanted() {
        return wanted;
    }
}
