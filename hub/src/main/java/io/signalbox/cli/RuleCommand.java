package io.signalbox.cli;

import io.signalbox.analysis.Analysis;
import io.signalbox.language.Checked;
import io.signalbox.language.Finding;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.RuleTest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

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
    private static final int RED = 31;
    private static final int GREEN = 32;

    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE, "what about rules? check, test, fmt or backtest (signalbox rule -h)");
    }

    /** Reads the files and their findings; prints those. */
    static Checked check(Terminal terminal, List<Path> named) {
        List<Source> sources = sources(terminal, named);
        Checked checked = Analysis.check(sources);
        print(terminal, checked, sources);
        return checked;
    }

    static List<Source> sources(Terminal terminal, List<Path> named) {
        return RuleFiles.read(terminal.folder(), named).stream()
                .map(file -> new Source(file.name(), file.text()))
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

    /** {@code signalbox rule test}. */
    @Command(
            name = "test",
            description = "Runs the tests in files of rules, in virtual time and without a hub.",
            footer = {
                "",
                "What is not met goes to the error stream as file:line:column: error: …",
                "",
                "Examples:",
                "  signalbox rule test plant.rules",
                "  signalbox rule test types.rules rules/",
                "  signalbox rule test --json plant.rules | jq .failed"
            })
    static final class Test implements Callable<Integer> {
        private final Terminal terminal;

        @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "With its tests.")
        private final List<Path> named = new ArrayList<>();

        @Mixin
        private final JsonOption json = new JsonOption();

        Test(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            Checked checked = check(terminal, named);
            if (checked.program().isEmpty()) {
                return Exit.FINDINGS.code();
            }
            List<RuleTest.Report> reports = RuleTest.runAll(checked.program().get());
            for (RuleTest.Report report : reports) {
                report.failures()
                        .forEach(
                                failure -> terminal.err().println(Table.plain(failure.toString())));
            }
            long failed = reports.stream().filter(report -> !report.passed()).count();
            if (json.wanted()) {
                terminal.out().println(json(reports, failed));
            } else {
                reports.forEach(this::print);
                terminal.out()
                        .println(Shown.counted(reports.size(), "test") + ", "
                                + (failed == 0 ? "all passed" : failed + " failed"));
            }
            return failed == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
        }

        private void print(RuleTest.Report report) {
            String state = report.passed()
                    ? terminal.coloured(GREEN, "passed")
                    : terminal.coloured(RED, "failed");
            terminal.out()
                    .println(state + "  " + Table.plain(report.test())
                            + (report.runs() > 1 ? " (" + report.runs() + " runs)" : ""));
        }

        private static JsonWriter json(List<RuleTest.Report> reports, long failed) {
            JsonWriter json = new JsonWriter()
                    .beginObject()
                    .field("passed", reports.size() - failed)
                    .field("failed", failed)
                    .name("tests")
                    .beginArray();
            for (RuleTest.Report report : reports) {
                json.beginObject()
                        .field("name", report.test())
                        .field("at", report.at().toString())
                        .field("runs", report.runs())
                        .field("passed", report.passed())
                        .name("failures")
                        .beginArray();
                for (RuleTest.Failure failure : report.failures()) {
                    json.beginObject()
                            .field("at", failure.at().toString())
                            .field("expected", failure.expected())
                            .field("found", failure.found())
                            .field("variant", failure.variant())
                            .end();
                }
                json.end().end();
            }
            return json.end().end();
        }
    }
}
