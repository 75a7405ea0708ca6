package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalbox alarm}: what rules want people to know, and what people do about it. */
@Command(
        name = "alarm",
        description = "Shows alarms, and what people do about them.",
        footer = {
            "",
            "Examples:",
            "  signalbox alarm list",
            "  signalbox alarm ack pump_hot p1 --note 'on my way'",
            "  signalbox alarm shelve pump_hot p1 --for 2h --reason 'new bearing'"
        })
final class AlarmCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE,
                "what about alarms? list, history, ack, shelve or unshelve (signalbox alarm -h)");
    }

    /** {@code signalbox alarm list}. */
    @Command(
            name = "list",
            description = "Lists alarms, the newest first: those that stand, or others.",
            footer = {
                "",
                "Examples:",
                "  signalbox alarm list",
                "  signalbox alarm list --device p1 --state all",
                "  signalbox alarm list --json | jq -r '.alarms[] | .severity + \" \" + .text'"
            })
    static final class ListAll implements Runnable {
        private final RunningHub hub;

        @Option(names = "--device", paramLabel = "ID", description = "Of this device alone.")
        private @Nullable String device;

        @Option(names = "--rule", paramLabel = "RULE", description = "Of this rule alone.")
        private @Nullable String rule;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "active, unacknowledged, acknowledged, shelved, cleared or all.")
        private @Nullable String state;

        @Option(
                names = "--severity",
                paramLabel = "SEVERITY",
                description = "As bad as this, or worse: critical, major, minor, warning or info.")
        private @Nullable String severity;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
        private @Nullable Integer limit;

        @Mixin
        private final JsonOption json = new JsonOption();

        ListAll(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("alarms"
                    + RunningHub.query(
                            "device",
                            device,
                            "rule",
                            rule,
                            "state",
                            state,
                            "severity",
                            severity,
                            "limit",
                            limit == null ? null : limit.toString()));
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            Table table = table(answer);
            if (table.isEmpty()) {
                terminal.err().println("no alarms");
            } else {
                table.print(terminal.out());
            }
            long shelved = answer.integer("shelved");
            if (shelved > 0) {
                terminal.err().println(shelved + " on the shelf (--state shelved)");
            }
            if (!answer.isAbsent("next")) {
                terminal.err().println("there are more (--limit)");
            }
        }
    }

    private static Table table(JsonObject answer) {
        Table table = new Table("SINCE", "SEVERITY", "STATE", "TIMES", "DEVICE", "RULE", "TEXT");
        for (JsonValue item : answer.items("alarms")) {
            JsonObject alarm = item.asObject();
            table.row(
                    alarm.text("raised"),
                    alarm.text("severity"),
                    alarm.text("state"),
                    Long.toString(alarm.integer("occurrences")),
                    alarm.text("device"),
                    alarm.text("rule"),
                    alarm.text("text"));
        }
        return table;
    }

    /** Which alarms are meant. */
    static final class Choice {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "RULE",
                description = "Alarms of this rule.")
        private @Nullable String rule;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "DEVICE",
                description = "On this device alone.")
        private @Nullable String device;

        @Option(names = "--device", paramLabel = "ID", description = "On this device, every rule.")
        private @Nullable String everyRuleOf;

        @Option(names = "--all", description = "All of them.")
        private boolean all;

        @Mixin
        private final JsonOption json = new JsonOption();

        /** Begins the body of the request; the caller ends it. */
        JsonWriter body() {
            String of = device == null ? everyRuleOf : device;
            if (rule == null && of == null && !all) {
                throw new CommandFailure(
                        Exit.USAGE, "which alarms? expected RULE [DEVICE], --device ID or --all");
            }
            JsonWriter body = new JsonWriter()
                    .beginObject()
                    .field("by", System.getProperty("user.name", "somebody"));
            if (rule != null) {
                body.field("rule", rule);
            }
            if (of != null) {
                body.field("device", of);
            }
            return all ? body.field("all", true) : body;
        }

        void send(RunningHub hub, String action, JsonWriter body, String done) {
            JsonObject answer = hub.post("alarms/" + action, body.end());
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            Table table = table(answer);
            if (!table.isEmpty()) {
                table.print(terminal.out());
            }
            terminal.err().println(answer.integer("changed") + " " + done);
        }
    }

    /** {@code signalbox alarm ack}. */
    @Command(
            name = "ack",
            description = "Says that somebody knows, so that others need not look.",
            footer = {
                "",
                "Examples:",
                "  signalbox alarm ack pump_hot p1",
                "  signalbox alarm ack pump_hot --note 'cooling is being mended'",
                "  signalbox alarm ack --device p1"
            })
    static final class Acknowledge implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final Choice choice = new Choice();

        @Option(names = "--note", paramLabel = "TEXT", description = "What is to be said.")
        private @Nullable String note;

        Acknowledge(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonWriter body = choice.body();
            if (note != null) {
                body.field("note", note);
            }
            choice.send(hub, "acknowledge", body, "acknowledged");
        }
    }

    /** {@code signalbox alarm shelve}. */
    @Command(
            name = "shelve",
            description = "Hides alarms for a while, and tells nobody of them.",
            footer = {
                "",
                "Examples:",
                "  signalbox alarm shelve pump_hot p1 --for 2h --reason 'new bearing'",
                "  signalbox alarm shelve --device p1 --for 30m",
                "  signalbox alarm list --state shelved"
            })
    static final class Shelve implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final Choice choice = new Choice();

        @Option(
                names = "--for",
                paramLabel = "TIME",
                required = true,
                description = "How long: 30m, 2h, at most 7d.")
        private String span = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
        private @Nullable String reason;

        Shelve(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonWriter body = choice.body().field("for", span);
            if (reason != null) {
                body.field("reason", reason);
            }
            choice.send(hub, "shelve", body, "shelved");
        }
    }

    /** {@code signalbox alarm unshelve}. */
    @Command(
            name = "unshelve",
            description = "Shows alarms again that were hidden.",
            footer = {
                "",
                "Examples:",
                "  signalbox alarm unshelve pump_hot p1",
                "  signalbox alarm unshelve --device p1",
                "  signalbox alarm unshelve --all"
            })
    static final class Unshelve implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final Choice choice = new Choice();

        Unshelve(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            choice.send(hub, "unshelve", choice.body(), "back from the shelf");
        }
    }
}
