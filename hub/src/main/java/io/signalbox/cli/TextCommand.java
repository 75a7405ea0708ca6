package io.signalbox.cli;

import io.signalbox.language.Finding;
import io.signalbox.language.Source;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        Source source = Source.given(read.name(), read.text());
        if (source.json().isEmpty()) {
            throw new CommandFailure(
                    Exit.FINDINGS,
                    read.name() + " is no JSON: it does not begin with {; 'rule json' makes some");
        }
        Optional<Finding> refusal = source.json().get().refusal();
        refusal.ifPresent(finding -> terminal.err().println(Table.plain(finding.toString())));
        terminal.out().print(source.text());
        return (refusal.isEmpty() ? Exit.OK : Exit.FINDINGS).code();
    }
}
