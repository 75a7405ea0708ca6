package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox alarm}: what rules want people to know. */
@Command(
        name = "alarm",
        description = "Shows alarms.",
        footer = {
            "",
            "Examples:",
            "  signalbox alarm list",
            "  signalbox alarm list --device p1",
            "  signalbox alarm list --json"
        })
final class AlarmCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(Exit.USAGE, "what about alarms? list (signalbox alarm -h)");
    }

    /** {@code signalbox alarm list}. */
    @Command(
            name = "list",
            description = "Lists the alarms that stand, the newest first.",
            footer = {
                "",
                "Examples:",
                "  signalbox alarm list",
                "  signalbox alarm list --device p1",
                "  signalbox alarm list --json | jq -r '.alarms[] | .severity + \" \" + .text'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Option(names = "--device", paramLabel = "ID", description = "Of this device alone.")
        private @Nullable String device;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("alarms" + RunningHub.query("device", device));
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            Table table = new Table("SINCE", "SEVERITY", "DEVICE", "RULE", "TEXT");
            for (JsonValue item : answer.items("alarms")) {
                JsonObject alarm = item.asObject();
                table.row(
                        alarm.text("raised"),
                        alarm.text("severity"),
                        alarm.text("device"),
                        alarm.text("rule"),
                        alarm.text("text"));
            }
            if (table.isEmpty()) {
                terminal.err().println("no alarms");
            } else {
                table.print(terminal.out());
            }
        }
    }
}
