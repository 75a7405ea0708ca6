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

    /**
     * Where two pieces do not say the same.
     *
     * @param pointer to the place (RFC 6901)
     * @param one what stands there in the first; null of JSON if nothing does
     */
    record Difference(String pointer, JsonValue one, JsonValue other) {}

    /** The first difference; nothing if both say the same. */
    static Optional<Difference> difference(JsonValue a, JsonValue b) {
        return difference("", of(a), of(b));
    }

    private static Optional<Difference> difference(String path, JsonValue a, JsonValue b) {
        if (a instanceof JsonObject one && b instanceof JsonObject two) {
            Set<String> names = new LinkedHashSet<>(one.members().keySet());
            names.addAll(two.members().keySet());
            for (String name : names) {
                JsonValue left = one.members().getOrDefault(name, new JsonNull());
                JsonValue right = two.members().getOrDefault(name, new JsonNull());
                Optional<Difference> found = difference(path + "/" + escaped(name), left, right);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (a instanceof JsonArray one && b instanceof JsonArray two) {
            int most = Math.max(one.items().size(), two.items().size());
            for (int i = 0; i < most; i++) {
                Optional<Difference> found =
                        difference(path + "/" + i, item(one.items(), i), item(two.items(), i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return a.equals(b) ? Optional.empty() : Optional.of(new Difference(path, a, b));
    }

    private static JsonValue item(List<JsonValue> items, int index) {
        return index < items.size() ? items.get(index) : new JsonNull();
    }

    /** A name as it stands in a pointer. */
    static String escaped(String name) {
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
