package io.signalbox.device;

/** A search that cannot be read: where, what was expected and found, and how to mend it. */
public final class BadSearch extends Exception {
    private static final long serialVersionUID = 1;

    private final int column;
    private final String fix;

    /**
     * @param column of the first character that is wrong, counted from 1
     * @param fix one way to mend it; may be empty
     */
    BadSearch(int column, String message, String fix) {
        super(message, null, false, false);
        this.column = column;
        this.fix = fix;
    }

    public int column() {
        return column;
    }

    public String fix() {
        return fix;
    }
}
