package io.signalbox.config;

/** A text that is no value of its key; says what was expected and what was found. */
final class BadValue extends Exception {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 60;

    BadValue(String expected, String found) {
        this("expected " + expected + ", found " + shown(found));
    }

    private BadValue(String message) {
        super(message, null, false, false);
    }

    BadValue because(String reason) {
        return new BadValue(getMessage() + ": " + reason);
    }

    /** The text in quotes, cut short and free of control characters, fit for one line. */
    static String shown(String text) {
        String start = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
