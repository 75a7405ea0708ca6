package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code signalbox data verify}: whether the history has what the journal says, and no more. */
@Command(
        name = "verify",
        description = "Holds the history against the journal, reading by reading.",
        footer = {
            "",
            "Exit code 1 if they differ. It reads as much of the journal as there is, and of an old",
            "journal what came after the history's last snapshot.",
            "",
            "Examples:",
            "  signalbox data verify",
            "  signalbox data verify && echo equal",
            "  signalbox data verify --json | jq .differences"
        })
final class DataVerify implements Callable<Integer> {
    private final RunningHub hub;

    @Mixin
    private final JsonOption json = new JsonOption();

    DataVerify(RunningHub hub) {
        this.hub = hub;
    }

    @Override
    public Integer call() {
        JsonObject answer = hub.get("data/verify");
        boolean equal = answer.flag("equal");
        if (json.wanted()) {
            hub.terminal().out().println(answer);
        } else if (equal) {
            hub.terminal().out().println("equal: " + compared(answer));
        } else {
            Table table = new Table("WHAT", "DEVICE", "POINT", "TIME", "VALUE", "RECORD");
            for (JsonValue item : answer.items("differences")) {
                JsonObject words = item.asObject();
                table.row(
                        words.text("what"),
                        words.text("device"),
                        words.text("point"),
                        words.text("time"),
                        Shown.value(words.get("value")),
                        Long.toString(words.integer("sequence")));
            }
            table.print(hub.terminal().out());
            hub.terminal()
                    .err()
                    .println("different: " + answer.integer("missing") + " missing, "
                            + answer.integer("extra") + " extra; " + compared(answer));
        }
        return (equal ? Exit.OK : Exit.FINDINGS).code();
    }

    private static String compared(JsonObject answer) {
        return String.format(
                Locale.ROOT,
                "%,d readings of records %d to %d",
                answer.integer("readings"),
                answer.integer("first"),
                answer.integer("through"));
    }
}
