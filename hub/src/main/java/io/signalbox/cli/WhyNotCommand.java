package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code signalbox whynot}: what a rule waits for, and how far that is. */
@Command(
        name = "whynot",
        description = "Tells what stands in the way of a rule on a device, the closest first.",
        footer = {
            "",
            "For a time of the past the journal is run up to it, as far as it reaches.",
            "",
            "Examples:",
            "  signalbox whynot pump_dry p17",
            "  signalbox whynot pump_dry p17 -2h",
            "  signalbox whynot pump_dry p17 --json | jq '.hindrances[0]'"
        })
final class WhyNotCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(index = "0", paramLabel = "RULE", description = "A rule or an interlock.")
    private String rule = "";

    @Parameters(index = "1", paramLabel = "DEVICE", description = "The device.")
    private String device = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TIME",
            description = "When, such as 2026-01-02T03:04:05Z; now if not given.")
    private @Nullable String at;

    @Mixin
    private final JsonOption json = new JsonOption();

    WhyNotCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonObject answer = answer();
        if (json.wanted()) {
            hub.terminal().out().println(answer);
            return;
        }
        for (JsonValue line : answer.items("lines")) {
            hub.terminal().out().println(Shown.value(line));
        }
    }

    private JsonObject answer() {
        String target = "whynot" + RunningHub.query("rule", rule, "device", device, "at", at);
        if (at == null) {
            return hub.get(target);
        }
        try (WaitingLine _ = new WaitingLine(hub.terminal(), "running the journal up to " + at)) {
            return hub.get(target);
        }
    }
}
