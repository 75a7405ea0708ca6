package io.signalbox.cli;

import picocli.CommandLine.Command;

/** {@code signalbox version}. */
@Command(
        name = "version",
        description = "Prints the version of this program.",
        footer = {
            "",
            "Examples:",
            "  signalbox version",
            "  signalbox version | cut -d' ' -f2      the number alone",
            "  signalbox status --json                the version of the running hub, and more"
        })
final class VersionCommand implements Runnable {
    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().println("signalbox " + number());
    }

    /** The version in the jar's manifest, or {@code development} outside of a jar. */
    static String number() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
