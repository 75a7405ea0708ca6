package io.signalbox.language;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonValue.JsonWhole;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares JSON as far as it says something: what is empty, zero or false may be left out. */
final class Plain {
    private Plain() {}

    /** The pointer (RFC 6901) to the first difference; nothing if both say the same. */
    static Optional<String> difference(JsonValue a, JsonValue b) {
        return difference("", of(a), of(b));
    }

    private static Optional<String> difference(String path, JsonValue a, JsonValue b) {
        if (a instanceof JsonObject one && b instanceof JsonObject two) {
            Set<String> names = new LinkedHashSet<>(one.members().keySet());
            names.addAll(two.members().keySet());
            for (String name : names) {
                JsonValue left = one.members().getOrDefault(name, new JsonNull());
                JsonValue right = two.members().getOrDefault(name, new JsonNull());
                Optional<String> found = difference(path + "/" + escaped(name), left, right);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (a instanceof JsonArray one && b instanceof JsonArray two) {
            for (int i = 0; i < Math.min(one.items().size(), two.items().size()); i++) {
                Optional<String> found = difference(
                        path + "/" + i, one.items().get(i), two.items().get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            int both = Math.min(one.items().size(), two.items().size());
            return one.items().size() == two.items().size()
                    ? Optional.empty()
                    : Optional.of(path + "/" + both);
        }
        return a.equals(b) ? Optional.empty() : Optional.of(path);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static JsonValue of(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> {
                    if (saysSomething(member)) {
                        members.put(name, of(member));
                    }
                });
                yield new JsonObject(members);
            }
            case JsonArray array -> {
                List<JsonValue> items = new ArrayList<>();
                array.items().forEach(item -> items.add(of(item)));
                yield new JsonArray(items);
            }
            case JsonText text -> text;
            case JsonNumber number -> new JsonNumber(number.value() + 0.0);
            case JsonWhole whole -> whole;
            case JsonFlag flag -> flag;
            case JsonNull none -> none;
        };
    }

    private static boolean saysSomething(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.members().values().stream().anyMatch(Plain::saysSomething);
            case JsonArray array -> !array.items().isEmpty();
            case JsonText text -> !text.value().isEmpty();
            case JsonNumber number -> number.value() != 0;
            case JsonWhole whole -> true;
            case JsonFlag flag -> flag.value();
            case JsonNull none -> false;
        };
    }
}
