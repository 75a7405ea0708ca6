package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.cli.RuleFiles.RuleFile;
import io.signalbox.load.LoopPlan;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/** The options of {@code signalbox bench rule-loop}: which readings lead to which commands. */
final class BenchLoop {
    private static final String DEVICE = "loop-";
    private static final String TYPE = "Loop";
    private static final String READINGS = "d/" + DEVICE + "%d/up/data";
    private static final String COMMANDS = "d/" + DEVICE + "%d/down/#";
    private static final String HIGH = "{\"value\": 100, \"action\": \"off\"}";
    private static final String LOW = "{\"value\": 0, \"action\": \"on\"}";

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "Apply this to the hub that runs here and register devices loop-0, loop-1 …"
                            + " of the type Loop; such as examples/bench/loop.rules.")
    private @Nullable Path rules;

    @Option(
            names = "--readings",
            paramLabel = "TOPIC",
            description = "Where a device publishes, %%d is its number; d/loop-%%d/up/data.")
    private @Nullable String readings;

    @Option(
            names = "--commands",
            paramLabel = "FILTER",
            description = "Where its command comes from; d/loop-%%d/down/#.")
    private @Nullable String commands;

    @Option(
            names = "--high",
            paramLabel = "TEXT",
            description = "Payload of the 1st, 3rd … reading; value 100, action off, as JSON.")
    private @Nullable String high;

    @Option(
            names = "--low",
            paramLabel = "TEXT",
            description = "Payload of the 2nd, 4th … reading; value 0, action on, as JSON.")
    private @Nullable String low;

    /** Whether any of them was given. */
    boolean used() {
        return rules != null || readings != null || commands != null || high != null || low != null;
    }

    LoopPlan plan() {
        return new LoopPlan(
                or(readings, READINGS),
                or(commands, COMMANDS),
                or(high, HIGH).getBytes(UTF_8),
                or(low, LOW).getBytes(UTF_8));
    }

    /** Gives the rules to the hub, and as many devices as the run will have. */
    void prepare(RunningHub hub, int devices) {
        if (rules == null) {
            return;
        }
        JsonWriter body = new JsonWriter().beginArray();
        for (RuleFile file : RuleFiles.read(hub.terminal().folder(), List.of(rules))) {
            body.beginObject()
                    .field("file", file.name())
                    .field("text", file.text())
                    .end();
        }
        hub.post("apply", body.end());
        for (int i = 0; i < devices; i++) {
            String id = DEVICE + i;
            hub.post(
                    "devices",
                    new JsonWriter()
                            .beginObject()
                            .field("id", id)
                            .field("type", TYPE)
                            .end());
        }
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}
