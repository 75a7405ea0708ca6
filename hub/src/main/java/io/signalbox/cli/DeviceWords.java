package io.signalbox.cli;

import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonWriter;
import io.signalbox.payload.MalformedJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A registered device as a line of a file says it. */
record DeviceWords(
        String id,
        @Nullable String type,
        @Nullable String place,
        SortedMap<String, String> attributes,
        List<String> tags) {
    private static final Set<String> MEMBERS = Set.of("id", "type", "place", "attributes", "tags");

    /** Reads a line of a file: nothing else may stand there. */
    static DeviceWords ofLine(JsonObject line) {
        for (String name : line.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new MalformedJson("expected "
                        + String.join(", ", MEMBERS.stream().sorted().toList()) + ", found '"
                        + Table.plain(name) + "'");
            }
        }
        return of(line);
    }

    /** Reads what the hub says of a device. */
    static DeviceWords of(JsonObject words) {
        SortedMap<String, String> attributes = new TreeMap<>();
        if (!words.isAbsent("attributes")) {
            words.object("attributes").members().forEach((n, v) -> attributes.put(n, text(v)));
        }
        List<String> tags = new ArrayList<>();
        if (!words.isAbsent("tags")) {
            words.items("tags").forEach(tag -> tags.add(text(tag)));
        }
        return new DeviceWords(
                words.text("id"),
                words.optionalText("type"),
                words.optionalText("place"),
                attributes,
                tags.stream().sorted().toList());
    }

    private static String text(JsonValue value) {
        if (value instanceof JsonText text) {
            return text.value();
        }
        throw new MalformedJson("expected a string, found " + Table.plain(value.toString()));
    }

    /** The object that registers it, and its line in a file. */
    JsonWriter registration() {
        JsonWriter json = new JsonWriter().beginObject().field("id", id);
        if (type != null) {
            json.field("type", type);
        }
        if (place != null) {
            json.field("place", place);
        }
        json.name("attributes").beginObject();
        attributes.forEach(json::field);
        json.end().name("tags").beginArray();
        tags.forEach(json::value);
        return json.end().end();
    }

    /** The object that makes these words of those that hold. */
    JsonWriter changeOf(DeviceWords before) {
        JsonWriter json = new JsonWriter().beginObject().field("place", place);
        if (type != null && !type.equals(before.type)) {
            json.field("type", type);
        }
        json.name("attributes").beginObject();
        for (String gone : before.attributes.keySet()) {
            if (!attributes.containsKey(gone)) {
                json.field(gone, (String) null);
            }
        }
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            json.field(each.getKey(), each.getValue());
        }
        json.end().name("tag").beginArray();
        tags.stream().filter(tag -> !before.tags.contains(tag)).forEach(json::value);
        json.end().name("untag").beginArray();
        before.tags.stream().filter(tag -> !tags.contains(tag)).forEach(json::value);
        return json.end().end();
    }
}
