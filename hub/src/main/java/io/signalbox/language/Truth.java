package io.signalbox.language;

/** What is asked of a condition. */
public enum Truth {
    TRUE,
    FALSE,
    /** False or unknown. */
    NOT_TRUE,
    /** True or unknown. */
    NOT_FALSE;

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
