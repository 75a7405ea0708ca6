package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code signalbox why}: what led a rule to what it did. */
@Command(
        name = "why",
        description = "Tells which values led a rule to what it did to a device, or did not.",
        footer = {
            "",
            "Examples:",
            "  signalbox why pump_dry p17",
            "  signalbox why pump_dry p17 2026-01-02T03:04:05Z",
            "  signalbox why pump_dry p17 --json | jq '.decisions[0].because'",
            "  signalbox why outlet_hot c1             also tells what it is waiting for"
        })
final class WhyCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(index = "0", paramLabel = "RULE", description = "A rule or an interlock.")
    private String rule = "";

    @Parameters(index = "1", paramLabel = "DEVICE", description = "The device.")
    private String device = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TIME",
            description = "What it had decided by then, such as -2h; now if not given.")
    private @Nullable String at;

    @Mixin
    private final JsonOption json = new JsonOption();

    WhyCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonObject why =
                hub.get("why" + RunningHub.query("rule", rule, "device", device, "at", at));
        if (json.wanted()) {
            hub.terminal().out().println(why);
            return;
        }
        for (JsonValue line : why.items("lines")) {
            if (line instanceof JsonText text) {
                hub.terminal().out().println(Table.plain(text.value()));
            }
        }
    }
}
