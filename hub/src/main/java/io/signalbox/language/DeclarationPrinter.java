package io.signalbox.language;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a declaration of the JSON form as text, with a line for each of its parts. */
final class DeclarationPrinter {
    private final JsonNode tree;
    private final StringBuilder out = new StringBuilder();

    DeclarationPrinter(JsonNode tree) {
        this.tree = tree;
    }

    String print() {
        switch (tree.is()) {
            case "type" -> type();
            case "rule" -> rule();
            case "interlock" -> interlock();
            case "signal" -> {
                subject("signal");
                out.append(" = ").append(StatementPrinter.value(tree, "value"));
            }
            case "area" -> {
                out.append("area ").append(tree.word("name")).append(title());
                out.append(shape(tree.required("shape")));
            }
            case "zone" -> out.append("zone ").append(JsonNode.quoted(tree.text("name")));
            case "schedule" -> schedule();
            case "place" -> out.append("place ").append(String.join(" in ", tree.words("kinds")));
            case "test" -> new TestPrinter(tree, out).print();
            case "mapping" -> new MappingPrinter(tree, out).print();
            default -> throw StatementPrinter.unknown(tree, "declaration");
        }
        return out.toString();
    }

    private String title() {
        return tree.has("title") ? " " + JsonNode.quoted(tree.text("title")) : "";
    }

    private void line(String text) {
        out.append("\n  ").append(text);
    }

    private void type() {
        out.append("type ").append(tree.word("name"));
        if (tree.has("place_kind")) {
            out.append(" in ").append(tree.word("place_kind"));
        }
        out.append(title()).append(" {");
        tree.nodes("points").forEach(this::point);
        for (JsonNode event : tree.nodes("events")) {
            String title = event.has("title") ? " " + JsonNode.quoted(event.text("title")) : "";
            line("event " + event.word("name") + title);
        }
        out.append("\n}");
    }

    private void point(JsonNode point) {
        line(point.word("name") + " : " + kind(point.required("kind")));
        option(point, "every_millis", " every ");
        point.node("valid").ifPresent(v -> out.append(" valid for ").append(v.duration("millis")));
        out.append(point.flag("writable") ? " writable" : "");
        out.append(point.flag("safety") ? " for safety" : "");
        out.append(point.has("confirm") ? " confirm " + point.word("confirm") : "");
        List<JsonNode> affects = point.nodes("affects");
        if (!affects.isEmpty()) {
            out.append(affects.stream()
                    .map(DeclarationPrinter::affected)
                    .collect(Collectors.joining(", ", " affects ", "")));
        }
        for (String limit : List.of("min", "max", "deadband")) {
            if (point.has(limit)) {
                out.append(" ").append(limit).append(" ");
                out.append(StatementPrinter.value(point, limit));
            }
        }
    }

    private void option(JsonNode node, String name, String words) {
        if (node.has(name)) {
            out.append(words).append(node.duration(name));
        }
    }

    private static String affected(JsonNode affected) {
        return affected.word("point")
                + (affected.has("direction") ? " " + affected.word("direction") : "")
                + (affected.has("by") ? " by " + String.join(" | ", affected.words("by")) : "");
    }

    private static String kind(JsonNode kind) {
        return switch (kind.is()) {
            case "in_unit" -> StatementPrinter.unit(kind, "symbol").strip();
            case "one_of" -> String.join(" | ", kind.words("values"));
            default -> throw StatementPrinter.unknown(kind, "kind");
        };
    }

    private void subject(String word) {
        out.append(word).append(" ").append(tree.word("name")).append(title());
        out.append(" for each ").append(tree.word("type")).append(" ");
        out.append(tree.word("variable"));
    }

    private void rule() {
        subject("rule");
        out.append(tree.has("level") ? " as " + tree.word("level") : "");
        out.append(tree.has("priority") ? " priority " + tree.whole("priority") : "");
        tree.node("pace").ifPresent(pace -> {
            option(pace, "repeat_millis", " repeat every ");
            option(pace, "settle_millis", " settle ");
        });
        tree.node("when").ifPresent(when -> line("when " + StatementPrinter.statement(when)));
        tree.node("clear")
                .ifPresent(clear -> line("clear when " + StatementPrinter.statement(clear)));
        orders("then", "then");
        orders("on_clear", "on clear");
    }

    private void orders(String name, String words) {
        List<JsonNode> orders = tree.nodes(name);
        for (int i = 0; i < orders.size(); i++) {
            line((i == 0 ? words : "    ") + " " + OrderPrinter.order(orders.get(i)));
        }
    }

    private void interlock() {
        subject("interlock");
        tree.node("never").ifPresent(never -> line("never " + OrderPrinter.assignment(never)));
        tree.node("condition")
                .ifPresent(condition -> line("while " + StatementPrinter.statement(condition)));
        tree.node("force").ifPresent(force -> line("force " + OrderPrinter.assignment(force)));
    }

    private static String shape(JsonNode shape) {
        return switch (shape.is()) {
            case "circle" ->
                " circle " + coordinates(shape.required("middle")) + " radius "
                        + StatementPrinter.value(shape, "radius");
            case "polygon" ->
                shape.nodes("corners").stream()
                        .map(corner -> " (" + coordinates(corner) + ")")
                        .collect(Collectors.joining("", " polygon", ""));
            default -> throw StatementPrinter.unknown(shape, "shape");
        };
    }

    private static String coordinates(JsonNode place) {
        return place.number("latitude") + ", " + place.number("longitude");
    }

    private void schedule() {
        out.append("schedule ").append(tree.word("name")).append(title());
        out.append(tree.has("zone") ? " zone " + JsonNode.quoted(tree.text("zone")) : "");
        out.append(" {");
        tree.nodes("slots").forEach(slot -> line(StatementPrinter.slot(slot)));
        out.append("\n}");
    }
}
