package io.signalbox.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code signalbox} itself: without a sub-command it runs the hub. */
@Command(
        name = "signalbox",
        description = "Without a command: runs the hub in the foreground.",
        footer = {
            "",
            "Exit codes: 0 ok, 1 findings, 2 usage, 69 no hub, 74 I/O, 75 data in use, 77 denied,",
            "            78 configuration.",
            "",
            "Examples:",
            "  signalbox                                run a hub on ./signalbox-data",
            "  signalbox --config plant.toml            run a hub with a configuration",
            "  signalbox sub -t 'd/#' -v                see what the devices say"
        })
final class SignalboxCommand implements Callable<Integer> {
    private static final String DATA_VARIABLE = "SIGNALBOX_SERVER__DATA";
    private static final String DEMO_FOLDER = "signalbox-demo";

    private final Terminal terminal;
    private final ServerStarter server;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--config", paramLabel = "FILE", description = "A TOML file for the hub.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "Data folder of the hub; otherwise $" + DATA_VARIABLE + " or ./signalbox-data.")
    private @Nullable Path data;

    SignalboxCommand(Terminal terminal, ServerStarter server) {
        this.terminal = terminal;
        this.server = server;
    }

    @Option(
            names = {"-V", "--version"},
            description = "Show the version.")
    private boolean version;

    @Override
    public Integer call() {
        if (version) {
            terminal.out().println("signalbox " + VersionCommand.number());
            return Exit.OK.code();
        }
        return server.run(config, data);
    }

    /** The folder of {@code --data}, or null. */
    @Nullable
    Path data() {
        return data;
    }

    /**
     * Where the hub that a sub-command speaks to keeps its data; that of the demo if no folder is
     * named and nothing else runs here.
     */
    Path dataFolder() {
        if (data != null) {
            return terminal.folder().resolve(data);
        }
        String named = terminal.environment().getOrDefault(DATA_VARIABLE, "");
        if (!named.isEmpty()) {
            return terminal.folder().resolve(named);
        }
        Path usual = terminal.folder().resolve("signalbox-data");
        Path demo = terminal.folder().resolve(DEMO_FOLDER);
        return !runsOn(usual) && runsOn(demo) ? demo : usual;
    }

    private static boolean runsOn(Path folder) {
        return Files.exists(folder.resolve("run").resolve("hub.json"));
    }
}
