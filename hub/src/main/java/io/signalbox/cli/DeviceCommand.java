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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code signalbox device}: the things that talk to the hub. */
@Command(
        name = "device",
        description = "Registers devices and shows them.",
        footer = {
            "",
            "Examples:",
            "  signalbox device create p1 --type Pump --in hall3",
            "  signalbox device list 'type:Pump offline>1h'",
            "  signalbox device get p1 --json",
            "  signalbox device command p1 command=stop"
        })
final class DeviceCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE,
                "what about devices? create, list, get, set, waiting, adopt, command or delete"
                        + " (signalbox device -h)");
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
                "  signalbox device create p1 --type Pump --tag pilot --attribute fw=2.1"
            })
    static final class Create implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "ID", description = "As in its topics: d/ID/up/…")
        private String id = "";

        @Option(names = "--type", required = true, paramLabel = "TYPE", description = "A type.")
        private String type = "";

        @Option(names = "--in", paramLabel = "PLACE", description = "Where it stands.")
        private @Nullable String place;

        @Option(names = "--tag", paramLabel = "TAG", description = "A word to mark it; repeatable.")
        private final List<String> tags = new ArrayList<>();

        @Option(
                names = "--attribute",
                paramLabel = "NAME=VALUE",
                description = "What else is known of it; repeatable.")
        private final Map<String, String> attributes = new LinkedHashMap<>();

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
            if (!tags.isEmpty()) {
                body.name("tags").beginArray();
                tags.forEach(body::value);
                body.end();
            }
            if (!attributes.isEmpty()) {
                body.name("attributes").beginObject();
                attributes.forEach(body::field);
                body.end();
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
            description = "Lists the devices that are looked for, by id; all if nothing is said.",
            footer = {
                "",
                "Terms side by side must all hold; -TERM is not, 'or' is or, ( ) group:",
                "type:T place:P tag:T  online offline asleep unknown failing flooding  offline>1h seen<5m",
                "fw<2.1 flow>5 'flow>5 l/min' state=running fw:*  by attribute, or else last value",
                "any other word is looked for in ids and in the attribute 'title'.",
                "",
                "Examples:",
                "  signalbox device list 'type:Pump offline>1h'",
                "  signalbox device list 'place:hall3 fw<2.1 -tag:pilot'",
                "  signalbox device list --json | jq -r '.devices[].id'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Parameters(
                arity = "0..*",
                paramLabel = "TERM",
                description = "What to look for; in quotes if it has < or >.")
        private final List<String> terms = new ArrayList<>();

        @Option(names = "--type", paramLabel = "TYPE", description = "Of this type alone.")
        private @Nullable String type;

        @Option(
                names = "--in",
                paramLabel = "PLACE",
                description = "In this very place; place:P also in those within it.")
        private @Nullable String place;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            Table table = new Table("ID", "TYPE", "PLACE", "PRESENCE", "LAST SEEN", "TAGS");
            JsonWriter all = new JsonWriter().beginObject().name("devices").beginArray();
            String q = terms.isEmpty() ? null : String.join(" ", terms);
            String after = null;
            do {
                JsonObject page = hub.get("devices"
                        + RunningHub.query("q", q, "type", type, "place", place, "after", after));
                for (JsonValue item : page.items("devices")) {
                    all.value(item);
                    row(table, item.asObject());
                }
                if (!page.isAbsent("hints")) {
                    for (JsonValue hint : page.items("hints")) {
                        hub.terminal().err().println(Shown.value(hint));
                    }
                }
                after = page.optionalText("next");
            } while (after != null);
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(all.end().end());
            } else if (!table.isEmpty()) {
                table.print(out);
            } else if (q == null && type == null && place == null) {
                hub.terminal()
                        .err()
                        .println("no devices; register one with 'signalbox device"
                                + " create ID --type TYPE'");
            } else {
                hub.terminal().err().println("no such devices");
            }
        }

        private static void row(Table table, JsonObject device) {
            List<String> tags = new ArrayList<>();
            device.items("tags").forEach(tag -> tags.add(Shown.value(tag)));
            table.row(
                    device.text("id"),
                    Shown.orDash(device.optionalText("type")),
                    Shown.orDash(device.optionalText("place")),
                    device.text("presence"),
                    Shown.orDash(device.optionalText("last_seen")),
                    String.join(" ", tags));
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
            String type = device.optionalText("type");
            out.println(Table.plain(device.text("id")) + "  "
                    + (type == null ? "no type" : Table.plain(type))
                    + Shown.after(" in ", device.optionalText("place"))
                    + Shown.after(", last seen ", device.optionalText("last_seen"))
                    + ", " + device.text("presence"));
            words(device).forEach(out::println);
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
            DeviceTroubles.of(device).forEach(out::println);
        }
    }

    /** Tags and attributes, a line each. */
    private static List<String> words(JsonObject device) {
        List<String> lines = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        device.items("tags").forEach(tag -> tags.add(Shown.value(tag)));
        if (!tags.isEmpty()) {
            lines.add("tags " + Table.plain(String.join(" ", tags)));
        }
        device.object("attributes")
                .members()
                .forEach((name, value) ->
                        lines.add(Table.plain(name) + " = " + Table.plain(Shown.value(value))));
        return lines;
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
