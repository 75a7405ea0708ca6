package io.signalbox.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * {@code signalbox tap}: looks over the hub's shoulder. It asks for QoS 0, so it holds nobody up; of
 * more messages than eyes can follow it shows some, and says how many it left out.
 */
@Command(
        name = "tap",
        description = "Shows who publishes what at the moment, a part of it if it is much.",
        footer = {
            "",
            "Each line has the time, the journal record if there is one ('trace --record' follows it),",
            "publisher, topic, QoS (r: retained), length, and payload.",
            "",
            "Examples:",
            "  signalbox tap                           everything",
            "  signalbox tap 'd/p17/#' --for 60        one device, for a minute",
            "  signalbox tap 'd/+/up/#' --rate 5 --json | jq -r .topic"
        })
final class TapCommand implements Callable<Integer> {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SHOWN_BYTES = 160;

    private final RunningHub hub;

    @Parameters(paramLabel = "FILTER", description = "Topics, with + and #; all if not given.")
    private final List<String> filters = new ArrayList<>();

    @Option(names = "--rate", paramLabel = "N", description = "Most messages a second; 100.")
    private int rate = 100;

    @Option(names = "-C", paramLabel = "COUNT", description = "End after so many messages.")
    private int count = Integer.MAX_VALUE;

    @Option(names = "--for", paramLabel = "SECONDS", description = "End after so many seconds.")
    private int seconds = Integer.MAX_VALUE;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private long secondBegan;
    private int inSecond;
    private long leftOut;

    TapCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() throws IOException {
        if (rate < 1 || count < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--rate, -C and --for want 1 or more");
        }
        StringBuilder target = new StringBuilder("subscribe?qos=0");
        for (String filter : filters.isEmpty() ? List.of("#") : filters) {
            target.append("&filter=").append(RunningHub.encoded(filter));
        }
        secondBegan = hub.terminal().clock().nanos();
        try (EventStream stream = hub.events(target.toString())) {
            follow(stream, secondBegan + seconds * SECOND_NANOS);
        }
        sayLeftOut();
        return Exit.OK.code();
    }

    private void follow(EventStream stream, long end) throws IOException {
        for (int shown = 0; shown < count; ) {
            long left = end - hub.terminal().clock().nanos();
            if (left <= 0) {
                return;
            }
            stream.waitAtMost(Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE));
            String event = next(stream);
            if (event == null) {
                return;
            }
            shown += take(event) ? 1 : 0;
            if (!hub.terminal().output().flush()) {
                return;
            }
        }
    }

    private static @Nullable String next(EventStream stream) {
        try {
            String event = stream.next();
            if (event == null) {
                throw new CommandFailure(Exit.UNAVAILABLE, "the hub ended the stream: it stops");
            }
            return event;
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new CommandFailure(Exit.UNAVAILABLE, "the hub is gone: " + e.getMessage());
        }
    }

    private boolean take(String event) {
        long now = hub.terminal().clock().nanos();
        if (now - secondBegan >= SECOND_NANOS) {
            sayLeftOut();
            secondBegan = now;
            inSecond = 0;
        }
        if (inSecond == rate) {
            leftOut++;
            return false;
        }
        inSecond++;
        hub.terminal().out().println(json.wanted() ? event : line(event));
        return true;
    }

    private void sayLeftOut() {
        if (leftOut > 0) {
            hub.terminal().err().println("... and " + leftOut + " more, left out by --rate");
            leftOut = 0;
        }
    }

    private static String line(String event) {
        JsonObject message = JsonValue.parse(event).asObject();
        boolean text = message.isAbsent("encoding");
        byte[] payload = text
                ? message.text("payload").getBytes(UTF_8)
                : Base64.getDecoder().decode(message.text("payload"));
        String time = message.text("received");
        long record = message.isAbsent("sequence") ? 0 : message.integer("sequence");
        return Table.plain(time.substring(time.indexOf('T') + 1, time.length() - 1)
                + (record == 0 ? "" : " #" + record)
                + " " + message.text("publisher") + " -> " + message.text("topic")
                + " q" + message.integer("qos") + (message.flag("retain") ? "r " : " ")
                + payload.length + " B  " + shown(payload, text));
    }

    private static String shown(byte[] payload, boolean text) {
        if (!text) {
            int length = Math.min(payload.length, SHOWN_BYTES / 2);
            return "hex " + HexFormat.of().formatHex(payload, 0, length)
                    + (length < payload.length ? "…" : "");
        }
        String words = new String(payload, UTF_8);
        return words.length() <= SHOWN_BYTES
                ? words
                : words.substring(0, words.offsetByCodePoints(0, SHOWN_BYTES / 2)) + "…";
    }
}
