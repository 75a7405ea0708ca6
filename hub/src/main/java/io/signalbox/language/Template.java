package io.signalbox.language;

import io.signalbox.message.Topic;
import io.signalbox.message.Value;
import io.signalbox.payload.JsonWriter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A text with places to fill: {@code "{c}: outlet at {c.outlet}"}. */
public record Template(List<Part> parts) {
    /** Characters that are kept of a text for people. */
    public static final int MAX_TEXT = 4_096;

    /** Most characters of a payload. */
    public static final int MAX_PAYLOAD = 262_144;

    public Template {
        parts = List.copyOf(parts);
    }

    /** How many characters of it stay as they are. */
    public int fixedLength() {
        return parts.stream()
                .mapToInt(part -> part instanceof Part.Fixed fixed ? fixed.text.length() : 0)
                .sum();
    }

    /** A piece of the text. */
    public sealed interface Part {
        /** Words that stay as they are. */
        record Fixed(String text) implements Part {}

        /** The name of the device. */
        record DeviceName() implements Part {}

        /** The devices in a place that fulfil what the rule asks of each of them. */
        record Among(List<Condition.Counted> asked) implements Part {
            /** Most devices that a text names. */
            static final int SHOWN = 5;

            public Among {
                asked = List.copyOf(asked);
            }

            private String show(Values values) {
                TreeSet<String> all = new TreeSet<>();
                asked.forEach(one -> all.addAll(values.devices(one)));
                String shown = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
                int more = all.size() - SHOWN;
                return all.isEmpty() ? "none" : more > 0 ? shown + " and " + more + " more" : shown;
            }
        }

        /** The value of a point, with its unit. */
        record PointValue(Point point) implements Part {}

        /** A number that is worked out, such as a mean or a sum over a place, with its unit. */
        record Calculated(Operand number, Unit unit) implements Part {
            private static final double SHOWN = 1e4;

            /** Four digits are enough for people; whole numbers have all of theirs. */
            private String show(double number) {
                double shown = Math.abs(number) >= SHOWN || number == Math.rint(number)
                        ? Math.rint(number * 10) / 10
                        : new BigDecimal(number).round(new MathContext(4)).doubleValue();
                return new PointKind.Quantity(
                                unit, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                        .show(new Value.Numeric(shown));
            }
        }
    }

    /** Gives the last values of a device, and what is calculated from them. */
    public interface Values {
        /** The value of the point, or nothing while it is unknown. */
        Optional<Value> value(Point point);

        /** The number, or NaN while it is unknown. */
        double number(Operand operand);

        /** The devices of which that is true now, in any order. */
        List<String> devices(Condition.Counted asked);
    }

    /**
     * The text for one device as programs read it: numbers without their unit, {@code null} for what
     * is not known. If it begins as JSON does, words are escaped as JSON wants. Nothing if it would
     * be longer than a payload can be.
     */
    public Optional<String> payload(String device, Values values) {
        BoundedText out = new BoundedText(MAX_PAYLOAD + 1);
        boolean json = isJson();
        for (Part part : parts) {
            if (out.isFull()) {
                break;
            }
            switch (part) {
                case Part.Fixed fixed -> out.add(fixed.text);
                case Part.DeviceName name -> out.add(device);
                case Part.Among among ->
                    out.add(json ? escaped(among.show(values)) : among.show(values));
                case Part.PointValue value -> {
                    String plain =
                            values.value(value.point).map(Value::toString).orElse("null");
                    out.add(json ? escaped(plain) : plain);
                }
                case Part.Calculated calculated -> {
                    double number = values.number(calculated.number);
                    out.add(Double.isNaN(number) ? "null" : new Value.Numeric(number).toString());
                }
            }
        }
        return out.isFull() ? Optional.empty() : Optional.of(out.toString());
    }

    /** True if the text begins as an object or an array of JSON does. */
    public boolean isJson() {
        String start = !parts.isEmpty() && parts.getFirst() instanceof Part.Fixed first
                ? first.text.stripLeading()
                : "";
        return start.startsWith("{") || start.startsWith("[");
    }

    private static String escaped(String plain) {
        String quoted = new JsonWriter().value(plain).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    /**
     * The topic for one device, whole: it has places for that alone. Nothing if it comes to none, as
     * when it is too long.
     */
    public Optional<String> topic(String device) {
        BoundedText out = new BoundedText(Topic.MAX_BYTES + 1);
        for (Part part : parts) {
            out.add(part instanceof Part.Fixed fixed ? fixed.text : device);
        }
        return Optional.of(out.toString()).filter(Topic::isName);
    }

    /**
     * The text for one device; a value that is not known reads "unknown". What is too long ends with
     * three dots.
     */
    public String fill(String device, Values values) {
        BoundedText out = new BoundedText(MAX_TEXT + 1);
        for (Part part : parts) {
            if (out.isFull()) {
                break;
            }
            switch (part) {
                case Part.Fixed fixed -> out.add(fixed.text);
                case Part.DeviceName name -> out.add(device);
                case Part.Among among -> out.add(among.show(values));
                case Part.PointValue value ->
                    out.add(values.value(value.point)
                            .map(value.point.kind()::show)
                            .orElse("unknown"));
                case Part.Calculated calculated -> {
                    double number = values.number(calculated.number);
                    out.add(Double.isNaN(number) ? "unknown" : calculated.show(number));
                }
            }
        }
        return cut(out.toString(), MAX_TEXT);
    }

    /** The text itself, or so many characters of it, of which the last one is three dots. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
