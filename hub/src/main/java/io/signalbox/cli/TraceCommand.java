package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.Instant;

/** {@code signalbox trace}: what became of one message. */
@Command(
        name = "trace",
        description = "Follows one message: what was read of it, and all that followed from it.",
        footer = {
            "",
            "Examples:",
            "  signalbox trace p17                     the newest message of a device",
            "  signalbox trace --record 4711           the record that 'data query' shows as seq",
            "  signalbox trace p17 --for 1h --json | jq '.steps[].kind'"
        })
final class TraceCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DEVICE",
            description = "The device whose newest message is followed.")
    private @Nullable String device;

    @Option(names = "--record", paramLabel = "N", description = "A record of the journal instead.")
    private @Nullable String record;

    @Option(
            names = "--for",
            paramLabel = "SPAN",
            description = "How much later things are looked for; 10m if not given.")
    private @Nullable String span;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    TraceCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        if ((device == null) == (record == null)) {
            throw new ParameterException(
                    spec.commandLine(), "name a device, or a record with --record");
        }
        JsonObject trail = hub.get(
                "trace" + RunningHub.query("device", device, "record", record, "for", span));
        if (json.wanted()) {
            hub.terminal().out().println(trail);
            return;
        }
        JsonObject origin = trail.object("record");
        Instant begin = Instant.parse(origin.text("at"));
        for (JsonValue cause : trail.items("because")) {
            print(cause.asObject(), begin);
        }
        print(origin, begin);
        for (JsonValue item : trail.items("readings")) {
            JsonObject reading = item.asObject();
            hub.terminal()
                    .out()
                    .println(Table.plain("             read: " + reading.text("device") + "."
                            + reading.text("point") + " = " + Shown.value(reading.get("value"))
                            + " (" + reading.text("quality") + ")"));
        }
        for (JsonValue step : trail.items("steps")) {
            print(step.asObject(), begin);
        }
        if (!trail.flag("whole")) {
            hub.terminal().err().println("the journal goes on; --for looks further");
        }
    }

    private void print(JsonObject step, Instant begin) {
        long millis = Duration.between(begin, Instant.parse(step.text("at"))).toMillis();
        String device = step.isAbsent("device") ? "" : step.text("device") + " ";
        hub.terminal()
                .out()
                .println(Table.plain(String.format(
                        "%+9d ms  #%d %s: %s%s",
                        millis,
                        step.integer("sequence"),
                        step.text("kind"),
                        device,
                        step.text("text"))));
    }
}
