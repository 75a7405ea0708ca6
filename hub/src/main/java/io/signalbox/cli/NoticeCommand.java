package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;

/** {@code signalbox notice}: who is told of alarms. */
@Command(
        name = "notice",
        description = "Shows who is told of alarms, and what has not arrived.",
        footer = {
            "",
            "Examples:",
            "  signalbox notice list",
            "  signalbox notice test",
            "  signalbox notice again"
        })
final class NoticeCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE, "what about notices? list, test or again (signalbox notice -h)");
    }

    /** {@code signalbox notice list}. */
    @Command(
            name = "list",
            description = "Lists the ways to people, what waits there and what was given up.",
            footer = {
                "",
                "Examples:",
                "  signalbox notice list",
                "  signalbox notice list --json",
                "  signalbox notice list --json | jq '.channels[].dead'"
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
            JsonObject answer = hub.get("notices");
            Terminal terminal = hub.terminal();
            if (json.wanted()) {
                terminal.out().println(answer);
                return;
            }
            if (answer.items("channels").isEmpty()) {
                terminal.err()
                        .println("nobody is told of alarms (notify.webhooks, notify.mail_to)");
                return;
            }
            Table table = new Table(
                    "CHANNEL", "DELIVERED", "WAITING", "GIVEN UP", "DEAD LETTERS", "LAST");
            for (JsonValue item : answer.items("channels")) {
                JsonObject channel = item.asObject();
                String last = channel.optionalText("last_delivered");
                table.row(
                        channel.text("channel"),
                        Long.toString(channel.integer("delivered")),
                        Integer.toString(channel.items("waiting").size()),
                        Long.toString(channel.integer("given_up")),
                        Integer.toString(channel.items("dead").size()),
                        last == null ? "-" : last);
            }
            table.print(terminal.out());
            answer.items("channels").forEach(item -> explain(terminal.out(), item.asObject()));
        }

        private static void explain(PrintStream out, JsonObject channel) {
            String name = Table.plain(channel.text("channel"));
            if (!channel.isAbsent("trouble")) {
                JsonObject trouble = channel.object("trouble");
                out.println(name + ": " + Table.plain(trouble.text("reason")) + "; attempt "
                        + (trouble.integer("attempts") + 1) + " at " + trouble.text("next"));
            }
            for (JsonValue item : channel.items("dead")) {
                JsonObject letter = item.asObject();
                out.println(name + ": gave up " + letter.object("notice").text("id") + " at "
                        + letter.text("at") + ": " + Table.plain(letter.text("reason")));
            }
        }
    }

    /** {@code signalbox notice test}. */
    @Command(
            name = "test",
            description = "Sends a notice by every way, to see whether it arrives.",
            footer = {
                "",
                "Examples:",
                "  signalbox notice test",
                "  signalbox notice test --json",
                "  signalbox notice test && sleep 5 && signalbox notice list"
            })
    static final class Test implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final JsonOption json = new JsonOption();

        Test(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer =
                    hub.post("notices/test", new JsonWriter().beginObject().end());
            hub.terminal()
                    .out()
                    .println(
                            json.wanted()
                                    ? answer.toString()
                                    : "notice " + answer.text("id")
                                            + " is on its way; 'signalbox notice list' shows it");
        }
    }

    /** {@code signalbox notice again}. */
    @Command(
            name = "again",
            description = "Sends again what was given up.",
            footer = {
                "",
                "Examples:",
                "  signalbox notice again",
                "  signalbox notice again --json",
                "  signalbox notice list"
            })
    static final class Again implements Runnable {
        private final RunningHub hub;

        @Mixin
        private final JsonOption json = new JsonOption();

        Again(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer =
                    hub.post("notices/again", new JsonWriter().beginObject().end());
            hub.terminal()
                    .out()
                    .println(
                            json.wanted()
                                    ? answer.toString()
                                    : answer.integer("again") + " notices wait again");
        }
    }
}
