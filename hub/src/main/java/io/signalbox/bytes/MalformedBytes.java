package io.signalbox.bytes;

/** Bytes that are not what their format says; the message tells what was expected and found. */
public final class MalformedBytes extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedBytes(String message) {
        super(message);
    }
}
