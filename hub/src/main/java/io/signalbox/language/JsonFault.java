package io.signalbox.language;

import io.signalbox.payload.JsonValue;

/** A part of a tree in JSON that says nothing where it stands, with the pointer to it. */
final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 80;

    private final String pointer;
    private final String problem;
    private final String hint;

    JsonFault(String pointer, String problem) {
        this(pointer, problem, "");
    }

    /** @param hint one way to mend it; may be empty */
    JsonFault(String pointer, String problem, String hint) {
        super(pointer + ": " + problem + (hint.isEmpty() ? "" : " (" + hint + ")"));
        this.pointer = pointer;
        this.problem = problem;
        this.hint = hint;
    }

    String pointer() {
        return pointer;
    }

    String problem() {
        return problem;
    }

    String hint() {
        return hint;
    }

    /** A value as it may stand in a sentence. */
    static String shown(JsonValue value) {
        String text = value.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + '…';
    }
}
