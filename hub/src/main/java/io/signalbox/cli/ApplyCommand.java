package io.signalbox.cli;

import io.signalbox.cli.RuleFiles.RuleFile;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code signalbox apply}: hands types and rules to the hub, all of them or none. */
@Command(
        name = "apply",
        description = "Checks files of types and rules, and lets the hub work by them.",
        footer = {
            "",
            "All files are accepted, or none and the hub goes on with what it had.",
            "",
            "Examples:",
            "  signalbox apply -f plant.rules",
            "  signalbox apply -f rules/               all *.rules in a folder and below it",
            "  signalbox apply -f types.rules -f pumps.rules"
        })
final class ApplyCommand implements Runnable {
    private final RunningHub hub;

    @Option(names = "-f", required = true, paramLabel = "FILE|DIR", description = "Repeatable.")
    private final List<Path> named = new ArrayList<>();

    @Mixin
    private final JsonOption json = new JsonOption();

    ApplyCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        List<RuleFile> files = RuleFiles.read(hub.terminal().folder(), named);
        JsonWriter body = new JsonWriter().beginArray();
        for (RuleFile file : files) {
            body.beginObject()
                    .field("file", file.name())
                    .field("text", file.text())
                    .end();
        }
        JsonObject answer = hub.post("apply", body.end());
        if (json.wanted()) {
            hub.terminal().out().println(answer);
            return;
        }
        for (JsonValue finding : answer.items("findings")) {
            hub.terminal().err().println(RunningHub.finding(finding.asObject()));
        }
        String done = "applied " + Shown.counted(files.size(), "file") + "; now in force: "
                + Shown.counted(answer.integer("types"), "type") + ", "
                + Shown.counted(answer.integer("mappings"), "mapping") + ", "
                + Shown.counted(answer.integer("rules"), "rule") + ", "
                + Shown.counted(answer.integer("interlocks"), "interlock") + ", "
                + Shown.counted(answer.integer("tests"), "test");
        hub.terminal().out().println(done);
    }
}
