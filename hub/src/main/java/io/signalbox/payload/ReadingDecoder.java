package io.signalbox.payload;

import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a payload into the values in it: an object whose keys are points, an array of such
 * objects, or one bare value, in JSON, or in CBOR if its sender says so; or a pack of SenML.
 *
 * <p>Two sorts of trouble are kept apart. A payload that cannot be trusted as a whole (no JSON,
 * a key twice, too deep, too much) gives a failure and nothing else. A single value that is no
 * value (null, NaN, 1e999, a whole number of more than 64 bits) is {@linkplain #refusals refused} alone:
 * one broken sensor must not silence the twenty beside it.
 *
 * <p>Kept and used again by one thread; what it gives is valid until the next
 * {@link #decode}.
 */
public final class ReadingDecoder {
    /** Objects and arrays inside each other. */
    public static final int MAX_DEPTH = 16;

    /** Keys of one object, {@code ts} among them. */
    public static final int MAX_KEYS = 256;

    /** Readings of one payload. */
    public static final int MAX_READINGS = 4096;

    /** Characters of a point's name. */
    public static final int MAX_NAME = 64;

    /** UTF-8 bytes of a text. */
    public static final int MAX_TEXT_BYTES = 4096;

    /** Largest whole number that a double holds exactly, with all smaller ones. */
    public static final long MAX_INTEGER = Value.MAX_EXACT;

    /** {@link #eventMillis} of a reading that came without a usable time. */
    public static final long NO_TIME = EventTime.NONE;

    private static final String TIME_KEY = "ts";
    private static final String NAME_RULE =
            "a point's name has 1 to " + MAX_NAME + " letters, digits or _ - . :";

    private final List<String> points = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final List<String> units = new ArrayList<>();
    private final List<DecodeFailure> refusals = new ArrayList<>();
    private long[] times = new long[64];
    private boolean[] badTimes = new boolean[64];

    /** How many values the last payload gave. */
    public int size() {
        return values.size();
    }

    public String point(int index) {
        return points.get(index);
    }

    public Value value(int index) {
        return values.get(index);
    }

    /** The unit that came with the value, as SenML names it; empty if none did. */
    public String unit(int index) {
        return units.get(index);
    }

    /** When the device says it was so, in milliseconds since 1970, or {@link #NO_TIME}. */
    public long eventMillis(int index) {
        return times[index];
    }

    /** True if the device gave a time that is none: the arrival stands in, with less trust. */
    public boolean hasBadTime(int index) {
        return badTimes[index];
    }

    /** The values of the last payload that were refused alone, each with its reason. */
    public List<DecodeFailure> refusals() {
        return refusals;
    }

    /** Decodes a payload whose sender says nothing about how it is written. */
    public @Nullable DecodeFailure decode(String point, byte[] payload) {
        return decode(point, null, payload, 0);
    }

    /**
     * Decodes a payload.
     *
     * @param point names the point of a bare value
     * @param contentType how it is written, as its sender says
     * @param receivedMillis when it came: what the times of SenML may count from
     * @return null if it decoded, else why not; then there are no values
     */
    public @Nullable DecodeFailure decode(
            String point, @Nullable String contentType, byte[] payload, long receivedMillis) {
        clear();
        DecodeFailure failure = switch (ContentType.of(contentType)) {
            case PLAIN -> plain(point, payload);
            case CBOR -> parsed(Encoding.CBOR, point, payload);
            case SENML_JSON -> senml(Encoding.JSON, payload, receivedMillis);
            case SENML_CBOR -> senml(Encoding.CBOR, payload, receivedMillis);
        };
        if (failure != null) {
            clear();
        }
        return failure;
    }

    private @Nullable DecodeFailure plain(String point, byte[] payload) {
        DecodeFailure failure = Parsers.precheck(Encoding.JSON, payload);
        if (failure != null) {
            return failure;
        }
        int start = Parsers.start(Encoding.JSON, payload);
        boolean isBare = BareWord.startsOne(payload[start]);
        if (isBare && !isPointName(point)) {
            return new DecodeFailure(Refusal.BAD_NAME, 0, NAME_RULE);
        }
        return isBare ? bareWord(point, payload, start) : parsed(Encoding.JSON, point, payload);
    }

    private @Nullable DecodeFailure senml(Encoding encoding, byte[] payload, long receivedMillis) {
        SenmlReader.Pack pack = SenmlReader.read(encoding, payload, receivedMillis);
        if (pack.failure() != null) {
            return pack.failure();
        }
        refusals.addAll(pack.refusals());
        for (SenmlReader.Measurement m : pack.measurements()) {
            if (!isPointName(m.name())) {
                refusals.add(new DecodeFailure(Refusal.BAD_NAME, m.offset(), NAME_RULE));
                continue;
            }
            DecodeFailure failure = add(m.name(), m.value(), m.offset());
            if (failure != null) {
                return failure;
            }
            units.set(units.size() - 1, m.unit());
            times[units.size() - 1] = m.eventMillis();
        }
        return null;
    }

    private void clear() {
        points.clear();
        values.clear();
        units.clear();
        refusals.clear();
    }

    private @Nullable DecodeFailure bareWord(String point, byte[] payload, int start) {
        Object read = BareWord.read(payload, start);
        if (read instanceof Value value) {
            return add(point, value, start);
        }
        return (DecodeFailure) read;
    }

    private @Nullable DecodeFailure parsed(Encoding encoding, String point, byte[] payload) {
        DecodeFailure failure = Parsers.precheck(encoding, payload);
        if (failure != null) {
            return failure;
        }
        int start = Parsers.start(encoding, payload);
        try (JsonParser parser = Parsers.open(encoding, payload, start)) {
            JsonToken first = parser.nextToken();
            failure = switch (first) {
                case null ->
                    new DecodeFailure(Refusal.SYNTAX, Scalar.at(parser, start), "expected a value");
                case START_OBJECT -> object(parser, start);
                case START_ARRAY -> batch(parser, start);
                default ->
                    isPointName(point)
                            ? bareValue(parser, first, point, start)
                            : new DecodeFailure(Refusal.BAD_NAME, 0, NAME_RULE);
            };
            if (failure == null && parser.nextToken() != null) {
                failure = new DecodeFailure(
                        Refusal.TRAILING,
                        Scalar.at(parser, start),
                        "expected the end of the payload");
            }
            return failure;
        } catch (JacksonException e) {
            return JsonTrouble.of(e, start, payload.length);
        }
    }

    private @Nullable DecodeFailure bareValue(
            JsonParser parser, JsonToken token, String point, int start) {
        DecodeFailure failure = value(parser, token, point, start);
        return failure != null ? failure : refusals.isEmpty() ? null : refusals.getFirst();
    }

    private @Nullable DecodeFailure batch(JsonParser parser, int start) {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                return new DecodeFailure(
                        Refusal.NO_OBJECTS,
                        Scalar.at(parser, start),
                        "expected an array of objects, each with points and 'ts'");
            }
            DecodeFailure failure = object(parser, start);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private @Nullable DecodeFailure object(JsonParser parser, int start) {
        int first = values.size();
        int keys = 0;
        long time = NO_TIME;
        boolean badTime = false;
        String name;
        while ((name = parser.nextName()) != null) {
            if (++keys > MAX_KEYS) {
                return new DecodeFailure(
                        Refusal.TOO_MANY_KEYS,
                        Scalar.at(parser, start),
                        "expected at most " + MAX_KEYS);
            }
            JsonToken token = parser.nextToken();
            if (name.equals(TIME_KEY)) {
                time = Scalar.time(parser, token);
                badTime = time == NO_TIME;
                if (badTime) {
                    refuse(parser, start, Refusal.BAD_TIME, "'ts' is ISO 8601 or an epoch");
                    parser.skipChildren();
                }
                continue;
            }
            DecodeFailure failure =
                    isPointName(name) ? value(parser, token, name, start) : badName(parser, start);
            if (failure != null) {
                return failure;
            }
        }
        for (int i = first; i < values.size(); i++) {
            times[i] = time;
            badTimes[i] = badTime;
        }
        return null;
    }

    private @Nullable DecodeFailure badName(JsonParser parser, int start) {
        refuse(parser, start, Refusal.BAD_NAME, NAME_RULE);
        parser.skipChildren();
        return null;
    }

    /** True for what can name a point: 1 to 64 letters, digits or {@code _ - . :}. */
    public static boolean isPointName(String name) {
        int length = name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && "_-.:".indexOf(c) < 0) {
                return false;
            }
        }
        return length > 0 && length <= MAX_NAME;
    }

    /** Takes one value; a value that is none is refused alone and gives no failure. */
    private @Nullable DecodeFailure value(
            JsonParser parser, JsonToken token, String name, int start) {
        int offset = Scalar.at(parser, start);
        Object read = Scalar.read(parser, token, name, start);
        if (read instanceof Value value) {
            return add(name, value, offset);
        }
        refusals.add((DecodeFailure) read);
        return null;
    }

    /** Refuses one value alone, which is no failure of the payload: gives null. */
    private @Nullable DecodeFailure refuse(
            JsonParser parser, int start, Refusal reason, String detail) {
        refusals.add(new DecodeFailure(reason, Scalar.at(parser, start), detail));
        return null;
    }

    private @Nullable DecodeFailure add(String name, Value value, int offset) {
        int index = values.size();
        if (index == MAX_READINGS) {
            return new DecodeFailure(
                    Refusal.TOO_MANY_READINGS, offset, "expected at most " + MAX_READINGS);
        }
        if (index == times.length) {
            times = Arrays.copyOf(times, index * 2);
            badTimes = Arrays.copyOf(badTimes, index * 2);
        }
        points.add(name);
        values.add(value);
        units.add("");
        times[index] = NO_TIME;
        badTimes[index] = false;
        return null;
    }

    static boolean startsWithMark(byte[] payload) {
        return payload.length >= 3
                && payload[0] == (byte) 0xEF
                && payload[1] == (byte) 0xBB
                && payload[2] == (byte) 0xBF;
    }

    static int skipSpace(byte[] payload, int from) {
        int at = from;
        while (at < payload.length && BareWord.isSpace(payload[at])) {
            at++;
        }
        return at;
    }
}
