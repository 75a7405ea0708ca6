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
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox sub}: shows messages as they come, with mosquitto's options. */
@Command(
        name = "sub",
        description = "Shows messages as they come, one per line.",
        footer = {
            "",
            "With -C it ends with 0 when all have come, and with 1 when -W seconds pass before.",
            "",
            "Examples:",
            "  signalbox sub 'd/#' -v                  all that devices say and are told",
            "  signalbox sub -t 'd/p1/down/+' -C 1     wait for the next command to p1",
            "  signalbox sub 'd/+/up/#' --json | jq -r .topic"
        })
final class SubscribeCommand implements Callable<Integer> {
    private final RunningHub hub;

    @Option(names = "-t", paramLabel = "FILTER", description = "Topics, with + and #; repeatable.")
    private final List<String> filters = new ArrayList<>();

    @Parameters(paramLabel = "FILTER", description = "The same without -t.")
    private final List<String> moreFilters = new ArrayList<>();

    @Option(names = "-v", description = "Show the topic before the payload.")
    private boolean verbose;

    @Option(names = "-q", paramLabel = "QOS", description = "0 or 1; 1 if not given.")
    private int qos = 1;

    @Option(names = "-R", description = "Leave out what was retained before.")
    private boolean freshOnly;

    @Option(names = "-C", paramLabel = "COUNT", description = "End after so many messages.")
    private @Nullable Integer count;

    @Option(names = "-W", paramLabel = "SECONDS", description = "End after so many seconds.")
    private @Nullable Integer seconds;

    @Mixin
    private final JsonOption json = new JsonOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    SubscribeCommand(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() throws IOException {
        filters.addAll(moreFilters);
        check();
        long end = seconds == null
                ? Long.MAX_VALUE
                : hub.terminal().clock().nanos() / 1_000_000 + seconds * 1000L;
        StringBuilder target = new StringBuilder("subscribe?qos=").append(qos);
        for (String filter : filters) {
            target.append("&filter=").append(RunningHub.encoded(filter));
        }
        try (EventStream stream = hub.events(target.toString())) {
            return follow(stream, end);
        }
    }

    private void check() {
        if (filters.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which topics? say -t FILTER");
        }
        if ((count != null && count < 1) || (seconds != null && seconds < 1)) {
            throw new ParameterException(spec.commandLine(), "-C and -W want 1 or more");
        }
    }

    private int follow(EventStream stream, long end) throws IOException {
        int shown = 0;
        while (count == null || shown < count) {
            String event;
            try {
                if (end != Long.MAX_VALUE) {
                    long left = end - hub.terminal().clock().nanos() / 1_000_000;
                    if (left <= 0) {
                        break;
                    }
                    stream.waitAtMost((int) Math.min(left, Integer.MAX_VALUE));
                }
                event = stream.next();
            } catch (SocketTimeoutException e) {
                if (end == Long.MAX_VALUE) {
                    throw new CommandFailure(Exit.UNAVAILABLE, "the hub has gone silent");
                }
                break;
            } catch (IOException e) {
                event = null;
            }
            if (event == null) {
                throw new CommandFailure(Exit.UNAVAILABLE, "the hub ended the stream: it stops");
            }
            if (show(event)) {
                shown++;
            }
            if (!hub.terminal().output().flush()) {
                break;
            }
        }
        return count != null && shown < count ? Exit.FINDINGS.code() : Exit.OK.code();
    }

    private boolean show(String event) throws IOException {
        JsonObject message = JsonValue.parse(event).asObject();
        if (freshOnly && message.flag("retain")) {
            return false;
        }
        PrintStream out = hub.terminal().out();
        if (json.wanted()) {
            out.println(event);
            return true;
        }
        if (verbose) {
            out.print(shown(message.text("topic")));
            out.print(' ');
        }
        String payload = message.text("payload");
        if (message.isAbsent("encoding")) {
            out.write(shown(payload).getBytes(UTF_8));
        } else {
            byte[] bytes = Base64.getDecoder().decode(payload);
            out.write(hub.terminal().interactive() ? payload.getBytes(UTF_8) : bytes);
        }
        out.println();
        return true;
    }

    /** A person's terminal is not steered by a payload; a program gets every byte. */
    private String shown(String text) {
        return hub.terminal().interactive() ? Table.plain(text) : text;
    }
}
