package io.signalbox.payload;

import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** One value at a parser's place, and what is none. */
final class Scalar {
    private Scalar() {}

    /**
     * A {@link Value}, or the {@link DecodeFailure} that tells why there is none. Objects and
     * arrays are passed over; an object may be a position.
     *
     * @param start byte of the payload at which the parser began
     */
    static Object read(JsonParser parser, @Nullable JsonToken token, String name, int start) {
        return switch (token) {
            case null -> new DecodeFailure(Refusal.SYNTAX, at(parser, start), "expected a value");
            case VALUE_TRUE, VALUE_FALSE -> new Value.Bool(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token, name, start);
            case VALUE_STRING -> text(parser.getString(), name, at(parser, start));
            case START_OBJECT -> {
                int offset = at(parser, start);
                yield PositionReader.read(parser)
                        .<Object>map(place -> place)
                        .orElseGet(() -> nested(name, offset));
            }
            case START_ARRAY -> {
                int offset = at(parser, start);
                parser.skipChildren();
                yield nested(name, offset);
            }
            case VALUE_NULL ->
                new DecodeFailure(Refusal.NULL, at(parser, start), "'" + name + "' is null");
            case VALUE_EMBEDDED_OBJECT ->
                new DecodeFailure(Refusal.NESTED, at(parser, start), "'" + name + "' is bytes");
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE ->
                new DecodeFailure(Refusal.SYNTAX, at(parser, start), "expected a value");
        };
    }

    private static DecodeFailure nested(String name, int offset) {
        return new DecodeFailure(
                Refusal.NESTED,
                offset,
                "'" + name + "' is neither a single value nor a position with lat and lon");
    }

    private static Object number(JsonParser parser, JsonToken token, String name, int start) {
        if (token == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.LONG) {
            return Value.whole(parser.getLongValue());
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            String text = parser.getString();
            return new DecodeFailure(
                    notFinite(text), at(parser, start), "'" + name + "' is " + text);
        }
        if (token == JsonToken.VALUE_NUMBER_INT && isBeyond(parser)) {
            String detail = "'" + name + "' is " + parser.getString() + "; send it as a string";
            return new DecodeFailure(Refusal.BEYOND_64_BITS, at(parser, start), detail);
        }
        return new Value.Numeric(number + 0.0);
    }

    private static Refusal notFinite(String text) {
        char first = text.charAt(text.charAt(0) == '-' ? 1 : 0);
        return first >= '0' && first <= '9' ? Refusal.OVERFLOW : Refusal.NOT_A_NUMBER;
    }

    /** True for a whole number that a double may not hold exactly. */
    static boolean isBeyond(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> false;
            case LONG -> {
                long number = parser.getLongValue();
                yield number > ReadingDecoder.MAX_INTEGER || number < -ReadingDecoder.MAX_INTEGER;
            }
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> true;
        };
    }

    /** A text within its bounds, or why it is not. */
    static Object text(String text, String name, int offset) {
        int bytes = BareWord.utf8Length(text);
        if (bytes < 0) {
            String detail = "'" + name + "' has U+0000 or half a character";
            return new DecodeFailure(Refusal.BAD_TEXT, offset, detail);
        }
        if (bytes > ReadingDecoder.MAX_TEXT_BYTES) {
            String detail = "'" + name + "' has " + bytes + " bytes, at most "
                    + ReadingDecoder.MAX_TEXT_BYTES;
            return new DecodeFailure(Refusal.TEXT_TOO_LONG, offset, detail);
        }
        return new Value.Text(text);
    }

    /** A time, or {@link EventTime#NONE} for what is none. */
    static long time(JsonParser parser, @Nullable JsonToken token) {
        return switch (token) {
            case null -> EventTime.NONE;
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT, LONG -> EventTime.ofEpoch(parser.getLongValue());
                    case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> EventTime.NONE;
                };
            case VALUE_NUMBER_FLOAT -> EventTime.ofEpoch(parser.getDoubleValue());
            case VALUE_STRING -> EventTime.ofText(parser.getString());
            default -> EventTime.NONE;
        };
    }

    static int at(JsonParser parser, int start) {
        return start + (int) parser.currentTokenLocation().getByteOffset();
    }
}
