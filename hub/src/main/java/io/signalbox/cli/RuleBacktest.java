package io.signalbox.cli;

import io.signalbox.cli.RuleFiles.RuleFile;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonWriter;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code signalbox rule backtest}: what rules would have done. */
@Command(
        name = "backtest",
        description = "Runs rules over what a hub has recorded; nothing is sent.",
        footer = {
            "",
            "With files: their rules, as if they had been in force all the time. Without: the rules",
            "that were, which must give what happened. Exit code 1 if --against live finds a",
            "difference.",
            "",
            "Examples:",
            "  signalbox rule backtest plant.rules --from -7d",
            "  signalbox rule backtest plant.rules --from 2026-01-01 --to 2026-01-08 --against live",
            "  signalbox rule backtest plant.rules --from -1d --json | jq .report.rules"
        })
final class RuleBacktest implements Callable<Integer> {
    private static final long LOOK_MILLIS = 100;

    private final RunningHub hub;

    @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "With the rules to run.")
    private final List<Path> named = new ArrayList<>();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The first instant that counts.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "The end; now if not given.")
    private @Nullable String to;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME|all",
            description = "What the rules are shown before; by default as much as they look back.")
    private @Nullable String warmUp;

    @Option(names = "--device", paramLabel = "ID", description = "Report these alone; repeatable.")
    private final List<String> devices = new ArrayList<>();

    @Option(
            names = "--brief",
            paramLabel = "TIME",
            description = "Shorter activations count as flaps; 30s by default.")
    private @Nullable String brief;

    @Option(
            names = "--per-hour",
            paramLabel = "N",
            description = "More activations of a device in an hour count as flaps; 6 by default.")
    private @Nullable Integer perHour;

    @Option(
            names = "--against",
            paramLabel = "live",
            description = "Hold it against what happened.")
    private @Nullable String against;

    @Mixin
    private final JsonOption json = new JsonOption();

    RuleBacktest(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() {
        if (against != null && !against.equals("live")) {
            throw new CommandFailure(
                    Exit.USAGE, "expected --against live, found '" + Table.plain(against) + "'");
        }
        JsonObject job = hub.post("backtests", body());
        String id = job.text("id");
        LongWork work = new LongWork(hub.terminal(), "records");
        Thread cancel = new Thread(() -> {
            work.clear();
            hub.delete("backtests/" + id);
        });
        Runtime.getRuntime().addShutdownHook(cancel);
        try {
            job = await(job, "backtests/" + id, work);
        } finally {
            work.clear();
            boolean _ = Runtime.getRuntime().removeShutdownHook(cancel);
        }
        if (!job.text("state").equals("done")) {
            String reason = job.optionalText("failure");
            throw new CommandFailure(
                    Exit.UNAVAILABLE,
                    "the backtest was not finished: "
                            + (reason == null ? job.text("state") : Table.plain(reason)));
        }
        JsonObject report = job.object("report");
        if (json.wanted()) {
            hub.terminal().out().println(job);
        } else {
            new BacktestText(hub.terminal()).print(report);
        }
        return (differs(report) ? Exit.FINDINGS : Exit.OK).code();
    }

    private static boolean differs(JsonObject report) {
        if (report.isAbsent("against_live")) {
            return false;
        }
        JsonObject live = report.object("against_live");
        return !live.items("live_only").isEmpty()
                || !live.items("backtest_only").isEmpty();
    }

    private JsonObject await(JsonObject started, String target, LongWork work) {
        JsonObject job = started;
        try {
            while (job.text("state").equals("running")) {
                work.show(job.integer("done"), job.integer("all"));
                Thread.sleep(Duration.ofMillis(LOOK_MILLIS));
                job = hub.get(target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return job;
    }

    private JsonWriter body() {
        JsonWriter body = new JsonWriter().beginObject().field("from", from);
        perhaps(body, "to", to);
        perhaps(body, "warm_up", warmUp);
        perhaps(body, "brief", brief);
        if (perHour != null) {
            body.field("per_hour", perHour.longValue());
        }
        if (against != null) {
            body.field("against_live", true);
        }
        if (!devices.isEmpty()) {
            body.name("devices").beginArray();
            devices.forEach(body::value);
            body.end();
        }
        if (!named.isEmpty()) {
            body.name("files").beginArray();
            for (RuleFile file : RuleFiles.read(hub.terminal().folder(), named)) {
                body.beginObject()
                        .field("file", file.name())
                        .field("text", file.text())
                        .end();
            }
            body.end();
        }
        return body.end();
    }

    private static void perhaps(JsonWriter body, String name, @Nullable String word) {
        if (word != null) {
            body.field(name, word);
        }
    }
}
