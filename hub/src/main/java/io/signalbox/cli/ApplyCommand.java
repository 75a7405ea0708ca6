package io.signalbox.cli;

import static java.util.stream.Collectors.joining;

import io.signalbox.cli.RuleFiles.RuleFile;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code signalbox apply}: hands types and rules to the hub, all of them or none. */
@Command(
        name = "apply",
        description =
                "Checks files of types and rules, and lets the hub work by them; also devices.",
        footer = {
            "",
            "All files are accepted, or none and the hub goes on with what it had. Files that were applied",
            "before stay, but for those of the same names; --only takes them away. A file *.jsonl has",
            "devices, one a line, as export writes them: they are registered or changed.",
            "",
            "Examples:",
            "  signalbox apply -f plant.rules",
            "  signalbox apply -f plant/ --dry-run     all *.rules in a folder and below, its devices",
            "  signalbox apply -f plant/ --only        these, and no other file of rules any more",
            "  signalbox apply -f types.rules -f pumps.rules"
        })
final class ApplyCommand implements Runnable {
    /** Most files that a line names. */
    private static final int MOST_NAMES = 10;

    private final RunningHub hub;

    @Option(names = "-f", required = true, paramLabel = "FILE|DIR", description = "Repeatable.")
    private final List<Path> named = new ArrayList<>();

    @Option(names = "--only", description = "Takes away all other files of types and rules.")
    private boolean only;

    @Option(names = "--dry-run", description = "Only says what would be done.")
    private boolean dry;

    @Mixin
    private final JsonOption json = new JsonOption();

    ApplyCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        List<DeviceWords> devices = new ArrayList<>();
        List<Path> rules = new ArrayList<>();
        for (Path path : named) {
            sortOut(path, rules, devices);
        }
        if (!rules.isEmpty()) {
            applyRules(rules);
        } else if (only) {
            throw new CommandFailure(
                    Exit.USAGE, "--only is for files of types and rules, and there is none");
        }
        if (!devices.isEmpty()) {
            String done = new DeviceFile(hub).apply(devices, dry).toString();
            (json.wanted() ? hub.terminal().err() : hub.terminal().out()).println(done);
        }
        if (dry && !json.wanted()) {
            hub.terminal().err().println("nothing was changed (--dry-run)");
        }
    }

    /** A folder may have rules, devices or both. */
    private void sortOut(Path path, List<Path> rules, List<DeviceWords> devices) {
        Path folder = hub.terminal().folder();
        Path inside = path.resolve(DeviceFile.NAME);
        boolean hasDevices = Files.isRegularFile(folder.resolve(inside));
        if (path.toString().endsWith(DeviceFile.ENDING)) {
            devices.addAll(DeviceFile.read(folder, path));
        } else if (hasDevices) {
            devices.addAll(DeviceFile.read(folder, inside));
            if (RuleFiles.has(folder, path)) {
                rules.add(path);
            }
        } else {
            rules.add(path);
        }
    }

    private void applyRules(List<Path> rules) {
        List<RuleFile> files = RuleFiles.read(hub.terminal().folder(), rules);
        JsonWriter body = new JsonWriter().beginArray();
        for (RuleFile file : files) {
            body.beginObject()
                    .field("file", file.name())
                    .field("text", file.text())
                    .end();
        }
        JsonObject answer = hub.post(
                "apply"
                        + RunningHub.query(
                                "dry_run", dry ? "true" : null, "only", only ? "true" : null),
                body.end());
        if (json.wanted()) {
            hub.terminal().out().println(answer);
            return;
        }
        for (JsonValue finding : answer.items("findings")) {
            hub.terminal().err().println(RunningHub.finding(finding.asObject()));
        }
        String done = (dry ? "would apply " : "applied ") + Shown.counted(files.size(), "file")
                + (dry ? "; then in force: " : "; now in force: ")
                + Shown.counted(answer.integer("types"), "type") + ", "
                + Shown.counted(answer.integer("mappings"), "mapping") + ", "
                + Shown.counted(answer.integer("rules"), "rule") + ", "
                + Shown.counted(answer.integer("interlocks"), "interlock") + ", "
                + Shown.counted(answer.integer("tests"), "test");
        hub.terminal().out().println(done);
        say(dry ? "would be taken away: " : "taken away: ", answer, "removed", "");
        Path folder = hub.terminal().folder();
        if (rules.stream().map(folder::resolve).anyMatch(Files::isDirectory)) {
            String after = "; --only takes all other files away";
            say("still in force from before: ", answer, "others", after);
        }
    }

    /** A line with names of files, if there are any; a hub of an older version does not tell them. */
    private void say(String before, JsonObject answer, String member, String after) {
        List<JsonValue> names = answer.isAbsent(member) ? List.of() : answer.items(member);
        if (names.isEmpty()) {
            return;
        }
        String shown = names.stream().limit(MOST_NAMES).map(Shown::value).collect(joining(", "));
        int more = names.size() - MOST_NAMES;
        hub.terminal()
                .err()
                .println(before + shown + (more > 0 ? " and " + more + " more" : "") + after);
    }
}
