package io.signalbox.cli;

import io.signalbox.history.CsvCell;
import io.signalbox.language.Language;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.util.Arrays;
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
            "  signalbox data sql \"select device, max(value) from readings group by 1\"",
            "  signalbox data export all.parquet",
            "  signalbox data query -h"
        })
final class DataCommand implements Runnable {
    @Override
    public void run() {
        throw new CommandFailure(
                Exit.USAGE,
                "what about data? query, sql, export, import, verify (signalbox data -h)");
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

        @Option(
                names = "--points",
                paramLabel = "N",
                description = "Least and greatest value of N equal parts, for a chart.")
        private @Nullable String points;

        @Option(
                names = "--versions",
                paramLabel = "V",
                description = "all: readings that were corrected, too; newest if not given.")
        private @Nullable String versions;

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
                            "device",
                            device,
                            "point",
                            point,
                            "from",
                            from,
                            "to",
                            to,
                            "every",
                            every,
                            "fn",
                            functions,
                            "points",
                            points,
                            "versions",
                            versions,
                            "limit",
                            limit));
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(answer);
                return;
            }
            List<JsonValue> rows = answer.items("rows");
            if (rows.isEmpty()) {
                hub.terminal().err().println("no readings in that time" + slip());
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

        /** What may have been meant, if the device has no such point; fails if there is no device. */
        private String slip() {
            List<String> known =
                    hub.get("devices/" + RunningHub.encoded(device)).items("points").stream()
                            .map(item -> item.asObject().text("point"))
                            .toList();
            if (known.contains(point)) {
                return "";
            }
            String near = Language.didYouMean(point, known);
            return "; " + device + " has sent no '" + Table.plain(point) + "'"
                    + (known.isEmpty() ? "" : ", but " + Table.plain(String.join(", ", known)))
                    + (near.isEmpty() ? "" : " (" + near + ")");
        }
    }

    /** {@code signalbox data sql}. */
    @Command(
            name = "sql",
            description = "Prints what one SELECT finds; nothing else is let in.",
            footer = {
                "",
                "Tables: readings(device, point, ts, value, text, quality, seq, received),",
                "        devices(id, type, place, registered, created, last_seen),",
                "        and for each type a view with its name: device, ts, a column per point.",
                "",
                "Examples:",
                "  signalbox data sql \"select device, max(value) from readings group by device\"",
                "  signalbox data sql --csv \"select * from Pump where flow > 80\" > high.csv",
                "  signalbox data sql --json \"select count(*) from readings\" | jq '.rows[0][0]'"
            })
    static final class Sql implements Runnable {
        private final RunningHub hub;

        @Parameters(paramLabel = "SELECT", description = "The statement, in quotes.")
        private String statement = "";

        @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
        private @Nullable Long limit;

        @Option(names = "--csv", description = "Prints lines of values with commas between.")
        private boolean csv;

        @Mixin
        private final JsonOption json = new JsonOption();

        Sql(RunningHub hub) {
            this.hub = hub;
        }

        @Override
        public void run() {
            JsonWriter body = new JsonWriter().beginObject().field("sql", statement);
            if (limit != null) {
                body.field("limit", limit);
            }
            JsonObject answer = hub.post("data/sql", body.end());
            PrintStream out = hub.terminal().out();
            if (json.wanted()) {
                out.println(answer);
                return;
            }
            String[] names = answer.items("columns").stream()
                    .map(column -> column.asObject().text("name"))
                    .toArray(String[]::new);
            if (csv) {
                printCsv(names, answer.items("rows"));
            } else {
                Table table = new Table(names);
                for (JsonValue row : answer.items("rows")) {
                    table.row(cells(row).stream().map(Shown::value).toArray(String[]::new));
                }
                table.print(out);
            }
            if (answer.flag("more")) {
                hub.terminal().err().println("there is more: raise --limit or ask for less");
            }
        }

        private void printCsv(String[] names, List<JsonValue> rows) {
            PrintStream out = hub.terminal().out();
            out.println(String.join(",", Arrays.stream(names).map(CsvCell::text).toList()));
            for (JsonValue row : rows) {
                out.println(String.join(
                        ",",
                        cells(row).stream()
                                .map(cell -> switch (cell) {
                                    case JsonValue.JsonText text -> CsvCell.text(text.value());
                                    case JsonValue.JsonNull nothing -> "";
                                    default -> cell.toString();
                                })
                                .toList()));
            }
        }

        private static List<JsonValue> cells(JsonValue row) {
            return row instanceof JsonValue.JsonArray cells ? cells.items() : List.of();
        }
    }
}
