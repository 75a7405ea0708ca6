package io.signalbox.payload;

import io.signalbox.message.Value;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.Optional;

/** An object with {@code lat} and {@code lon}, perhaps {@code alt}, and nothing else. */
final class PositionReader {
    private PositionReader() {}

    /** Reads up to the end of the object; nothing if it is something else. */
    static Optional<Value.Position> read(JsonParser parser) {
        double latitude = Double.NaN;
        double longitude = Double.NaN;
        double altitude = Double.NaN;
        boolean others = false;
        String key;
        while ((key = parser.nextName()) != null) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                return Optional.empty();
            }
            boolean number = token.isNumeric();
            switch (key) {
                case "lat" -> latitude = number ? parser.getDoubleValue() : Double.NaN;
                case "lon" -> longitude = number ? parser.getDoubleValue() : Double.NaN;
                case "alt" -> altitude = number ? parser.getDoubleValue() : Double.NaN;
                default -> others = true;
            }
            parser.skipChildren();
        }
        boolean place = !others
                && Value.Position.isPlace(latitude, longitude)
                && !Double.isInfinite(altitude);
        return place
                ? Optional.of(new Value.Position(latitude + 0.0, longitude + 0.0, altitude))
                : Optional.empty();
    }
}
