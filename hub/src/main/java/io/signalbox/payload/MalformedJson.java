package io.signalbox.payload;

/** Text that is not the JSON that was expected; the message tells what, and where. */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedJson(String message) {
        super(message);
    }
}
