package io.signalbox.cli;

import io.signalbox.language.JsonForm;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.MalformedJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox rule text}: a file of rules from its tree. */
@Command(
        name = "text",
        description = "Prints the file of rules that a JSON tree stands for.",
        footer = {
            "",
            "A member that says nothing where it stands is refused with a pointer to it. A declaration",
            "whose tree was not changed keeps its words, and so its version.",
            "",
            "Examples:",
            "  signalbox rule text plant.json > plant.rules",
            "  signalbox rule text plant.json > plant.rules && signalbox rule check plant.rules",
            "  signalbox rule json a.rules | jq '.declarations |= sort_by(.name)' | signalbox rule text /dev/stdin"
        })
final class TextCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "JSON as 'rule json' prints it.")
    private Path file = Path.of("");

    TextCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RuleFiles.RuleFile read =
                RuleFiles.read(terminal.folder(), List.of(file)).getFirst();
        try {
            terminal.out().print(JsonForm.text(JsonValue.parse(read.text())));
            return Exit.OK.code();
        } catch (MalformedJson e) {
            terminal.err().println(Table.plain(read.name() + ": error: " + e.getMessage()));
            return Exit.FINDINGS.code();
        }
    }
}
