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
import java.util.List;

/** {@code signalbox device adopt}: a device that only published gets a type. */
@Command(
        name = "adopt",
        description = "Gives a type to a device that waits; what it has sent counts from then on.",
        footer = {
            "",
            "'signalbox device waiting' shows them, 'signalbox type from ID' proposes a type.",
            "",
            "Examples:",
            "  signalbox device adopt m7 --type Meter",
            "  signalbox device adopt m7 --type Meter --in hall3 --tag new",
            "  signalbox device adopt m7 --type Meter --json | jq .not_in_type"
        })
final class DeviceAdoptCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(paramLabel = "ID", description = "A device that only publishes.")
    private String id = "";

    @Option(names = "--type", required = true, paramLabel = "TYPE", description = "A type.")
    private String type = "";

    @Option(
            names = {"--in", "--place"},
            paramLabel = "PLACE",
            description = "Where it stands.")
    private @Nullable String place;

    @Option(names = "--tag", paramLabel = "TAG", description = "A word to mark it; repeatable.")
    private final List<String> tags = new ArrayList<>();

    @Mixin
    private final JsonOption json = new JsonOption();

    DeviceAdoptCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonWriter body = new JsonWriter().beginObject().field("type", type);
        if (place != null) {
            body.field("place", place);
        }
        if (!tags.isEmpty()) {
            body.name("tags").beginArray();
            tags.forEach(body::value);
            body.end();
        }
        JsonObject adopted = hub.post("devices/" + RunningHub.encoded(id) + "/adopt", body.end());
        PrintStream out = hub.terminal().out();
        if (json.wanted()) {
            out.println(adopted);
            return;
        }
        String others = words(adopted.items("not_in_type"));
        out.println(Table.plain(id) + " is a " + Table.plain(type) + " now, with "
                + Shown.orDash(words(adopted.items("adopted"))));
        if (!others.isEmpty()) {
            hub.terminal()
                    .err()
                    .println("not in the type: " + others + "; 'signalbox type adopt "
                            + Table.plain(id) + "' adds them to it");
        }
    }

    /** Words of a list, with commas between them. */
    static String words(List<JsonValue> items) {
        return String.join(", ", items.stream().map(Shown::value).toList());
    }

    /** {@code signalbox device waiting}. */
    @Command(
            name = "waiting",
            description =
                    "Lists the devices that only publish, and wait for somebody to adopt them.",
            footer = {
                "",
                "Examples:",
                "  signalbox device waiting",
                "  signalbox device get m7                    what it has sent",
                "  signalbox device waiting --json | jq -r '.devices[].id'"
            })
    static final class Waiting implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final JsonOption json = new JsonOption();

        Waiting(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            Table table = new Table("ID", "POINTS", "PRESENCE", "FIRST SEEN", "LAST SEEN");
            JsonWriter all = new JsonWriter().beginObject().name("devices").beginArray();
            String after = null;
            do {
                JsonObject page =
                        hub.get("devices" + RunningHub.query("q", "unknown", "after", after));
                for (JsonValue item : page.items("devices")) {
                    JsonObject device = item.asObject();
                    all.value(item);
                    table.row(
                            device.text("id"),
                            "" + device.integer("point_count"),
                            device.text("presence"),
                            Shown.orDash(device.optionalText("created")),
                            Shown.orDash(device.optionalText("last_seen")));
                }
                after = page.optionalText("next");
            } while (after != null);
            if (json.wanted()) {
                hub.terminal().out().println(all.end().end());
            } else if (table.isEmpty()) {
                hub.terminal().err().println("no device waits");
            } else {
                table.print(hub.terminal().out());
            }
        }
    }
}
