package io.signalbox.payload;

import io.signalbox.message.Value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads of a payload what a {@link Layout} names. As with {@link ReadingDecoder}, a payload that
 * cannot be trusted as a whole fails, and a single value that is none is refused alone. What no
 * pointer leads to is skipped, and so is a pointer that leads nowhere.
 */
public final class LayoutReader {
    private LayoutReader() {}

    /**
     * Reads a payload.
     *
     * @param receivedMillis when it came: what the times of SenML may count from
     */
    public static Extract read(Layout layout, byte[] payload, long receivedMillis) {
        return switch (layout) {
            case Layout.Fields fields -> FieldReader.read(fields, payload);
            case Layout.Whole whole -> whole(payload);
            case Layout.Senml senml -> senml(senml, payload, receivedMillis);
            case Layout.Binary binary -> BinaryReader.read(binary, payload);
        };
    }

    private static Extract senml(Layout.Senml layout, byte[] payload, long receivedMillis) {
        SenmlReader.Pack pack = SenmlReader.read(layout.encoding(), payload, receivedMillis);
        if (pack.failure() != null) {
            return Extract.failed(pack.failure());
        }
        List<Extract.Found> found = new ArrayList<>();
        for (SenmlReader.Measurement m : pack.measurements()) {
            Integer slot = layout.slots().get(m.name());
            if (slot != null) {
                found.add(new Extract.Found(
                        slot, m.value(), m.unit(), m.eventMillis(), false, m.offset()));
            }
        }
        return new Extract(null, found, pack.refusals(), EventTime.NONE, false);
    }

    /** A payload that is one value: as JSON if it is some, else as the text that it is. */
    private static Extract whole(byte[] payload) {
        int wrong = Utf8.firstInvalid(payload, 0, payload.length);
        if (wrong >= 0) {
            return Extract.failed(Parsers.notUtf8(payload, wrong));
        }
        int start = ReadingDecoder.startsWithMark(payload) ? 3 : 0;
        String text =
                new String(payload, start, payload.length - start, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return Extract.failed(Refusal.EMPTY, 0, "expected a value, found none");
        }
        Object read = scalar(text);
        if (read instanceof Value value) {
            return new Extract(
                    null,
                    List.of(new Extract.Found(0, value, "", EventTime.NONE, false, start)),
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
