package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalbox type}: what machines of a kind measure and accept. */
@Command(
        name = "type",
        description = "Shows types, and makes them from what devices send.",
        footer = {
            "",
            "Examples:",
            "  signalbox type list",
            "  signalbox type from m7 --name Meter > meter.rules; signalbox apply -f meter.rules",
            "  signalbox type adopt m7"
        })
final class TypeCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE, "what about types? list, get, from or adopt (signalbox type -h)");
    }

    private static void leftOut(RunningHub hub, JsonObject answer) {
        for (JsonValue item : answer.items("left_out")) {
            JsonObject point = item.asObject();
            hub.terminal()
                    .err()
                    .println("left out: " + Table.plain(point.text("point")) + " ("
                            + Table.plain(point.text("reason")) + ")");
        }
    }

    /** {@code signalbox type list}. */
    @Command(
            name = "list",
            description = "Lists the types that are declared.",
            footer = {
                "",
                "Examples:",
                "  signalbox type list",
                "  signalbox type list --json",
                "  signalbox type list --json | jq -r '.types[].name'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("types");
            if (json.wanted()) {
                hub.terminal().out().println(answer);
                return;
            }
            Table table = new Table("NAME", "POINTS", "TITLE", "DECLARED IN");
            for (JsonValue item : answer.items("types")) {
                JsonObject type = item.asObject();
                table.row(
                        type.text("name"),
                        "" + type.integer("points"),
                        type.text("title"),
                        type.text("file") + ':' + type.integer("line"));
            }
            if (table.isEmpty()) {
                hub.terminal()
                        .err()
                        .println("no types; declare some with 'signalbox apply -f FILE'");
            } else {
                table.print(hub.terminal().out());
            }
        }
    }

    /** {@code signalbox type get}. */
    @Command(
            name = "get",
            description = "Shows the text of a type as it is declared.",
            footer = {
                "",
                "Examples:",
                "  signalbox type get Meter",
                "  signalbox type get Meter > meter.rules",
                "  signalbox type get Meter --json | jq '.points[].point'"
            })
    static final class Get implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "TYPE", description = "A type.")
        private String name = "";

        @Mixin
        private final JsonOption json = new JsonOption();

        Get(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject type = hub.get("types/" + RunningHub.encoded(name));
            hub.terminal().out().println(json.wanted() ? type : type.text("text"));
        }
    }

    /** {@code signalbox type from}. */
    @Command(
            name = "from",
            description = "Proposes the text of a type for a device, made from what it sent.",
            footer = {
                "",
                "Kinds, words of enumerations and intervals are guessed from its last hour; units",
                "are for you to add.",
                "",
                "Examples:",
                "  signalbox type from m7",
                "  signalbox type from m7 --name Meter > meter.rules",
                "  signalbox type from m7 --json | jq .left_out"
            })
    static final class From implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "A device.")
        private String id = "";

        @Option(names = "--name", paramLabel = "NAME", description = "What to call the type.")
        private @Nullable String name;

        @Mixin
        private final JsonOption json = new JsonOption();

        From(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject proposal = hub.get(
                    "devices/" + RunningHub.encoded(id) + "/type" + RunningHub.query("name", name));
            if (json.wanted()) {
                hub.terminal().out().println(proposal);
                return;
            }
            hub.terminal().out().print(proposal.text("text"));
            leftOut(hub, proposal);
        }
    }

    /** {@code signalbox type adopt}. */
    @Command(
            name = "adopt",
            description = "Adds points that a device sends to its type, where they are missing.",
            footer = {
                "",
                "The declaration in the hub is changed; 'signalbox type get' shows it for your file.",
                "",
                "Examples:",
                "  signalbox type adopt m7",
                "  signalbox type adopt m7 --json",
                "  signalbox type adopt m7 && signalbox type get Meter > meter.rules"
            })
    static final class Adopt implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "A device that has a type.")
        private String id = "";

        @Mixin
        private final JsonOption json = new JsonOption();

        Adopt(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.post(
                    "devices/" + RunningHub.encoded(id) + "/points",
                    new JsonWriter().beginObject().end());
            if (json.wanted()) {
                hub.terminal().out().println(answer);
                return;
            }
            String points = DeviceAdoptCommand.words(answer.items("points"));
            hub.terminal()
                    .out()
                    .println(
                            points.isEmpty()
                                    ? "nothing to add: " + Table.plain(answer.text("name"))
                                            + " has all that can be declared"
                                    : "added to " + Table.plain(answer.text("name")) + " in "
                                            + Table.plain(answer.text("file")) + ": " + points);
            leftOut(hub, answer);
        }
    }
}
