package io.signalbox.rules;

/**
 * Three-valued logic after Kleene, as ints in the order false, unknown, true: "and" is the least,
 * "or" the greatest, "not" the mirror image.
 *
 * <p>Ints and not an enum: a condition is evaluated for every reading.
 */
public final class Kleene {
    public static final int FALSE = 0;
    public static final int UNKNOWN = 1;
    public static final int TRUE = 2;

    private Kleene() {}

    static int not(int truth) {
        return TRUE - truth;
    }

    static int of(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    /** The truth value that {@link #name} gives this name. */
    static int named(String name) {
        return switch (name) {
            case "false" -> FALSE;
            case "true" -> TRUE;
            default -> UNKNOWN;
        };
    }

    /** How a truth value is written for people. */
    public static String name(int truth) {
        return switch (truth) {
            case FALSE -> "false";
            case TRUE -> "true";
            default -> "unknown";
        };
    }
}
