package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/** {@code signalbox rule decisions}: what rules decided, however long ago. */
@Command(
        name = "decisions",
        description = "Lists what the hub's rules decided, the newest first, however long ago.",
        footer = {
            "",
            "Examples:",
            "  signalbox rule decisions",
            "  signalbox rule decisions pump_dry --device p17 --from -7d",
            "  signalbox rule decisions --from -1d --json | jq '.decisions[0].because'"
        })
final class RuleDecisions implements Runnable {
    private final RunningHub hub;

    @Parameters(arity = "0..1", paramLabel = "RULE", description = "Of this rule alone.")
    private @Nullable String rule;

    @Option(names = "--device", paramLabel = "ID", description = "On this device alone.")
    private @Nullable String device;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The first instant; -1d if not given.")
    private String from = "-1d";

    @Option(names = "--to", paramLabel = "TIME", description = "The end; now if not given.")
    private @Nullable String to;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    private @Nullable String limit;

    @Mixin
    private final JsonOption json = new JsonOption();

    RuleDecisions(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public void run() {
        JsonObject answer = hub.get("decisions"
                + RunningHub.query(
                        "device", device, "rule", rule, "from", from, "to", to, "limit", limit));
        Terminal terminal = hub.terminal();
        if (json.wanted()) {
            terminal.out().println(answer);
            return;
        }
        Table table = new Table("TIME", "RULE", "DEVICE", "CHANGE", "BECAUSE", "DID");
        for (JsonValue item : answer.items("decisions")) {
            JsonObject decision = item.asObject();
            table.row(
                    decision.text("time"),
                    decision.text("rule"),
                    decision.text("device"),
                    decision.text("change"),
                    statements(decision.items("because")),
                    statements(decision.items("actions")));
        }
        if (table.isEmpty()) {
            terminal.err().println("no decisions in that time");
        } else {
            table.print(terminal.out());
        }
        if (answer.flag("more")) {
            terminal.err().println("there are more (--limit)");
        }
    }

    /** The statements that hold, or what was done. */
    private static String statements(List<JsonValue> items) {
        List<String> words = new ArrayList<>();
        for (JsonValue item : items) {
            JsonObject one = item.asObject();
            String truth = one.optionalText("truth");
            if (truth == null || truth.equals("true")) {
                words.add(one.text("statement"));
            }
        }
        return words.isEmpty() ? "-" : String.join("; ", words);
    }
}
