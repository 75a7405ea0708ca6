package io.signalbox.history;

/** A statement or an export that was ended at one of its limits; the message says at which. */
public final class SqlStopped extends Exception {
    private static final long serialVersionUID = 1;

    /** What it would have had too much of. */
    public enum Limit {
        TIME,
        MEMORY,
        /** The disk has none for what it would write. */
        ROOM,
        /** Too many statements at once; this one was not begun. */
        TURN
    }

    private final Limit limit;

    SqlStopped(Limit limit, String message) {
        super(message);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
