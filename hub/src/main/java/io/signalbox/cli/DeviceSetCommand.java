package io.signalbox.cli;

import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code signalbox device set}: other words for a device that is registered. */
@Command(
        name = "set",
        description = "Changes place, tags and attributes of a device; what is not named stays.",
        footer = {
            "",
            "Examples:",
            "  signalbox device set p1 --in hall4 --tag pilot --untag new",
            "  signalbox device set p1 --attribute fw=2.1 --attribute title='North pump'",
            "  signalbox device set p1 --attribute fw=      takes it away"
        })
final class DeviceSetCommand implements Runnable {
    private final RunningHub hub;

    @Parameters(paramLabel = "ID", description = "The device.")
    private String id = "";

    @Option(names = "--in", paramLabel = "PLACE", description = "Where it stands now.")
    private @Nullable String place;

    @Option(names = "--tag", paramLabel = "TAG", description = "A word to mark it; repeatable.")
    private final List<String> tags = new ArrayList<>();

    @Option(names = "--untag", paramLabel = "TAG", description = "A word to take off; repeatable.")
    private final List<String> untags = new ArrayList<>();

    @Option(
            names = "--attribute",
            paramLabel = "NAME=VALUE",
            description = "What else is known of it; nothing behind = takes it away; repeatable.")
    private final Map<String, String> attributes = new LinkedHashMap<>();

    @Mixin
    private final JsonOption json = new JsonOption();

    DeviceSetCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        if (place == null && tags.isEmpty() && untags.isEmpty() && attributes.isEmpty()) {
            throw new CommandFailure(
                    Exit.USAGE, "what is to change? say --in, --tag, --untag or --attribute");
        }
        JsonWriter body = new JsonWriter().beginObject();
        if (place != null) {
            body.field("place", place);
        }
        body.name("tag").beginArray();
        tags.forEach(body::value);
        body.end().name("untag").beginArray();
        untags.forEach(body::value);
        body.end().name("attributes").beginObject();
        attributes.forEach((name, value) -> body.field(name, value.isEmpty() ? null : value));
        body.end();
        JsonObject device = hub.patch("devices/" + RunningHub.encoded(id), body.end());
        if (json.wanted()) {
            hub.terminal().out().println(device);
        } else {
            hub.terminal().out().println("changed " + Table.plain(device.text("id")));
        }
    }
}
