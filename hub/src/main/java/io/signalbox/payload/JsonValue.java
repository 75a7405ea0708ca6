package io.signalbox.payload;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of JSON as a tree, for requests, answers and files; messages of devices don't use it. */
public sealed interface JsonValue {
    /** Reads a whole text; throws {@link MalformedJson} with line and column. */
    static JsonValue parse(String text) {
        return JsonReader.read(text);
    }

    /** Reads whole UTF-8 bytes; throws {@link MalformedJson} with line and column. */
    static JsonValue parse(byte[] utf8) {
        return JsonReader.read(utf8);
    }

    /** This value if it is an object, else {@link MalformedJson}. */
    default JsonObject asObject() {
        if (this instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJson("expected an object, found " + this);
    }

    /** This value if it is an array, else {@link MalformedJson}. */
    default JsonArray asArray() {
        if (this instanceof JsonArray array) {
            return array;
        }
        throw new MalformedJson("expected an array, found " + this);
    }

    /** Names and values in the order in which they stand in the text; no name stands twice. */
    record JsonObject(Map<String, JsonValue> members) implements JsonValue {
        public JsonObject {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member with this name, or null if there is none. */
        public @Nullable JsonValue get(String name) {
            return members.get(name);
        }

        /** The text of this member; {@link MalformedJson} if it is missing or no text. */
        public String text(String name) {
            if (members.get(name) instanceof JsonText text) {
                return text.value;
            }
            throw missing(name, "a text");
        }

        /** The text of this member, or null if it is missing or null. */
        public @Nullable String optionalText(String name) {
            return isAbsent(name) ? null : text(name);
        }

        public double number(String name) {
            return switch (members.get(name)) {
                case JsonNumber number -> number.value;
                case JsonWhole whole -> (double) whole.value;
                case null, default -> throw missing(name, "a number");
            };
        }

        /** The whole number of this member, such as a time in milliseconds. */
        public long integer(String name) {
            if (members.get(name) instanceof JsonWhole whole) {
                return whole.value;
            }
            double value = number(name);
            if (value != Math.rint(value)) {
                throw missing(name, "a whole number");
            }
            return (long) value;
        }

        public boolean flag(String name) {
            if (members.get(name) instanceof JsonFlag flag) {
                return flag.value;
            }
            throw missing(name, "true or false");
        }

        public JsonObject object(String name) {
            if (members.get(name) instanceof JsonObject object) {
                return object;
            }
            throw missing(name, "an object");
        }

        /** The items of this member; {@link MalformedJson} if it is missing or no array. */
        public List<JsonValue> items(String name) {
            if (members.get(name) instanceof JsonArray array) {
                return array.items;
            }
            throw missing(name, "an array");
        }

        public boolean isAbsent(String name) {
            JsonValue value = members.get(name);
            return value == null || value instanceof JsonNull;
        }

        private MalformedJson missing(String name, String expected) {
            JsonValue found = members.get(name);
            return new MalformedJson("expected " + expected + " in '" + name + "', found "
                    + (found == null ? "none" : found));
        }

        @Override
        public String toString() {
            return JsonWriter.toString(this);
        }
    }

    /** Values in order. */
    record JsonArray(List<JsonValue> items) implements JsonValue {
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonWriter.toString(this);
        }
    }

    /** A string. */
    record JsonText(String value) implements JsonValue {
        @Override
        public String toString() {
            return JsonWriter.toString(this);
        }
    }

    /** A number; whole numbers beyond 2^53 are {@link JsonWhole}. */
    record JsonNumber(double value) implements JsonValue {
        @Override
        public String toString() {
            return JsonWriter.toString(this);
        }
    }

    /** A whole number of 64 bits beyond 2^53, exactly. */
    record JsonWhole(long value) implements JsonValue {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** True or false. */
    record JsonFlag(boolean value) implements JsonValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** The JSON value {@code null}. */
    record JsonNull() implements JsonValue {
        @Override
        public String toString() {
            return "null";
        }
    }
}
