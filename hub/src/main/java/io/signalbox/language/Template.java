package io.signalbox.language;

import io.signalbox.message.Value;
import io.signalbox.payload.JsonWriter;

import java.util.List;
import java.util.Optional;

/** A text with places to fill: {@code "{c}: outlet at {c.outlet}"}. */
public record Template(List<Part> parts) {
    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    public sealed interface Part {
        /** Words that stay as they are. */
        record Fixed(String text) implements Part {}

        /** The name of the device. */
        record DeviceName() implements Part {}

        /** The value of a point, with its unit. */
        record PointValue(Point point) implements Part {}
    }

    /** Gives the last values of a device. */
    public interface Values {
        /** The value of the point, or nothing while it is unknown. */
        Optional<Value> value(Point point);
    }

    /**
     * The text for one device as programs read it: numbers without their unit, {@code null} for what
     * is not known. If it begins as JSON does, words are escaped as JSON wants.
     */
    public String payload(String device, Values values) {
        StringBuilder out = new StringBuilder();
        boolean json = isJson();
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed -> out.append(fixed.text);
                case Part.DeviceName name -> out.append(device);
                case Part.PointValue value -> {
                    String plain =
                            values.value(value.point).map(Value::toString).orElse("null");
                    out.append(json ? escaped(plain) : plain);
                }
            }
        }
        return out.toString();
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

    /** The text for one device; a value that is not known reads "unknown". */
    public String fill(String device, Values values) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Fixed fixed -> out.append(fixed.text);
                case Part.DeviceName name -> out.append(device);
                case Part.PointValue value ->
                    out.append(values.value(value.point)
                            .map(value.point.kind()::show)
                            .orElse("unknown"));
            }
        }
        return out.toString();
    }
}
