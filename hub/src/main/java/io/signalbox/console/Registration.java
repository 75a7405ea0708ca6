package io.signalbox.console;

import io.signalbox.device.DeviceChange;
import io.signalbox.device.DeviceView;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request registers a device with.
 *
 * @param words all of it
 * @param withAttributes true if the request speaks of attributes; else any are as good
 * @param withTags the same for tags
 */
record Registration(DeviceChange.Registered words, boolean withAttributes, boolean withTags) {
    private static final List<String> MEMBERS =
            List.of("id", "type", "place", "attributes", "tags");

    static Registration read(JsonValue body) {
        try {
            JsonObject words = body.asObject();
            expect(words, MEMBERS);
            return read(words.text("id"), words);
        } catch (MalformedJson | IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    /** The same for a device that is known by its path, and has to have a type. */
    static Registration adoption(String id, JsonValue body) {
        try {
            JsonObject words = body.asObject();
            expect(words, MEMBERS.subList(1, MEMBERS.size()));
            words.text("type");
            return read(id, words);
        } catch (MalformedJson | IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private static Registration read(String id, JsonObject words) {
        SortedMap<String, String> attributes = new TreeMap<>();
        if (!words.isAbsent("attributes")) {
            words.object("attributes")
                    .members()
                    .forEach((name, value) -> attributes.put(name, text(name, value)));
        }
        return new Registration(
                new DeviceChange.Registered(
                        id,
                        named(words, "type"),
                        named(words, "place"),
                        attributes,
                        texts(words, "tags")),
                !words.isAbsent("attributes"),
                !words.isAbsent("tags"));
    }

    String id() {
        return words.id();
    }

    /** True if the device is registered so already. */
    boolean isSame(DeviceView known) {
        return known.type().equals(Optional.ofNullable(words.type()))
                && known.place().equals(Optional.ofNullable(words.place()))
                && (!withAttributes || known.attributes().equals(words.attributes()))
                && (!withTags || known.tags().equals(words.tags()));
    }

    static Problem invalid(RuntimeException e) {
        return Problem.badRequest("device-invalid", String.valueOf(e.getMessage()), null);
    }

    static void expect(JsonObject words, List<String> members) {
        for (String name : words.members().keySet()) {
            if (!members.contains(name)) {
                throw Problem.badRequest(
                        "member-unknown",
                        "expected " + String.join(", ", members) + ", found '"
                                + ApiRequest.shortened(name) + "'",
                        null);
            }
        }
    }

    static @Nullable String named(JsonObject words, String member) {
        String name = words.optionalText(member);
        if (name != null && name.isBlank()) {
            throw new IllegalArgumentException(
                    "expected a name for the " + member + ", found nothing");
        }
        return name;
    }

    /** The texts of a list that may be there. */
    static List<String> texts(JsonObject words, String member) {
        List<String> texts = new ArrayList<>();
        if (words.members().get(member) instanceof JsonArray list) {
            list.items().forEach(item -> texts.add(text(member, item)));
        } else if (!words.isAbsent(member)) {
            throw new IllegalArgumentException("expected a list of texts in '" + member + "'");
        }
        return texts;
    }

    static String text(String member, JsonValue value) {
        if (value instanceof JsonText text) {
            return text.value();
        }
        throw new IllegalArgumentException(
                "expected a text in '" + ApiRequest.shortened(member) + "', found " + value);
    }
}
