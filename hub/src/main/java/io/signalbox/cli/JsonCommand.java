package io.signalbox.cli;

import io.signalbox.language.Finding;
import io.signalbox.language.JsonForm;
import io.signalbox.language.Source;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox rule json}: a file of rules as a tree, for programs. */
@Command(
        name = "json",
        description = "Prints a file of rules as JSON: the tree of what it declares.",
        footer = {
            "",
            "Nothing is lost but layout and comments; 'rule text' makes a file of it again.",
            "",
            "Examples:",
            "  signalbox rule json plant.rules > plant.json",
            "  signalbox rule json plant.rules | jq '.declarations[] | select(.is == \"rule\") | .name'",
            "  signalbox rule json plant.rules | signalbox rule text /dev/stdin"
        })
final class JsonCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A file of rules.")
    private Path file = Path.of("");

    JsonCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RuleFiles.RuleFile read =
                RuleFiles.read(terminal.folder(), List.of(file)).getFirst();
        JsonForm.Tree tree = JsonForm.of(Source.given(read.name(), read.text()));
        for (Finding finding : tree.findings()) {
            terminal.err().println(Table.plain(finding.toString()));
        }
        tree.json().ifPresent(json -> terminal.out().println(json));
        return tree.json().isPresent() ? Exit.OK.code() : Exit.FINDINGS.code();
    }
}
