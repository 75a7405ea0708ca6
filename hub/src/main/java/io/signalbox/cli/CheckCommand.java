package io.signalbox.cli;

import static java.util.stream.Collectors.joining;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Action;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Program;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.RuleCost;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox rule check}. */
@Command(
        name = "check",
        description = "Checks files together, as the hub would before it accepts them.",
        footer = {
            "",
            "Findings go to the error stream as file:line:column: error: what is wrong. The exit code",
            "is 1 if there is an error, with --strict also if there is a warning, else 0. Names of people",
            "to notify are in the hub's configuration; 'signalbox apply --dry-run' checks them.",
            "",
            "Examples:",
            "  signalbox rule check plant.rules",
            "  signalbox rule check --json types.rules rules/ | jq .findings",
            "  signalbox rule check --strict --format github rules/     in a pipeline",
            "  signalbox rule check --cost --devices 5000 plant.rules"
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to check.")
    private final List<Path> named = new ArrayList<>();

    @Option(names = "--strict", description = "Takes warnings for errors; notes pass.")
    private boolean strict;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "text (default), json, or github: annotations of its pipelines.")
    private String format = "text";

    @Option(
            names = "--cost",
            description = "Also what each rule keeps, and how often it is looked at.")
    private boolean cost;

    @Option(
            names = "--devices",
            paramLabel = "N",
            description = "With --cost: for so many of each type (default 1000).")
    private int devices = 1000;

    @Mixin
    private final JsonOption json = new JsonOption();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Source> sources = RuleCommand.sources(terminal, named);
        Checked checked = Analysis.check(sources).asGiven(sources);
        boolean passed = checked.findings().stream().noneMatch(this::fails);
        switch (json.wanted() ? "json" : format) {
            case "json" -> terminal.out().println(json(checked, passed, costs(checked)));
            case "github" -> checked.findings().forEach(f -> terminal.out().println(annotation(f)));
            case "text" -> {
                RuleCommand.print(terminal, checked, sources);
                checked.program().ifPresent(program -> summary(program, passed));
                people(checked);
                if (cost) {
                    CostTable.print(terminal, costs(checked), devices);
                }
            }
            default ->
                throw new CommandFailure(
                        Exit.USAGE, "--format is text, json or github, not '" + format + "'");
        }
        return passed ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    private List<RuleCost> costs(Checked checked) {
        return cost ? checked.program().map(RuleCost::of).orElse(List.of()) : List.of();
    }

    private boolean fails(Finding finding) {
        return switch (finding.kind()) {
            case ERROR -> true;
            case WARNING -> strict;
            case NOTE -> false;
        };
    }

    private void summary(Program program, boolean passed) {
        terminal.out()
                .println((passed ? "no errors: " : "warnings, which --strict does not let pass: ")
                        + Shown.counted(program.types().size(), "type") + ", "
                        + Shown.counted(program.mappings().size(), "mapping") + ", "
                        + Shown.counted(program.rules().size(), "rule") + ", "
                        + Shown.counted(program.interlocks().size(), "interlock") + ", "
                        + Shown.counted(program.scenarios().size(), "test"));
    }

    /** What is not checked here: the hub alone knows its configuration. */
    private void people(Checked checked) {
        List<String> names = names(checked);
        if (!names.isEmpty()) {
            terminal.err()
                    .println("note: whether it can notify "
                            + names.stream().map(Table::plain).collect(joining("', '", "'", "'"))
                            + " only the hub knows, by its configuration; 'signalbox apply"
                            + " --dry-run -f FILE' asks it");
        }
    }

    /** Whom the rules tell, each once. */
    private static List<String> names(Checked checked) {
        return checked.program().stream()
                .flatMap(Program::notices)
                .map(Action.Notify::who)
                .distinct()
                .toList();
    }

    /** A command of GitHub's pipelines, which becomes a remark beside the line. */
    private static String annotation(Finding finding) {
        String command = switch (finding.kind()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "notice";
        };
        String title = finding.code().isEmpty() ? finding.kind().toString() : finding.code();
        String hint = finding.hint().isEmpty() ? "" : " (" + finding.hint() + ")";
        return "::" + command + " file=" + property(finding.at().file()) + ",line="
                + finding.at().line() + ",col=" + finding.at().column() + ",title="
                + property(title) + "::" + data(Table.plain(finding.said() + hint));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static JsonWriter json(Checked checked, boolean passed, List<RuleCost> costs) {
        Program program = checked.program().orElse(Program.EMPTY);
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("accepted", checked.accepted())
                .field("passed", passed)
                .field("types", program.types().size())
                .field("mappings", program.mappings().size())
                .field("rules", program.rules().size())
                .field("interlocks", program.interlocks().size())
                .field("tests", program.scenarios().size())
                .name("findings")
                .beginArray();
        checked.findings().forEach(finding -> finding.write(json));
        json.end().name("people").beginArray();
        names(checked).forEach(json::value);
        return CostTable.write(json.end(), costs).end();
    }
}
