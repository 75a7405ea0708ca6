package io.signalbox.language;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a mapping of the JSON form as text. */
final class MappingPrinter {
    private final JsonNode mapping;
    private final StringBuilder out;

    MappingPrinter(JsonNode mapping, StringBuilder out) {
        this.mapping = mapping;
        this.out = out;
    }

    void print() {
        out.append("mapping ").append(mapping.word("name")).append(" for ");
        out.append(mapping.word("type"));
        if (mapping.has("title")) {
            out.append(" ").append(JsonNode.quoted(mapping.text("title")));
        }
        mapping.texts("topics").forEach(topic -> line("topic " + JsonNode.quoted(topic)));
        mapping.nodes("lines").forEach(field -> line(field(field)));
        mapping.nodes("samples").forEach(sample -> line(sample(sample)));
    }

    private void line(String text) {
        out.append("\n  ").append(text);
    }

    private static String field(JsonNode field) {
        boolean each = field.text("point").equals("{" + TopicTemplate.POINT + "}");
        StringBuilder text = new StringBuilder();
        text.append(each ? field.text("point") : field.word("point")).append(" = ");
        text.append(origin(field.required("origin")));
        field.node("scale").ifPresent(scale -> text.append(scaling(scale)));
        field.node("shift").ifPresent(shift -> text.append(scaling(shift)));
        if (field.has("unit")) {
            text.append(" in").append(StatementPrinter.unit(field, "unit"));
        }
        List<JsonNode> table = field.nodes("table");
        if (!table.isEmpty()) {
            text.append(table.stream()
                    .map(entry -> StatementPrinter.value(entry, "from") + " -> "
                            + StatementPrinter.value(entry, "to"))
                    .collect(Collectors.joining(", ", " { ", " }")));
        }
        return text.toString();
    }

    private static String scaling(JsonNode scaling) {
        String sign = scaling.text("sign");
        if (sign.length() != 1 || "+-*/".indexOf(sign.charAt(0)) < 0) {
            throw scaling.wrong("sign", "+ - * or /");
        }
        return " " + sign + " " + scaling.number("number");
    }

    private static String origin(JsonNode origin) {
        return switch (origin.is()) {
            case "pointer" -> encoding(origin) + JsonNode.quoted(origin.text("path"));
            case "place" -> {
                List<JsonNode> parts = origin.nodes("parts");
                yield encoding(origin.first("parts"))
                        + parts.stream()
                                .map(part -> JsonNode.quoted(part.text("path")))
                                .collect(Collectors.joining(" "));
            }
            case "senml" ->
                (origin.text("encoding").equals("cbor") ? "cbor senml " : "senml ")
                        + JsonNode.quoted(origin.text("name"));
            case "bytes" -> bytes(origin.required("field"));
            case "payload" -> "payload";
            case "level" -> "level {" + origin.word("name") + "}";
            default -> throw StatementPrinter.unknown(origin, "place in a message");
        };
    }

    private static String encoding(JsonNode node) {
        return node.text("encoding").equals("cbor") ? "cbor " : "json ";
    }

    private static String bytes(JsonNode field) {
        String kind = switch (field.text("kind")) {
            case "signed" -> "int";
            case "unsigned" -> "uint";
            case "float" -> "float";
            default -> throw field.wrong("kind", "signed, unsigned or float");
        };
        long low = field.whole("low_bit");
        long high = low + field.whole("bits") - 1;
        return kind + field.whole("bytes") * Byte.SIZE + (field.flag("little") ? " little" : "")
                + " at " + field.whole("offset")
                + (field.has("bits") ? " bits " + low + ".." + high : "");
    }

    private static String sample(JsonNode sample) {
        List<JsonNode> expected = sample.nodes("expected");
        return "sample " + (sample.flag("hexadecimal") ? "hex " : "")
                + JsonNode.quoted(sample.text("payload")) + " on "
                + JsonNode.quoted(sample.text("topic")) + " expect "
                + (expected.isEmpty()
                        ? "nothing"
                        : expected.stream()
                                .map(e -> e.word("point") + " = "
                                        + StatementPrinter.value(e, "value"))
                                .collect(Collectors.joining(", ")))
                + (sample.has("time") ? " at " + JsonNode.quoted(sample.text("time")) : "");
    }
}
