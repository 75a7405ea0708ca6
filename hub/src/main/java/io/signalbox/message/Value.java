package io.signalbox.message;

import java.util.Optional;

/** What a point says: a number, a whole number, a word, a place, or yes or no. */
public sealed interface Value {
    /** A double in the unit of its point; never NaN or infinite. */
    record Numeric(double value) implements Value {
        public Numeric {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a number must be finite; found " + value);
            }
        }

        @Override
        public String toString() {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /**
     * A whole number beyond 2^53, kept exactly: a double would change its last digits. Smaller ones
     * are {@link Numeric}; {@link Value#whole} makes the right one.
     */
    record Whole(long value) implements Value {
        public Whole {
            if (isExact(value)) {
                throw new IllegalArgumentException(
                        "a whole number up to 2^53 is a plain number; found " + value);
            }
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** The largest whole number that a double holds exactly, with all smaller ones. */
    long MAX_EXACT = 1L << 53;

    /** A whole number, exactly. */
    static Value whole(long number) {
        return isExact(number) ? new Numeric((double) number) : new Whole(number);
    }

    private static boolean isExact(long number) {
        return number <= MAX_EXACT && number >= -MAX_EXACT;
    }

    /** A word: the value of an enumeration, or free text. */
    record Text(String value) implements Value {
        @Override
        public String toString() {
            return value;
        }
    }

    /**
     * A place on the earth, by WGS 84.
     *
     * @param latitude -90 to 90 degrees, north is above zero
     * @param longitude -180 to 180 degrees, east is above zero
     * @param altitude in metres; NaN if it is not told
     */
    record Position(double latitude, double longitude, double altitude) implements Value {
        private static final String SCHEME = "geo:";

        public Position {
            if (!isPlace(latitude, longitude) || Double.isInfinite(altitude)) {
                throw new IllegalArgumentException("a position has a latitude up to 90 and a"
                        + " longitude up to 180 degrees; found " + latitude + ", " + longitude);
            }
        }

        /** True for what can be a latitude and a longitude. */
        public static boolean isPlace(double latitude, double longitude) {
            return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        }

        public boolean hasAltitude() {
            return !Double.isNaN(altitude);
        }

        /** As RFC 5870 writes it: {@code geo:52.52,13.4} or {@code geo:52.52,13.4,34.0}. */
        @Override
        public String toString() {
            return SCHEME + latitude + "," + longitude + (hasAltitude() ? "," + altitude : "");
        }

        /** What {@link #toString} wrote, or nothing if this text is no position. */
        public static Optional<Position> parse(String text) {
            String[] parts = text.startsWith(SCHEME)
                    ? text.substring(SCHEME.length()).split(",", -1)
                    : new String[0];
            if (parts.length < 2 || parts.length > 3) {
                return Optional.empty();
            }
            try {
                double altitude = parts.length == 3 ? Double.parseDouble(parts[2]) : Double.NaN;
                double latitude = Double.parseDouble(parts[0]);
                double longitude = Double.parseDouble(parts[1]);
                return isPlace(latitude, longitude) && !Double.isInfinite(altitude)
                        ? Optional.of(new Position(latitude, longitude, altitude))
                        : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /** Yes or no. */
    record Bool(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** Relative difference up to which two numbers are alike; below 1 it is absolute. */
    double ALIKE = 1e-6;

    /** Whether a device that keeps 32-bit floats takes one for the other. */
    default boolean isAlike(Value other) {
        if (this instanceof Numeric a && other instanceof Numeric b) {
            double scale = Math.max(1, Math.max(Math.abs(a.value), Math.abs(b.value)));
            return Math.abs(a.value - b.value) <= ALIKE * scale;
        }
        return equals(other);
    }
}
