package io.signalbox.language;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a test of the JSON form as text. */
final class TestPrinter {
    private final JsonNode test;
    private final StringBuilder out;

    TestPrinter(JsonNode test, StringBuilder out) {
        this.test = test;
        this.out = out;
    }

    void print() {
        out.append("test ").append(JsonNode.quoted(test.text("name")));
        for (JsonNode device : test.nodes("devices")) {
            line(device.wordOrQuoted("name") + " : " + device.word("type")
                    + (device.has("place") ? " in " + device.wordOrQuoted("place") : ""));
        }
        if (test.has("start")) {
            line("starts " + JsonNode.quoted(test.text("start")));
        }
        test.nodes("steps").forEach(this::step);
        test.nodes("expectations").forEach(this::expectation);
        if (test.has("shuffled_within_millis")) {
            line("also shuffled within " + test.duration("shuffled_within_millis"));
        }
        if (!test.number("loss_percent").equals("0")) {
            line("also with " + test.number("loss_percent") + " % loss");
        }
        if (test.flag("restarted")) {
            line("also restarted");
        }
    }

    private void line(String text) {
        out.append("\n  ").append(text);
    }

    private void step(JsonNode step) {
        List<JsonNode> reports = step.nodes("reports");
        String events = step.nodes("events").stream()
                .map(StatementPrinter::statement)
                .collect(Collectors.joining(", "));
        String what = reports.isEmpty()
                ? step.node("acknowledged")
                        .map(a ->
                                "acknowledge " + a.word("rule") + " on " + a.wordOrQuoted("device"))
                        .or(() -> step.node("ordered").map(TestPrinter::ordered))
                        .orElse(events.isEmpty() ? "restart" : events)
                : reports.stream().map(OrderPrinter::assignment).collect(Collectors.joining(", "));
        line(
                step.has("every_millis")
                        ? "every " + step.duration("every_millis") + " from "
                                + step.duration("from_millis") + " to " + step.duration("to_millis")
                                + " "
                                + what
                        : "at " + step.duration("from_millis") + " " + what);
    }

    private static String ordered(JsonNode order) {
        return "operator sets " + OrderPrinter.assignment(order.required("assignment"))
                + (order.has("expires_millis")
                        ? " expires in " + order.duration("expires_millis")
                        : "");
    }

    private void expectation(JsonNode node) {
        String what = (node.flag("forbidden") ? "no " : "")
                + switch (node.is()) {
                    case "nothing" -> "nothing";
                    case "command" -> "set " + OrderPrinter.assignment(node.required("assignment"));
                    case "alarm" ->
                        "alarm" + (node.has("severity") ? " " + node.word("severity") : "");
                    case "told" -> told(node);
                    default -> throw StatementPrinter.unknown(node, "expectation");
                };
        line("expect " + what + (node.has("device") ? " on " + node.wordOrQuoted("device") : "")
                + window(node) + (node.has("by") ? " by " + node.word("by") : ""));
    }

    private static String told(JsonNode node) {
        String name = node.text("what").equals("publish")
                ? JsonNode.quoted(node.text("name"))
                : node.wordOrQuoted("name");
        return node.word("what") + " " + name
                + (node.has("text") ? " " + JsonNode.quoted(node.text("text")) : "");
    }

    private static String window(JsonNode node) {
        if (!node.has("window")) {
            return "";
        }
        JsonNode window = node.required("window");
        boolean open = !window.has("to_millis");
        long from = window.whole("from_millis");
        long to = window.whole("to_millis");
        if (open) {
            return from == 0 ? "" : " after " + Scope.duration(from - 1);
        } else if (from == to) {
            return " at " + Scope.duration(from);
        }
        return from == 0
                ? " before " + Scope.duration(to + 1)
                : " from " + Scope.duration(from) + " to " + Scope.duration(to);
    }
}
