package io.signalbox.language;

import java.util.Optional;

/** What is asked of a condition. */
public enum Truth {
    TRUE,
    FALSE,
    /** False or unknown. */
    NOT_TRUE,
    /** True or unknown. */
    NOT_FALSE;

    /** What the values say of a number that is 1 while something is true and 0 while it is false. */
    public static Optional<Truth> of(ValueSet values) {
        boolean so = values.contains(1);
        if (so == values.contains(0)) {
            return Optional.empty();
        }
        return Optional.of(values.unknown() ? (so ? NOT_FALSE : NOT_TRUE) : (so ? TRUE : FALSE));
    }

    /** What it is for the condition that {@code not} stands before. */
    Truth negated() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case NOT_TRUE -> NOT_FALSE;
            case NOT_FALSE -> NOT_TRUE;
        };
    }

    boolean opposite() {
        return this == FALSE || this == NOT_TRUE;
    }

    boolean orUnknown() {
        return this == NOT_TRUE || this == NOT_FALSE;
    }
}
