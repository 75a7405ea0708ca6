package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A piece of the tree as somebody sent it, read with what it means to leave something out. */
record JsonNode(JsonObject object, String pointer) {
    /** The object that has to stand at this place. */
    static JsonNode of(JsonValue value, String pointer) {
        if (value instanceof JsonObject object) {
            return new JsonNode(object, pointer);
        }
        throw new JsonFault(pointer, "expected an object, found " + JsonFault.shown(value));
    }

    /** Says what is wrong with a member. */
    JsonFault wrong(String name, String expected) {
        JsonValue found = object.get(name);
        return new JsonFault(
                place(name),
                "expected " + expected + ", found "
                        + (found == null ? "none" : JsonFault.shown(found)));
    }

    private String place(String name) {
        return pointer + "/" + Plain.escaped(name);
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
        if (object.get(name) instanceof JsonText text) {
            return text.value();
        }
        throw wrong(name, "a text");
    }

    /** A word of a member that has to be one, for nothing else may get into the text by it. */
    String word(String name) {
        String text = text(name);
        if (!isWord(text)) {
            throw wrong(name, "a word");
        }
        return text;
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && !Character.isDigit(text.charAt(0))
                && text.codePoints().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }

    /** A word, or what is none in quotes. */
    String wordOrQuoted(String name) {
        String text = text(name);
        return isWord(text) ? text : quoted(text);
    }

    boolean flag(String name) {
        return has(name) && object.get(name) instanceof JsonFlag flag && flag.value();
    }

    long whole(String name) {
        if (!has(name)) {
            return 0;
        }
        boolean whole = object.get(name) instanceof JsonNumber number
                && number.value() == Math.rint(number.value())
                && number.value() >= 0
                && number.value() < Value.MAX_EXACT;
        if (!whole) {
            throw wrong(name, "a whole number from 0 to 2^53");
        }
        return object.integer(name);
    }

    String duration(String name) {
        return Scope.duration(whole(name));
    }

    Optional<JsonNode> node(String name) {
        return has(name) ? Optional.of(required(name)) : Optional.empty();
    }

    JsonNode required(String name) {
        if (object.get(name) instanceof JsonObject member) {
            return new JsonNode(member, place(name));
        }
        throw wrong(name, "an object");
    }

    /** The first of a list that may not be empty. */
    JsonNode first(String name) {
        return nodes(name).stream()
                .findFirst()
                .orElseThrow(() -> wrong(name, "an array of objects that is not empty"));
    }

    List<JsonNode> nodes(String name) {
        List<JsonNode> nodes = new ArrayList<>();
        for (JsonValue item : items(name)) {
            nodes.add(of(item, place(name) + "/" + nodes.size()));
        }
        return nodes;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonValue item : items(name)) {
            if (!(item instanceof JsonText text)) {
                throw new JsonFault(
                        place(name) + "/" + texts.size(),
                        "expected a text, found " + JsonFault.shown(item));
            }
            texts.add(text.value());
        }
        return texts;
    }

    List<String> words(String name) {
        List<String> texts = texts(name);
        for (int i = 0; i < texts.size(); i++) {
            if (!isWord(texts.get(i))) {
                throw new JsonFault(
                        place(name) + "/" + i,
                        "expected a word, found " + JsonFault.shown(new JsonText(texts.get(i))));
            }
        }
        return texts;
    }

    private List<JsonValue> items(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (object.get(name) instanceof JsonArray array) {
            return array.items();
        }
        throw wrong(name, "an array");
    }

    /** A number as it is written in the language: its shortest digits, without an exponent. */
    String number(String name) {
        JsonValue value = object.get(name);
        if (value instanceof JsonText digits && digits.value().matches("-?[0-9.]+(e[0-9]+)?")) {
            return digits.value();
        }
        if (has(name) && !(value instanceof JsonNumber)) {
            throw wrong(name, "a number");
        }
        double number = value instanceof JsonNumber given ? given.value() : 0;
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
