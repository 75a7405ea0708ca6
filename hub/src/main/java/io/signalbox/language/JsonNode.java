package io.signalbox.language;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.MalformedJson;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A piece of the tree as somebody sent it, read with what it means to leave something out. */
record JsonNode(JsonObject object) {
    static JsonNode of(JsonValue value) {
        return new JsonNode(value.asObject());
    }

    /** Which of several things it is. */
    String is() {
        return text(SyntaxJson.IS);
    }

    boolean has(String name) {
        return !object.isAbsent(name);
    }

    /** The text of a member; empty if it is left out. */
    String text(String name) {
        if (!has(name)) {
            return "";
        }
        return object.text(name);
    }

    /** A word of a member that has to be one, for nothing else may get into the text by it. */
    String word(String name) {
        return word(text(name), name);
    }

    static String word(String text, String name) {
        boolean word = !text.isEmpty()
                && !Character.isDigit(text.charAt(0))
                && text.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        if (!word) {
            throw new MalformedJson("expected a word in '" + name + "', found \"" + text + '"');
        }
        return text;
    }

    /** A word, or what is none in quotes. */
    String wordOrQuoted(String name) {
        String text = text(name);
        boolean word = !text.isEmpty()
                && !Character.isDigit(text.charAt(0))
                && text.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
        return word ? text : quoted(text);
    }

    boolean flag(String name) {
        return has(name) && object.get(name) instanceof JsonFlag flag && flag.value();
    }

    long whole(String name) {
        return has(name) ? object.integer(name) : 0;
    }

    String duration(String name) {
        return Scope.duration(whole(name));
    }

    Optional<JsonNode> node(String name) {
        return has(name) ? Optional.of(new JsonNode(object.object(name))) : Optional.empty();
    }

    JsonNode required(String name) {
        return new JsonNode(object.object(name));
    }

    List<JsonNode> nodes(String name) {
        List<JsonNode> nodes = new ArrayList<>();
        for (JsonValue item : items(name)) {
            nodes.add(of(item));
        }
        return nodes;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items(name)) {
            if (!(item instanceof JsonText text)) {
                throw new MalformedJson("expected texts in '" + name + "', found " + item);
            }
            texts.add(text.value());
        }
        return texts;
    }

    List<String> words(String name) {
        return texts(name).stream().map(text -> word(text, name)).toList();
    }

    private List<JsonValue> items(String name) {
        return object.get(name) instanceof JsonArray array ? array.items() : List.of();
    }

    /** A number as it is written in the language: its shortest digits, without an exponent. */
    String number(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonText digits && digits.value().matches("-?[0-9.]+(e[0-9]+)?")) {
            return digits.value();
        }
        double number =
                value instanceof JsonNumber n ? n.value() : has(name) ? object.number(name) : 0;
        return number == 0
                ? "0"
                : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    static String quoted(String text) {
        if (text.contains("\n") || text.contains("\r")) {
            return "\"\"\"" + text + "\"\"\"";
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
