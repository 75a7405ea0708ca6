package io.signalbox.payload;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonValue.JsonArray;
import io.signalbox.payload.JsonValue.JsonFlag;
import io.signalbox.payload.JsonValue.JsonNull;
import io.signalbox.payload.JsonValue.JsonNumber;
import io.signalbox.payload.JsonValue.JsonObject;
import io.signalbox.payload.JsonValue.JsonText;
import io.signalbox.payload.JsonValue.JsonWhole;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Reads JSON into {@link JsonValue}s: one value and nothing behind it, no name twice. */
final class JsonReader {
    /** Arrays and objects inside each other; deeper text is refused. */
    static final int MAX_DEPTH = 64;

    /** Longest text read, in bytes. */
    static final int MAX_BYTES = 64 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxDocumentLength(MAX_BYTES)
                    .maxNumberLength(100)
                    .build())
            .build();

    private JsonReader() {}

    static JsonValue read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static JsonValue read(byte[] utf8) {
        int wrong = Utf8.firstInvalid(utf8, 0, utf8.length);
        if (wrong >= 0) {
            throw new MalformedJson(
                    "expected UTF-8 text without U+0000, found other bytes at byte " + wrong);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return whole(parser);
        }
    }

    /** Shows each token of a text that is JSON. */
    static void walk(String text, BiConsumer<JsonParser, JsonToken> token) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
                token.accept(parser, next);
            }
        } catch (JacksonException e) {
            throw new MalformedJson(JsonTrouble.words(e));
        }
    }

    private static JsonValue whole(JsonParser parser) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJson("expected JSON, found nothing");
            }
            JsonValue value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new MalformedJson(
                        "expected the end of the JSON text, found more at " + where(parser));
            }
            return value;
        } catch (JacksonException e) {
            // a limit that is passed has no location of its own
            TokenStreamLocation at =
                    e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            throw new MalformedJson(
                    "expected JSON, found an error at line " + at.getLineNr() + " column "
                            + at.getColumnNr() + ": " + JsonTrouble.words(e),
                    at.getLineNr(),
                    at.getColumnNr());
        }
    }

    private static JsonValue value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new JsonText(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token);
            case VALUE_TRUE -> new JsonFlag(true);
            case VALUE_FALSE -> new JsonFlag(false);
            case VALUE_NULL -> new JsonNull();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new MalformedJson(
                        "expected a value, found " + token + " at " + where(parser));
        };
    }

    private static JsonObject object(JsonParser parser) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        String name;
        while ((name = parser.nextName()) != null) {
            members.put(name, value(parser, parser.nextToken()));
        }
        return new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser) {
        List<JsonValue> items = new ArrayList<>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            items.add(value(parser, token));
        }
        return new JsonArray(items);
    }

    private static JsonValue number(JsonParser parser, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.LONG) {
            long whole = parser.getLongValue();
            return Value.whole(whole) instanceof Value.Whole
                    ? new JsonWhole(whole)
                    : new JsonNumber((double) whole);
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong(parser, "expected a number that a double can hold", "");
        }
        if (token == JsonToken.VALUE_NUMBER_INT && Scalar.isBeyond(parser)) {
            throw wrong(parser, "expected a whole number of 64 bits", "; send it as a text");
        }
        return new JsonNumber(value);
    }

    private static MalformedJson wrong(JsonParser parser, String expected, String advice) {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new MalformedJson(
                expected + ", found " + parser.getString() + " at " + where(parser) + advice,
                at.getLineNr(),
                at.getColumnNr());
    }

    private static String where(JsonParser parser) {
        return "line " + parser.currentTokenLocation().getLineNr() + " column "
                + parser.currentTokenLocation().getColumnNr();
    }
}
