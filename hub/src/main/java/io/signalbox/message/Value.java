package io.signalbox.message;

/** What a point says: a number, a word, or yes or no. */
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
