package io.signalbox.payload;

/** Text that is not the JSON that was expected; the message tells what, and where. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    public MalformedJson(String message) {
        this(message, 0, 0);
    }

    MalformedJson(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** The line of the text, from 1; 0 if it is about a value and not about text. */
    public int line() {
        return line;
    }

    /** The column in the line, from 1; 0 if it is about a value and not about text. */
    public int column() {
        return column;
    }
}
