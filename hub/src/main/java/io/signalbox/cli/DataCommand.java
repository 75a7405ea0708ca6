package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** {@code signalbox data}: what was measured. */
@Command(
        name = "data",
        description = "Asks for what was measured.",
        footer = {
            "",
            "Examples:",
            "  signalbox data query --device p1 --point flow --from -1h",
            "  signalbox data query --device p1 --point flow --from -24h --every 5m --fn avg,max",
            "  signalbox data query -h"
        })
final class DataCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(Exit.USAGE, "what about data? query (signalbox data -h)");
    }

    /** {@code signalbox data query}. */
    @Command(
            name = "query",
            description = "Prints the readings of one point, oldest first.",
            footer = {
                "",
                "Times: -90s, -15m, -1h, -7d before now, 2026-01-02T03:04:05Z, or now.",
                "",
                "Examples:",
                "  signalbox data query --device p1 --point flow --from -1h",
                "  signalbox data query --device p1 --point flow --from -24h --every 5m --fn avg,max",
                "  signalbox data query --device p1 --point flow --from -1h --json | jq .rows"
            })
    static final class Query implements Runnable {
        private final RunningHub hub;

        @Option(names = "--device", required = true, paramLabel = "ID", description = "Of which.")
        private String device = "";

        @Option(names = "--point", required = true, paramLabel = "P", description = "And what.")
        private String point = "";

        @Option(
                names = "--from",
                required = true,
                paramLabel = "TIME",
                description = "The first instant.")
        private String from = "";

        @Option(names = "--to", paramLabel = "TIME", description = "The end; now if not given.")
        private @Nullable String to;

        @Option(names = "--every", paramLabel = "DUR", description = "One row for each 10s, 5m…")
        private @Nullable String every;

        @Option(
                names = "--fn",
                paramLabel = "FN",
                description = "With --every: avg, min, max, sum, count, first, last; with commas.")
        private @Nullable String functions;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
        private @Nullable String limit;

        @Mixin
        private final JsonOption json = new JsonOption();

        Query(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonObject answer = hub.get("data"
                    + RunningHub.query(
                            "device", device, "point", point, "from", from, "to", to, "every",
                            every, "fn", functions, "limit", limit));
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(answer);
                return;
            }
            List<JsonValue> rows = answer.items("rows");
            if (rows.isEmpty()) {
                hub.terminal().err().println("no readings in that time");
                return;
            }
            List<String> columns = rows.getFirst().asObject().members().keySet().stream()
                    .filter(name -> !name.equals("received") && !name.equals("sequence"))
                    .toList();
            Table table = new Table(columns.stream()
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .toArray(String[]::new));
            for (JsonValue row : rows) {
                table.row(columns.stream()
                        .map(name -> Shown.value(row.asObject().get(name)))
                        .toArray(String[]::new));
            }
            table.print(out);
            if (answer.flag("more")) {
                hub.terminal().err().println("there is more: raise --limit or shorten the time");
            }
        }
    }
}
