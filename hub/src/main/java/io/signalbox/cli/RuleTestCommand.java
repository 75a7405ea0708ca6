package io.signalbox.cli;

import io.signalbox.language.Checked;
import io.signalbox.language.Position;
import io.signalbox.language.Source;
import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.Coverage;
import io.signalbox.rules.RuleTest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/** {@code signalbox rule test}. */
@Command(
        name = "test",
        description = "Runs the tests in files of rules, in virtual time and without a hub.",
        footer = {
            "",
            "What is not met goes to the error stream as file:line:column: error: …",
            "A variant that fails names its --seed, with which it is run again.",
            "",
            "Examples:",
            "  signalbox rule test plant.rules",
            "  signalbox rule test types.rules rules/ --coverage",
            "  signalbox rule test plant.rules -v --seed 4",
            "  signalbox rule test --json plant.rules | jq .failed"
        })
final class RuleTestCommand implements Callable<Integer> {
    private static final int RED = 31;
    private static final int GREEN = 32;

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "With its tests.")
    private final List<Path> named = new ArrayList<>();

    @Option(
            names = "--coverage",
            description = "What statements of rules have never been, and rules without a test.")
    private boolean coverage;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Runs each variant once, with this chance.")
    private @Nullable Long seed;

    @Option(names = "-v", description = "What happened in each test, instant by instant.")
    private boolean timeline;

    @Mixin
    private final JsonOption json = new JsonOption();

    private List<Source> sources = List.of();

    RuleTestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        sources = RuleCommand.sources(terminal, named);
        Checked checked = RuleCommand.check(terminal, sources);
        if (checked.program().isEmpty()) {
            return Exit.FINDINGS.code();
        }
        Optional<Coverage> noted = coverage ? Optional.of(new Coverage()) : Optional.empty();
        List<RuleTest.Report> reports = RuleTest.runAll(
                checked.program().get(),
                new RuleTest.Options(
                        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                        noted,
                        timeline));
        for (RuleTest.Report report : reports) {
            report.failures()
                    .forEach(failure -> terminal.err()
                            .println(Table.plain(failure.at(given(failure.at())).toString())));
        }
        long failed = reports.stream().filter(report -> !report.passed()).count();
        if (json.wanted()) {
            terminal.out().println(json(reports, failed, noted));
        } else {
            reports.forEach(this::print);
            noted.ifPresent(this::print);
            terminal.out()
                    .println(Shown.counted(reports.size(), "test") + ", "
                            + (failed == 0 ? "all passed" : failed + " failed"));
        }
        return failed == 0 ? Exit.OK.code() : Exit.FINDINGS.code();
    }

    /** A place in the file as it was given: in JSON, if it is one. */
    private Position given(Position at) {
        return sources.stream()
                .filter(source -> source.file().equals(at.file()))
                .findFirst()
                .map(source -> source.given(at))
                .orElse(at);
    }

    private void print(RuleTest.Report report) {
        String state = report.passed()
                ? terminal.coloured(GREEN, "passed")
                : terminal.coloured(RED, "failed");
        terminal.out()
                .println(state + "  " + Table.plain(report.test())
                        + (report.runs() > 1 ? " (" + report.runs() + " runs)" : ""));
        report.timeline().forEach(line -> terminal.out().println("  " + Table.plain(line)));
    }

    private void print(Coverage noted) {
        for (Coverage.Statement gap : noted.gaps()) {
            terminal.out()
                    .println(Table.plain(given(gap.at()) + ": rule " + gap.rule() + ": "
                            + (gap.clears() ? "clear when" : "when") + " '" + gap.text()
                            + "' is never " + String.join(" or ", gap.missing())));
        }
        noted.untested()
                .forEach(rule -> terminal.out()
                        .println(Table.plain("rule " + rule + " becomes active in no test")));
        terminal.out()
                .println("coverage: " + noted.shown() + " of " + noted.all()
                        + " values of statements (true, false and unknown)");
    }

    private JsonWriter json(
            List<RuleTest.Report> reports, long failed, Optional<Coverage> coverage) {
        JsonWriter json = new JsonWriter()
                .beginObject()
                .field("passed", reports.size() - failed)
                .field("failed", failed)
                .name("tests")
                .beginArray();
        for (RuleTest.Report report : reports) {
            json.beginObject()
                    .field("name", report.test())
                    .field("at", given(report.at()).toString())
                    .field("runs", report.runs())
                    .field("passed", report.passed())
                    .name("failures")
                    .beginArray();
            for (RuleTest.Failure failure : report.failures()) {
                json.beginObject()
                        .field("at", given(failure.at()).toString())
                        .field("expected", failure.expected())
                        .field("found", failure.found())
                        .field("variant", failure.variant())
                        .end();
            }
            json.end();
            if (!report.timeline().isEmpty()) {
                json.name("timeline").beginArray();
                report.timeline().forEach(json::value);
                json.end();
            }
            json.end();
        }
        json.end();
        coverage.ifPresent(noted -> write(json, noted));
        return json.end();
    }

    private void write(JsonWriter json, Coverage coverage) {
        json.name("coverage")
                .beginObject()
                .field("shown", coverage.shown())
                .field("all", coverage.all())
                .name("never")
                .beginArray();
        for (Coverage.Statement gap : coverage.gaps()) {
            json.beginObject()
                    .field("rule", gap.rule())
                    .field("at", given(gap.at()).toString())
                    .field("in", gap.clears() ? "clear when" : "when")
                    .field("statement", gap.text())
                    .name("missing")
                    .beginArray();
            gap.missing().forEach(json::value);
            json.end().end();
        }
        json.end().name("untested").beginArray();
        coverage.untested().forEach(json::value);
        json.end().end();
    }
}
