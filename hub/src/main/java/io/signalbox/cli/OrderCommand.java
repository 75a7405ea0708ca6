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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** {@code signalbox device command}: tells a device what to do, and waits until it did. */
@Command(
        name = "command",
        description = "Tells a device what to do, and waits for its report that it did.",
        footer = {
            "",
            "Exit code 0 if the device confirmed (or --no-wait), 1 if the command failed.",
            "",
            "Examples:",
            "  signalbox device command p1 command=stop",
            "  signalbox device command p1 speed=40 --expires 10m --confirm 5s --retries 3",
            "  signalbox device command p1 command=stop --hold --no-wait"
        })
final class OrderCommand implements Runnable {
    private static final Set<String> ENDS =
            Set.of("confirmed", "refused", "expired", "superseded", "vetoed", "failed");
    private static final long LOOK_MILLIS = 50;

    private final RunningHub hub;

    @Parameters(index = "0", paramLabel = "ID", description = "The device.")
    private String device = "";

    @Parameters(
            index = "1",
            paramLabel = "POINT=VALUE",
            description = "A writable point, and what it shall be.")
    private String wanted = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it is too late to act; 60s if it is not said.")
    private @Nullable String expires;

    @Option(names = "--hold", description = "It holds until it is released.")
    private boolean hold;

    @Option(
            names = "--confirm",
            paramLabel = "TIME",
            description = "How long the device may take to report it.")
    private @Nullable String confirm;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often it is sent again, under the same id, if no report comes.")
    private @Nullable Integer retries;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The same key orders once, however often it is sent.")
    private @Nullable String key;

    @Option(names = "--no-wait", description = "Does not wait for the device.")
    private boolean noWait;

    @Mixin
    private final JsonOption json = new JsonOption();

    OrderCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        if (key != null && !key.matches("[ -~]{1,255}")) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "expected a --key of 1 to 255 printable ASCII characters, found '"
                            + Table.plain(key) + "'");
        }
        String target = "devices/" + RunningHub.encoded(device) + "/commands";
        JsonObject command = hub.post(target, body(), key);
        target += "/" + RunningHub.encoded(command.text("id"));
        PrintStream out = hub.terminal().out();
        try {
            int shown = noWait ? 0 : show(command, 0);
            while (!noWait && !ENDS.contains(command.text("state"))) {
                Thread.sleep(Duration.ofMillis(LOOK_MILLIS));
                command = hub.get(target);
                shown = show(command, shown);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (json.wanted()) {
            out.println(command);
        } else if (noWait) {
            out.println("ordered " + command.text("id"));
        }
        String state = command.text("state");
        if (ENDS.contains(state) && !state.equals("confirmed")) {
            List<JsonValue> steps = command.items("steps");
            throw new CommandFailure(
                    Exit.FINDINGS,
                    device + " did not do it: " + state
                            + (steps.isEmpty()
                                    ? ""
                                    : Shown.after(
                                            ", ",
                                            steps.getLast().asObject().optionalText("reason"))));
        }
    }

    private JsonWriter body() {
        int equals = wanted.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "expected POINT=VALUE such as command=stop, found '" + Table.plain(wanted)
                            + "'");
        }
        JsonWriter body = new JsonWriter()
                .beginObject()
                .field("point", wanted.substring(0, equals))
                .field("value", wanted.substring(equals + 1));
        if (expires != null) {
            body.field("expires", expires);
        }
        if (hold) {
            body.field("hold", true);
        }
        if (confirm != null) {
            body.field("confirm", confirm);
        }
        if (retries != null) {
            body.field("retries", retries.longValue());
        }
        return body.end();
    }

    /** Prints the steps that were not shown yet, for people; returns how many there are. */
    private int show(JsonObject command, int shown) {
        List<JsonValue> steps = command.isAbsent("steps") ? List.of() : command.items("steps");
        if (json.wanted() || steps.isEmpty()) {
            return shown;
        }
        Instant first = Instant.parse(steps.getFirst().asObject().text("time"));
        for (JsonValue item : steps.subList(Math.min(shown, steps.size()), steps.size())) {
            JsonObject step = item.asObject();
            long after =
                    Duration.between(first, Instant.parse(step.text("time"))).toMillis();
            hub.terminal()
                    .out()
                    .println(Table.plain(step.text("state"))
                            + (after == 0 ? "" : " after " + after + " ms")
                            + Shown.after(": ", step.optionalText("reason")));
        }
        return steps.size();
    }
}
