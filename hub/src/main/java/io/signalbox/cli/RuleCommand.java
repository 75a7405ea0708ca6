package io.signalbox.cli;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Source;

import picocli.CommandLine.Command;

import java.nio.file.Path;
import java.util.List;

/** {@code signalbox rule}: files of types and rules, looked at without a hub. */
@Command(
        name = "rule",
        description = "Checks, tests and lays out files of types and rules; backtest asks a hub.",
        footer = {
            "",
            "Examples:",
            "  signalbox rule check plant.rules",
            "  signalbox rule check rules/ && signalbox apply -f rules/",
            "  signalbox rule test plant.rules",
            "  signalbox rule fmt plant.rules"
        })
final class RuleCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE, "what about rules? check, test, fmt or backtest (signalbox rule -h)");
    }

    /** Checks the files and prints their findings. */
    static Checked check(Terminal terminal, List<Source> sources) {
        Checked checked = Analysis.check(sources).asGiven(sources);
        print(terminal, checked, sources);
        return checked;
    }

    static List<Source> sources(Terminal terminal, List<Path> named) {
        return RuleFiles.read(terminal.folder(), named).stream()
                .map(file -> Source.given(file.name(), file.text()))
                .toList();
    }

    /** One line for each finding, on a terminal with an excerpt; its name in brackets. */
    static void print(Terminal terminal, Checked checked, List<Source> sources) {
        for (Finding finding : checked.findings()) {
            String name = finding.code().isEmpty() ? "" : " [" + finding.code() + "]";
            terminal.err().println(Table.plain(finding + name));
            if (terminal.interactive()) {
                excerpt(terminal, finding, sources);
            }
        }
    }

    /** The line of the file with a mark under the spot. */
    private static void excerpt(Terminal terminal, Finding finding, List<Source> sources) {
        sources.stream()
                .filter(source -> source.file().equals(finding.at().file()))
                .findFirst()
                .ifPresent(source -> finding.explain(source)
                        .lines()
                        .filter(line -> line.startsWith("   | "))
                        .forEach(terminal.err()::println));
    }
}
