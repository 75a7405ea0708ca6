package io.signalbox.cli;

import io.signalbox.payload.JsonWriter;
import io.signalbox.rules.RuleCost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What rules cost, the dearest first, and what that makes for many devices. */
final class CostTable {
    private CostTable() {}

    static void print(Terminal terminal, List<RuleCost> costs, int devices) {
        Table table = new Table("rule", "type", "bytes a device", "parts", "messages a minute");
        Map<String, Long> sums = new LinkedHashMap<>();
        for (RuleCost cost : costs) {
            sums.merge(cost.rule().type().name(), (long) cost.bytes(), Long::sum);
        }
        costs.stream()
                .sorted((a, b) -> Integer.compare(b.bytes(), a.bytes()))
                .forEach(cost -> table.row(
                        cost.rule().name(),
                        cost.rule().type().name(),
                        "" + cost.bytes(),
                        "" + cost.parts(),
                        "" + Math.round(cost.messagesPerMinute())));
        table.print(terminal.out());
        sums.forEach((type, bytes) -> terminal.out()
                .println(Table.plain(type) + ": " + bytes + " bytes a device, "
                        + size(bytes * devices) + " for " + Shown.counted(devices, "device")));
    }

    private static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " bytes"
                : bytes < 10_000_000 ? bytes / 1000 + " kB" : bytes / 1_000_000 + " MB";
    }

    /** Adds the costs to an answer, if they were asked for. */
    static JsonWriter write(JsonWriter json, List<RuleCost> costs) {
        if (costs.isEmpty()) {
            return json;
        }
        json.name("cost").beginArray();
        for (RuleCost cost : costs) {
            json.beginObject()
                    .field("rule", cost.rule().name())
                    .field("type", cost.rule().type().name())
                    .field("bytes", cost.bytes())
                    .field("parts", cost.parts())
                    .field("messages_per_minute", cost.messagesPerMinute())
                    .end();
        }
        return json.end();
    }
}
