package io.signalbox.cli;

import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.util.StringJoiner;

/** {@code signalbox status}: what the hub is and does, each part with what it has counted. */
@Command(
        name = "status",
        description = "Shows whether a hub runs and what it is at.",
        footer = {
            "",
            "Examples:",
            "  signalbox status",
            "  signalbox status --data /srv/plant",
            "  signalbox status --json | jq .addresses.mqtt"
        })
final class StatusCommand implements Runnable {
    private final RunningHub hub;

    @Mixin
    private final JsonOption json = new JsonOption();

    StatusCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonObject status = hub.get("status");
        PrintStream out = hub.terminal().out();
        if (json.wanted()) {
            out.println(status);
            return;
        }
        status.members().forEach((name, value) -> {
            String text = value instanceof JsonObject part ? inOneLine(part) : Shown.value(value);
            if (!text.isEmpty()) {
                out.printf("%-15s %s%n", Table.plain(name).replace('_', ' '), text);
            }
        });
    }

    /** The members of a part that are not 0. */
    private static String inOneLine(JsonObject part) {
        StringJoiner line = new StringJoiner(", ");
        part.members().forEach((name, value) -> {
            if (!(value instanceof JsonNumber number && number.value() == 0)) {
                line.add(Table.plain(name).replace('_', ' ') + ' ' + Shown.value(value));
            }
        });
        return line.toString();
    }
}
