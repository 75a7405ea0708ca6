package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox alarm history}: what happened to alarms, however long ago. */
@Command(
        name = "history",
        description = "Lists what happened to alarms, the newest first, however long ago.",
        footer = {
            "",
            "Examples:",
            "  signalbox alarm history --from -7d --device p1",
            "  signalbox alarm history --from 2026-01-01 --to 2026-02-01 --rule pump_hot",
            "  signalbox alarm history --from -1d --json | jq -r '.events[].event'"
        })
final class AlarmHistory implements Runnable {
    private final RunningHub hub;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The first instant.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "The end; now if not given.")
    private @Nullable String to;

    @Option(names = "--device", paramLabel = "ID", description = "Of this device alone.")
    private @Nullable String device;

    @Option(names = "--rule", paramLabel = "RULE", description = "Of this rule alone.")
    private @Nullable String rule;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    private @Nullable String limit;

    @Mixin
    private final JsonOption json = new JsonOption();

    AlarmHistory(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonObject answer = hub.get("alarms/history"
                + RunningHub.query(
                        "device", device, "rule", rule, "from", from, "to", to, "limit", limit));
        Terminal terminal = hub.terminal();
        if (json.wanted()) {
            terminal.out().println(answer);
            return;
        }
        Table table = new Table("TIME", "EVENT", "SEVERITY", "DEVICE", "RULE", "BY", "TEXT");
        for (JsonValue item : answer.items("events")) {
            JsonObject event = item.asObject();
            String note = event.optionalText("note");
            table.row(
                    event.text("time"),
                    event.text("event"),
                    Shown.orDash(event.optionalText("severity")),
                    event.text("device"),
                    event.text("rule"),
                    Shown.orDash(event.optionalText("by")),
                    (Shown.after("", event.optionalText("text")) + Shown.after(" ", note)).strip());
        }
        if (table.isEmpty()) {
            terminal.err().println("no alarms in that time");
        } else {
            table.print(terminal.out());
        }
        if (answer.flag("more")) {
            terminal.err().println("there are more (--limit)");
        }
    }
}
