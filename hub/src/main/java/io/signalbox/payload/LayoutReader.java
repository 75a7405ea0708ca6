package io.signalbox.payload;

import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads of a payload what a {@link Layout} names. As with {@link ReadingDecoder}, a payload that
 * cannot be trusted as a whole fails, and a single value that is none is refused alone. What no
 * pointer leads to is skipped, and so is a pointer that leads nowhere.
 */
public final class LayoutReader {
    private LayoutReader() {}

    public static Extract read(Layout layout, byte[] payload) {
        return switch (layout) {
            case Layout.Fields fields -> json(fields, payload);
            case Layout.Whole whole -> whole(payload);
        };
    }

    private static Extract json(Layout.Fields fields, byte[] payload) {
        int start = ReadingDecoder.skipSpace(payload, mark(payload));
        if (start == payload.length) {
            return Extract.failed(Refusal.EMPTY, 0, "expected JSON, found none");
        }
        int wrong = Utf8.firstInvalid(payload, 0, payload.length);
        if (wrong >= 0) {
            return notUtf8(payload, wrong);
        }
        return FieldReader.json(fields, payload, start);
    }

    private static Extract notUtf8(byte[] payload, int wrong) {
        return Extract.failed(
                Refusal.NOT_UTF8,
                wrong,
                "expected UTF-8 text, found byte " + (payload[wrong] & 0xFF));
    }

    private static int mark(byte[] payload) {
        return ReadingDecoder.startsWithMark(payload) ? 3 : 0;
    }

    /** A payload that is one value: as JSON if it is some, else as the text that it is. */
    private static Extract whole(byte[] payload) {
        int wrong = Utf8.firstInvalid(payload, 0, payload.length);
        if (wrong >= 0) {
            return notUtf8(payload, wrong);
        }
        int start = mark(payload);
        String text =
                new String(payload, start, payload.length - start, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return Extract.failed(Refusal.EMPTY, 0, "expected a value, found none");
        }
        Object read = scalar(text);
        if (read instanceof Value value) {
            return new Extract(
                    null,
                    List.of(new Extract.Found(0, value, EventTime.NONE, false, start)),
                    List.of(),
                    EventTime.NONE,
                    false);
        }
        return Extract.failed((DecodeFailure) read);
    }

    private static Object scalar(String text) {
        char first = text.charAt(0);
        if (first == '{' || first == '[') {
            return new DecodeFailure(
                    Refusal.NESTED, 0, "expected one value, found an object or an array");
        }
        return switch (text) {
            case "true" -> new Value.Bool(true);
            case "false" -> new Value.Bool(false);
            case "null" -> new DecodeFailure(Refusal.NULL, 0, "the value is null");
            case "NaN", "nan" -> new DecodeFailure(Refusal.NOT_A_NUMBER, 0, "the value is " + text);
            default ->
                first == '"' || first == '-' || (first >= '0' && first <= '9')
                        ? FieldReader.bareJson(text)
                        : Scalar.text(text, "payload", 0);
        };
    }
}
