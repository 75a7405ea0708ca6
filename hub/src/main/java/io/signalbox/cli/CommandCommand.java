package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalbox command}: what devices were told, and what became of it. */
@Command(
        name = "command",
        description = "Shows commands to devices, and lets go of them.",
        footer = {
            "",
            "Examples:",
            "  signalbox command list",
            "  signalbox command list --device p1",
            "  signalbox command release p1 8d2f0c6a91b37e54"
        })
final class CommandCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE, "what about commands? list or release (signalbox command -h)");
    }

    /** {@code signalbox command list}. */
    @Command(
            name = "list",
            description = "Lists commands, the newest first, with the state each is in.",
            footer = {
                "",
                "Examples:",
                "  signalbox command list",
                "  signalbox command list --device p1 --from -7d",
                "  signalbox command list --device p1 --json | jq '.commands[0].state'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Option(names = "--device", paramLabel = "ID", description = "To this device alone.")
        private @Nullable String device;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Of the history, from then on; else those of late.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "With --from: until then.")
        private @Nullable String to;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "In this state alone, such as failed; with --to, at that time.")
        private @Nullable String state;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
        private @Nullable String limit;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("commands"
                    + RunningHub.query(
                            "device", device, "from", from, "to", to, "state", state, "limit",
                            limit));
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            Table table = new Table("SINCE", "STATE", "DEVICE", "POINT", "VALUE", "BY", "ID");
            for (JsonValue item : answer.items("commands")) {
                JsonObject command = item.asObject();
                table.row(
                        command.text("changed"),
                        command.text("state"),
                        command.text("device"),
                        command.text("point"),
                        Shown.value(command.get("value")),
                        claimant(command),
                        command.text("id"));
            }
            if (table.isEmpty()) {
                terminal.err().println("no commands");
            } else {
                table.print(terminal.out());
            }
            if (answer.flag("more")) {
                terminal.err().println("there are more (--limit)");
            }
        }
    }

    /** Who commands; of a rule also where, if that is not the device itself. */
    private static String claimant(JsonObject command) {
        String by = Shown.orDash(command.optionalText("by"));
        String subject = command.optionalText("subject");
        return subject == null || subject.equals(command.text("device"))
                ? by
                : by + " in " + Table.plain(subject);
    }

    /** {@code signalbox command release}. */
    @Command(
            name = "release",
            description = "Lets go of a command before it expires; the next claim holds.",
            footer = {
                "",
                "Examples:",
                "  signalbox command release p1 8d2f0c6a91b37e54",
                "  signalbox command release p1 8d2f0c6a91b37e54 --json",
                "  signalbox command list --device p1 --json | jq -r '.commands[0].id'"
            })
    static final class Release implements Runnable {
        private final RunningHub hub;

        @Parameters(index = "0", paramLabel = "DEVICE", description = "The device.")
        private String device = "";

        @Parameters(index = "1", paramLabel = "ID", description = "The command.")
        private String id = "";

        @Mixin
        private final JsonOption json = new JsonOption();

        Release(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject released = hub.delete("devices/" + RunningHub.encoded(device) + "/commands/"
                    + RunningHub.encoded(id));
            if (json.wanted()) {
                hub.terminal().out().println(released);
            } else {
                hub.terminal().out().println("released " + Table.plain(id));
            }
        }
    }
}
