package io.signalbox.payload;

import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One pass over a payload with a {@link PointerTree} beside it. */
final class FieldReader {
    private record Raw(int slot, Value value, int offset) {}

    private final JsonParser parser;
    private final int start;
    private final int timeSlot;
    private final List<Raw> found = new ArrayList<>();
    private final List<DecodeFailure> refusals = new ArrayList<>();
    private long time = EventTime.NONE;
    private boolean badTime;

    private FieldReader(JsonParser parser, int start, int timeSlot) {
        this.parser = parser;
        this.start = start;
        this.timeSlot = timeSlot;
    }

    static Extract read(Layout.Fields fields, byte[] payload) {
        DecodeFailure failure = Parsers.precheck(fields.encoding(), payload);
        if (failure != null) {
            return Extract.failed(failure);
        }
        int start = Parsers.start(fields.encoding(), payload);
        try (JsonParser parser = Parsers.open(fields.encoding(), payload, start)) {
            return new FieldReader(parser, start, fields.timeSlot()).run(fields.tree());
        } catch (JacksonException e) {
            return Extract.failed(JsonTrouble.of(e, start, payload.length));
        }
    }

    /** A JSON number or string alone; what is neither is a text, such as {@code 12:30}. */
    static Object bareJson(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = Parsers.open(Encoding.JSON, utf8, 0)) {
            JsonToken token = parser.nextToken();
            Object read = Scalar.read(parser, token, "payload", 0);
            return parser.nextToken() == null ? read : Scalar.text(text, "payload", 0);
        } catch (JacksonException e) {
            return Scalar.text(text, "payload", 0);
        }
    }

    private Extract run(PointerTree tree) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return Extract.failed(Refusal.SYNTAX, Scalar.at(parser, start), "expected a value");
        }
        visit(first, tree, "");
        if (parser.nextToken() != null) {
            return Extract.failed(
                    Refusal.TRAILING, Scalar.at(parser, start), "expected the end of the payload");
        }
        List<Extract.Found> values = new ArrayList<>(found.size());
        for (Raw raw : found) {
            values.add(new Extract.Found(raw.slot, raw.value, "", time, badTime, raw.offset));
        }
        return new Extract(null, values, refusals, time, badTime);
    }

    /** Depth is bounded by the parser. */
    private void visit(JsonToken token, @Nullable PointerTree tree, String name) {
        if (tree == null) {
            parser.skipChildren();
        } else if (tree.slot() != PointerTree.NO_SLOT && tree.slot() == timeSlot) {
            time(token);
        } else if (tree.slot() != PointerTree.NO_SLOT && isLeafOrSingle(token, tree)) {
            value(token, tree.slot(), name);
        } else if (token == JsonToken.START_OBJECT) {
            String key;
            while ((key = parser.nextName()) != null) {
                visit(parser.nextToken(), tree.child(key), key);
            }
        } else if (token == JsonToken.START_ARRAY) {
            JsonToken item;
            for (int i = 0; (item = parser.nextToken()) != JsonToken.END_ARRAY; i++) {
                if (item == null) {
                    return;
                }
                String key = Integer.toString(i);
                visit(item, tree.child(key), key);
            }
        }
    }

    private static boolean isLeafOrSingle(JsonToken token, PointerTree tree) {
        return tree.isLeaf() || !token.isStructStart();
    }

    private void value(JsonToken token, int slot, String name) {
        int offset = Scalar.at(parser, start);
        Object read = Scalar.read(parser, token, name, start);
        if (read instanceof Value value) {
            found.add(new Raw(slot, value, offset));
        } else {
            refusals.add((DecodeFailure) read);
        }
    }

    private void time(JsonToken token) {
        time = Scalar.time(parser, token);
        badTime = time == EventTime.NONE;
        if (badTime) {
            refusals.add(new DecodeFailure(
                    Refusal.BAD_TIME,
                    Scalar.at(parser, start),
                    "expected a time in ISO 8601 or an epoch"));
            parser.skipChildren();
        }
    }
}
