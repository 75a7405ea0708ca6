package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;

/** {@code signalbox device}: the things that talk to the hub. */
@Command(
        name = "device",
        description = "Registers devices and shows them.",
        footer = {
            "",
            "Examples:",
            "  signalbox device create p1 --type Pump --in hall3",
            "  signalbox device list",
            "  signalbox device get p1 --json",
            "  signalbox device command p1 command=stop"
        })
final class DeviceCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE,
                "what about devices? create, list, get, command or delete (signalbox device -h)");
    }

    /** {@code signalbox device create}. */
    @Command(
            name = "create",
            description = "Registers a device.",
            footer = {
                "",
                "Examples:",
                "  signalbox device create p1 --type Pump",
                "  signalbox device create p1 --type Pump --in hall3",
                "  for i in 1 2 3; do signalbox device create t$i --type Tank --in yard; done"
            })
    static final class Create implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "As in its topics: d/ID/up/…")
        private String id = "";

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "A type.")
        private String type = "";

        @Option(names = "--in", paramLabel = "PLACE", description = "Where it stands.")
        private @Nullable String place;

        @Mixin
        private final JsonOption json = new JsonOption();

        Create(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonWriter body = new JsonWriter().beginObject().field("id", id).field("type", type);
            if (place != null) {
                body.field("place", place);
            }
            JsonObject device = hub.post("devices", body.end());
            if (!device.flag("declared")) {
                hub.terminal()
                        .err()
                        .println("warning: there is no type '" + Table.plain(type)
                                + "' yet, so no rule is for " + id
                                + "; apply a file that declares it, or register " + id
                                + " again with another --type");
            }
            if (json.wanted()) {
                hub.terminal().out().println(device);
                return;
            }
            hub.terminal()
                    .out()
                    .println("registered " + id + "; it publishes to d/" + id + "/up/…");
        }
    }

    /** {@code signalbox device list}. */
    @Command(
            name = "list",
            description = "Lists devices by id.",
            footer = {
                "",
                "Examples:",
                "  signalbox device list",
                "  signalbox device list --type Pump --in hall3",
                "  signalbox device list --json | jq -r '.devices[].id'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Option(names = "--type", paramLabel = "TYPE", description = "Of this type alone.")
        private @Nullable String type;

        @Option(names = "--in", paramLabel = "PLACE", description = "In this place alone.")
        private @Nullable String place;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            Table table = new Table("ID", "TYPE", "PLACE", "LAST SEEN");
            JsonWriter all = new JsonWriter().beginObject().name("devices").beginArray();
            String after = null;
            do {
                JsonObject page = hub.get(
                        "devices" + RunningHub.query("type", type, "place", place, "after", after));
                for (JsonValue item : page.items("devices")) {
                    JsonObject device = item.asObject();
                    all.value(device);
                    table.row(
                            device.text("id"),
                            Shown.orDash(device.optionalText("type")),
                            Shown.orDash(device.optionalText("place")),
                            Shown.orDash(device.optionalText("last_seen")));
                }
                after = page.optionalText("next");
            } while (after != null);
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(all.end().end());
            } else if (table.isEmpty()) {
                hub.terminal()
                        .err()
                        .println("no devices; register one with 'signalbox device"
                                + " create ID --type TYPE'");
            } else {
                table.print(out);
            }
        }
    }

    /** {@code signalbox device get}. */
    @Command(
            name = "get",
            description = "Shows a device and its last values.",
            footer = {
                "",
                "Examples:",
                "  signalbox device get p1",
                "  watch -n 1 signalbox device get p1",
                "  signalbox device get p1 --json | jq '.points[] | select(.point == \"flow\")'"
            })
    static final class Get implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "The device.")
        private String id = "";

        @Mixin
        private final JsonOption json = new JsonOption();

        Get(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject device = hub.get("devices/" + RunningHub.encoded(id));
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(device);
                return;
            }
            out.println(Table.plain(device.text("id")) + "  "
                    + Shown.orDash(device.optionalText("type"))
                    + Shown.after(" in ", device.optionalText("place"))
                    + Shown.after(", last seen ", device.optionalText("last_seen")));
            Table table = new Table("POINT", "VALUE", "UNIT", "QUALITY", "TIME");
            for (JsonValue item : device.items("points")) {
                JsonObject point = item.asObject();
                table.row(
                        point.text("point"),
                        Shown.value(point.get("value")),
                        Shown.orDash(point.optionalText("unit")),
                        Shown.orDash(point.optionalText("quality")),
                        Shown.orDash(point.optionalText("time")));
            }
            table.print(out);
        }
    }

    /** {@code signalbox device delete}. */
    @Command(
            name = "delete",
            description = "Removes a device, its last values and claims; its history stays.",
            footer = {
                "",
                "It is there again as soon as it publishes, but without type and place.",
                "",
                "Examples:",
                "  signalbox device delete p1 --yes",
                "  signalbox device delete p1 --yes --json",
                "  for i in 1 2 3; do signalbox device delete t$i --yes; done"
            })
    static final class Delete implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "The device.")
        private String id = "";

        @Option(names = "--yes", description = "It is meant so; nothing happens without.")
        private boolean yes;

        @Mixin
        private final JsonOption json = new JsonOption();

        Delete(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            if (!yes) {
                throw new CommandFailure(
                        Exit.USAGE, "expected --yes: " + Table.plain(id) + " would be removed");
            }
            JsonObject gone = hub.delete("devices/" + RunningHub.encoded(id));
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(gone);
            } else {
                out.println("removed " + id + "; its history stays");
            }
        }
    }
}
