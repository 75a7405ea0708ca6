package io.signalbox.demo;

import io.signalbox.mqtt.codec.Publish;
import io.signalbox.payload.JsonValue;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.MalformedJson;

import java.util.Map;

/**
 * What the hub says of a device, on {@code d/DEVICE/down/NAME} or {@code d/DEVICE/alarm/NAME}.
 *
 * @param name of the point, or the rule
 */
record Told(String device, String name, JsonObject members) {
    static Told of(Publish message) {
        String[] levels = message.topic().split("/");
        return new Told(levels[1], levels[3], members(message.payload()));
    }

    /** None of what is no JSON object, and so was said by somebody else. */
    private static JsonObject members(byte[] payload) {
        try {
            return JsonValue.parse(payload).asObject();
        } catch (MalformedJson e) {
            return new JsonObject(Map.of());
        }
    }

    /** A member as people read it, a word without quotes; empty if there is none. */
    String member(String member) {
        JsonValue value = members.get(member);
        if (value instanceof JsonText text) {
            return text.value();
        }
        return value == null ? "" : value.toString();
    }
}
