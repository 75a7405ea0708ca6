package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern UNIT = Pattern.compile("_(micros|seconds)$");
    private static final int INDENT = 11;
    private static final int WIDTH = 80;

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
            List<JsonValue> parts = value instanceof JsonArray list ? list.items() : List.of(value);
            parts.forEach(part -> show(out, name, part));
        });
    }

    private static void show(PrintStream out, String name, JsonValue value) {
        List<String> facts = value instanceof JsonObject part
                ? facts(part)
                : List.of(withUnit(name, Shown.value(value)));
        if (!facts.isEmpty()) {
            out.println(lines(label(name), facts));
        }
    }

    /** The members of a part that are not 0. */
    private static List<String> facts(JsonObject part) {
        List<String> facts = new ArrayList<>();
        part.members().forEach((name, value) -> {
            if (!(value instanceof JsonNumber number && number.value() == 0)) {
                facts.add(label(name) + ' ' + withUnit(name, Shown.value(value)));
            }
        });
        return facts;
    }

    /** The name of a member for people, without its unit. */
    private static String label(String name) {
        return UNIT.matcher(Table.plain(name)).replaceFirst("").replace('_', ' ');
    }

    private static String withUnit(String name, String value) {
        Matcher unit = UNIT.matcher(name);
        if (!unit.find()) {
            return value;
        }
        return value + (unit.group(1).equals("micros") ? " µs" : " s");
    }

    /** A label, and what belongs to it broken before {@link #WIDTH}, one below the other. */
    private static String lines(String label, List<String> facts) {
        StringBuilder text = new StringBuilder(label);
        text.repeat(' ', Math.max(1, INDENT - label.length()));
        int column = INDENT;
        for (int i = 0; i < facts.size(); i++) {
            String fact = facts.get(i) + (i < facts.size() - 1 ? "," : "");
            if (column > INDENT && column + 1 + fact.length() > WIDTH) {
                text.append(System.lineSeparator()).repeat(' ', INDENT);
                column = INDENT;
            } else if (column > INDENT) {
                text.append(' ');
                column++;
            }
            text.append(fact);
            column += fact.length();
        }
        return text.toString();
    }
}
