package io.signalbox.payload;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonValue.JsonWhole;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON as UTF-8 in one pass: {@code new JsonWriter().beginObject().field("id", "p17")
 * .end().toBytes()}. Names and values in the wrong order throw. Not thread-safe.
 *
 * <p>Whole numbers are written without a fraction. What is no number (NaN, infinities) becomes
 * {@code null}, since JSON has no word for it.
 */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final JsonGenerator generator =
            FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /** The JSON of a whole tree. */
    public static String toString(JsonValue value) {
        return new JsonWriter().value(value).toString();
    }

    public JsonWriter beginObject() {
        generator.writeStartObject();
        return this;
    }

    public JsonWriter beginArray() {
        generator.writeStartArray();
        return this;
    }

    /** Ends the innermost object or array. */
    public JsonWriter end() {
        if (generator.streamWriteContext().inArray()) {
            generator.writeEndArray();
        } else {
            generator.writeEndObject();
        }
        return this;
    }

    public JsonWriter name(String name) {
        generator.writeName(name);
        return this;
    }

    public JsonWriter value(@Nullable String text) {
        if (text == null) {
            generator.writeNull();
        } else {
            generator.writeString(text);
        }
        return this;
    }

    public JsonWriter value(long number) {
        generator.writeNumber(number);
        return this;
    }

    public JsonWriter value(double number) {
        if (!Double.isFinite(number)) {
            generator.writeNull();
        } else if (number == Math.rint(number) && Math.abs(number) <= ReadingDecoder.MAX_INTEGER) {
            generator.writeNumber((long) number);
        } else {
            generator.writeNumber(number);
        }
        return this;
    }

    public JsonWriter value(boolean flag) {
        generator.writeBoolean(flag);
        return this;
    }

    /**
     * A number as a number, a word as a string, yes or no as true or false, a position as an object.
     */
    public JsonWriter value(Value value) {
        return switch (value) {
            case Value.Numeric number -> value(number.value());
            case Value.Whole whole -> value(whole.value());
            case Value.Text text -> value(text.value());
            case Value.Position place -> position(place);
            case Value.Bool bool -> value(bool.value());
        };
    }

    /** {@code {"lat":52.5,"lon":13.4,"alt":34}}. */
    private JsonWriter position(Value.Position place) {
        beginObject().field("lat", place.latitude()).field("lon", place.longitude());
        if (place.hasAltitude()) {
            field("alt", place.altitude());
        }
        return end();
    }

    public JsonWriter value(JsonValue value) {
        switch (value) {
            case JsonObject object -> {
                beginObject();
                object.members().forEach((name, member) -> name(name).value(member));
                end();
            }
            case JsonArray array -> {
                beginArray();
                array.items().forEach(this::value);
                end();
            }
            case JsonText text -> value(text.value());
            case JsonNumber number -> value(number.value());
            case JsonWhole whole -> value(whole.value());
            case JsonFlag flag -> value(flag.value());
            case JsonNull none -> generator.writeNull();
        }
        return this;
    }

    public JsonWriter field(String name, @Nullable String text) {
        return name(name).value(text);
    }

    public JsonWriter field(String name, long number) {
        return name(name).value(number);
    }

    public JsonWriter field(String name, double number) {
        return name(name).value(number);
    }

    public JsonWriter field(String name, boolean flag) {
        return name(name).value(flag);
    }

    public JsonWriter field(String name, Value value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, JsonValue value) {
        return name(name).value(value);
    }

    /** What was written so far; complete once every object and array has ended. */
    public byte[] toBytes() {
        generator.flush();
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return new String(toBytes(), StandardCharsets.UTF_8);
    }
}
