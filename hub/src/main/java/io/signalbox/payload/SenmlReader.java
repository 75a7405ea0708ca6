package io.signalbox.payload;

import io.signalbox.message.Value;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SenML packs (RFC 8428), in JSON or CBOR: base names, times, units, values and sums are resolved
 * into one measurement per value.
 *
 * <p>A measurement is called by its {@code n}, or without one by what stands in the base name
 * behind the last {@code :} or {@code /}; a slash becomes a dot, and a sum has {@code .sum} behind
 * it. The device is known by the topic, so the base name, which often is a URN of the device, tells
 * nothing more.
 */
final class SenmlReader {
    /** What a pack gives. */
    record Pack(
            @Nullable DecodeFailure failure,
            List<Measurement> measurements,
            List<DecodeFailure> refusals) {}

    /**
     * A resolved record.
     *
     * @param unit as the record names it; empty if it does not
     * @param eventMillis when it was so; {@link EventTime#NONE} for "roughly now"
     */
    record Measurement(String name, Value value, String unit, long eventMillis, int offset) {}

    /** The version that RFC 8428 describes; packs say which they need. */
    private static final int VERSION = 10;

    /** Seconds below count from the time of arrival, section 4.5.3. */
    private static final double RELATIVE_BELOW = 1 << 28;

    private static final double LAST_SECOND = EventTime.LAST_MILLIS / 1000.0;

    /** The numbers that stand for labels in CBOR, section 6. */
    private static final Map<String, String> CBOR_LABELS = Map.ofEntries(
            Map.entry("-1", "bver"),
            Map.entry("-2", "bn"),
            Map.entry("-3", "bt"),
            Map.entry("-4", "bu"),
            Map.entry("-5", "bv"),
            Map.entry("-6", "bs"),
            Map.entry("0", "n"),
            Map.entry("1", "u"),
            Map.entry("2", "v"),
            Map.entry("3", "vs"),
            Map.entry("4", "vb"),
            Map.entry("5", "s"),
            Map.entry("6", "t"),
            Map.entry("7", "ut"),
            Map.entry("8", "vd"));

    /** What makes the whole pack worthless. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient DecodeFailure failure;

        Refused(DecodeFailure failure) {
            super(failure.detail(), null, false, false);
            this.failure = failure;
        }
    }

    private final JsonParser parser;
    private final Encoding encoding;
    private final int start;
    private final long receivedMillis;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<DecodeFailure> refusals = new ArrayList<>();

    // What holds from a record on.
    private String baseName = "";
    private double baseTime;
    private String baseUnit = "";
    private double baseValue;
    private double baseSum;

    // The record that is being read.
    private String name = "";
    private String unit = "";
    private double time;
    private @Nullable Object value;
    private @Nullable Object sum;
    private int valueOffset;

    private SenmlReader(JsonParser parser, Encoding encoding, int start, long receivedMillis) {
        this.parser = parser;
        this.encoding = encoding;
        this.start = start;
        this.receivedMillis = receivedMillis;
    }

    static Pack read(Encoding encoding, byte[] payload, long receivedMillis) {
        DecodeFailure failure = Parsers.precheck(encoding, payload);
        if (failure != null) {
            return failed(failure);
        }
        int start = Parsers.start(encoding, payload);
        try (JsonParser parser = Parsers.open(encoding, payload, start)) {
            return new SenmlReader(parser, encoding, start, receivedMillis).pack();
        } catch (JacksonException e) {
            return failed(JsonTrouble.of(e, start, payload.length));
        } catch (Refused e) {
            return failed(e.failure);
        }
    }

    private static Pack failed(DecodeFailure failure) {
        return new Pack(failure, List.of(), List.of());
    }

    private Refused refused(Refusal reason, String detail) {
        return new Refused(new DecodeFailure(reason, Scalar.at(parser, start), detail));
    }

    private Pack pack() {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw refused(Refusal.BAD_SENML, "expected an array of records");
        }
        int records = 0;
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            if (token != JsonToken.START_OBJECT) {
                throw refused(Refusal.BAD_SENML, "expected a record");
            }
            if (++records > ReadingDecoder.MAX_READINGS) {
                throw refused(
                        Refusal.TOO_MANY_READINGS,
                        "expected at most " + ReadingDecoder.MAX_READINGS);
            }
            fields();
            resolve();
        }
        if (records == 0) {
            throw refused(Refusal.EMPTY, "expected a record, found none");
        }
        if (parser.nextToken() != null) {
            throw refused(Refusal.TRAILING, "expected the end of the payload");
        }
        return new Pack(null, List.copyOf(measurements), List.copyOf(refusals));
    }

    private void fields() {
        name = "";
        unit = "";
        time = 0;
        value = null;
        sum = null;
        String key;
        while ((key = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refused(Refusal.SYNTAX, "expected a value");
            }
            String label = encoding == Encoding.CBOR ? CBOR_LABELS.getOrDefault(key, key) : key;
            switch (label) {
                case "bn" -> baseName = text(token, label);
                case "bt" -> baseTime = number(token, label);
                case "bu" -> baseUnit = text(token, label);
                case "bv" -> baseValue = number(token, label);
                case "bs" -> baseSum = number(token, label);
                case "bver" -> version(number(token, label));
                case "n" -> name = text(token, label);
                case "u" -> unit = text(token, label);
                case "t" -> time = number(token, label);
                case "ut" -> number(token, label);
                case "v", "vs", "vb", "vd" -> value(token, label);
                case "s" -> {
                    valueOffset = Scalar.at(parser, start);
                    sum = Scalar.read(parser, token, label, start);
                }
                default -> other(label);
            }
        }
    }

    /** Section 4.4: what is not known is left out, unless it says that it must be understood. */
    private void other(String label) {
        if (label.endsWith("_")) {
            throw refused(
                    Refusal.BAD_SENML,
                    "the field '" + label + "' must be understood, and is not known here");
        }
        parser.skipChildren();
    }

    private void version(double version) {
        if (!(version >= 1 && version <= VERSION)) {
            throw refused(
                    Refusal.BAD_SENML,
                    "expected a version up to " + VERSION + ", found " + version);
        }
    }

    private void value(JsonToken token, String label) {
        if (value != null) {
            throw refused(Refusal.BAD_SENML, "expected one value in a record, found two");
        }
        boolean fits = switch (label) {
            case "v" -> token.isNumeric();
            case "vb" -> token.isBoolean();
            case "vs" -> token == JsonToken.VALUE_STRING;
            default -> true;
        };
        valueOffset = Scalar.at(parser, start);
        value = !fits
                ? new DecodeFailure(
                        Refusal.BAD_SENML, valueOffset, "'" + label + "' is of another kind")
                : label.equals("vd")
                        ? new DecodeFailure(Refusal.NESTED, valueOffset, "'vd' is bytes")
                        : Scalar.read(parser, token, label, start);
        parser.skipChildren();
    }

    private String text(JsonToken token, String label) {
        if (token != JsonToken.VALUE_STRING) {
            throw refused(Refusal.BAD_SENML, "expected a text in '" + label + "'");
        }
        return parser.getString();
    }

    private double number(JsonToken token, String label) {
        if (!token.isNumeric()) {
            throw refused(Refusal.BAD_SENML, "expected a number in '" + label + "'");
        }
        double number = parser.getDoubleValue();
        if (!Double.isFinite(number)) {
            throw refused(Refusal.OVERFLOW, "'" + label + "' is no number that can be held");
        }
        return number;
    }

    /** Section 4.6. */
    private void resolve() {
        if (value == null && sum == null) {
            return;
        }
        requireName(baseName + name);
        long event = eventMillis(baseTime + time);
        String called = name.isEmpty() ? lastPart(baseName) : name;
        String point = called.replace('/', '.');
        String of = unit.isEmpty() ? baseUnit : unit;
        if (value != null) {
            add(point, value, baseValue, of, event);
        }
        if (sum != null) {
            add(point + ".sum", sum, baseSum, of, event);
        }
    }

    private static String lastPart(String base) {
        int end = base.length();
        while (end > 0 && ":/".indexOf(base.charAt(end - 1)) >= 0) {
            end--;
        }
        int from = Math.max(base.lastIndexOf(':', end - 1), base.lastIndexOf('/', end - 1)) + 1;
        return base.substring(Math.min(from, end), end);
    }

    /** Section 4.5.1. */
    private void requireName(String whole) {
        boolean right = !whole.isEmpty() && Character.isLetterOrDigit(whole.charAt(0));
        for (int i = 0; i < whole.length() && right; i++) {
            char c = whole.charAt(i);
            right = (c < 0x80 && Character.isLetterOrDigit(c)) || "-:./_".indexOf(c) >= 0;
        }
        if (!right) {
            throw refused(
                    Refusal.BAD_NAME,
                    "expected a name of letters, digits or - : . / _, which begins with one of the"
                            + " first two");
        }
    }

    /** Section 4.5.3: small times count from now, and zero is "roughly now". */
    private long eventMillis(double seconds) {
        if (seconds == 0) {
            return EventTime.NONE;
        }
        if (!(seconds < LAST_SECOND && seconds > -LAST_SECOND)) {
            throw refused(Refusal.BAD_TIME, "expected a time up to the year 9999");
        }
        long millis = Math.round(seconds * 1000);
        return seconds < RELATIVE_BELOW ? receivedMillis + millis : millis;
    }

    private void add(String point, Object read, double base, String of, long event) {
        Object resolved = base == 0
                ? read
                : switch (read) {
                    case Value.Numeric number -> plus(number.value(), base);
                    case Value.Whole whole -> plus((double) whole.value(), base);
                    default -> read;
                };
        if (resolved instanceof Value made) {
            measurements.add(new Measurement(point, made, of, event, valueOffset));
        } else {
            refusals.add((DecodeFailure) resolved);
        }
    }

    private Object plus(double number, double base) {
        double total = number + base;
        return Double.isFinite(total)
                ? new Value.Numeric(total + 0.0)
                : new DecodeFailure(
                        Refusal.OVERFLOW, valueOffset, "the value with its base is too large");
    }
}
