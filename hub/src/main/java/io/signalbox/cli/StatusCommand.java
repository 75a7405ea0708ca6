package io.signalbox.cli;

import io.signalbox.payload.JsonValue.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;

/** {@code signalbox status}: what the hub is and does, each part with its counters. */
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
            if (value instanceof JsonObject part) {
                StringBuilder line = new StringBuilder();
                part.members()
                        .forEach((key, item) -> line.append(line.isEmpty() ? "" : ", ")
                                .append(Table.plain(key).replace('_', ' '))
                                .append(' ')
                                .append(Shown.value(item)));
                print(out, name, line.toString());
            } else {
                print(out, name, Shown.value(value));
            }
        });
    }

    private static void print(PrintStream out, String name, String text) {
        out.println((Table.plain(name).replace('_', ' ') + "            ").substring(0, 12) + text);
    }
}
