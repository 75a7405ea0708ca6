package io.signalbox.cli;

import io.signalbox.importer.HomeAssistantImport;
import io.signalbox.importer.ImportFailure;
import io.signalbox.importer.Imported;
import io.signalbox.importer.PrometheusImport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox rule import}: rules of other systems, in the words of this one. */
@Command(
        name = "import",
        description =
                "Makes rules of those of another system, and names what it cannot carry over.",
        footer = {
            "",
            "The rules go to the standard output, what is lost to the error stream as file:line: …",
            "Exit code 1 if something is lost.",
            "",
            "Examples:",
            "  signalbox rule import prometheus alerts.yml > alerts.rules",
            "  signalbox rule import homeassistant automations.yaml > home.rules",
            "  signalbox rule import prometheus alerts.yml | signalbox rule fmt --check -"
        })
final class ImportCommand implements Callable<Integer> {
    /** Whose rules they are. */
    enum Origin {
        prometheus,
        homeassistant
    }

    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "SYSTEM",
            description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private Origin system;

    @Parameters(index = "1", paramLabel = "FILE", description = "Its file, in YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RuleFiles.RuleFile read =
                RuleFiles.read(terminal.folder(), List.of(file)).getFirst();
        Imported imported;
        try {
            imported = switch (system) {
                case prometheus -> PrometheusImport.read(read.name(), read.text());
                case homeassistant -> HomeAssistantImport.read(read.name(), read.text());
            };
        } catch (ImportFailure e) {
            terminal.err().println(Table.plain(String.valueOf(e.getMessage())));
            return Exit.FINDINGS.code();
        }
        terminal.out().print(imported.text());
        imported.losses().forEach(loss -> terminal.err().println(Table.plain(loss)));
        return imported.losses().isEmpty() ? Exit.OK.code() : Exit.FINDINGS.code();
    }
}
