package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code signalbox command}: what devices were told, and what became of it. */
@Command(
        name = "command",
        description = "Shows commands to devices.",
        footer = {
            "",
            "Examples:",
            "  signalbox command list",
            "  signalbox command list --device p1",
            "  signalbox command list --json"
        })
final class CommandCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(Exit.USAGE, "what about commands? list (signalbox command -h)");
    }

    /** {@code signalbox command list}. */
    @Command(
            name = "list",
            description = "Lists commands, the newest first, with the state each is in.",
            footer = {
                "",
                "Examples:",
                "  signalbox command list",
                "  signalbox command list --device p1",
                "  signalbox command list --device p1 --json | jq '.commands[0].state'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Option(names = "--device", paramLabel = "ID", description = "To this device alone.")
        private @Nullable String device;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("commands" + RunningHub.query("device", device));
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            Table table = new Table("SINCE", "STATE", "DEVICE", "POINT", "VALUE", "RULE", "ID");
            for (JsonValue item : answer.items("commands")) {
                JsonObject command = item.asObject();
                table.row(
                        command.text("changed"),
                        command.text("state"),
                        command.text("device"),
                        command.text("point"),
                        Shown.value(command.get("value")),
                        Shown.orDash(command.optionalText("rule")),
                        command.text("id"));
            }
            if (table.isEmpty()) {
                terminal.err().println("no commands");
            } else {
                table.print(terminal.out());
            }
        }
    }
}
