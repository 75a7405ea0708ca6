package io.signalbox.message;

/** What a point says: a number, a whole number, a word, or yes or no. */
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

    /** Yes or no. */
    record Bool(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }
}
