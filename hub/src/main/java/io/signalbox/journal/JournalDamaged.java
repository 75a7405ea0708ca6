package io.signalbox.journal;

/**
 * A file of the store is not what was written to it, in a place that no crash explains, or comes
 * from another version. Nothing was changed and nothing is served from there on.
 */
public final class JournalDamaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;

    /** {@code problem} says what was expected and found, and how to mend it. */
    public JournalDamaged(String file, long offset, String problem) {
        super(file + ", offset " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    public String file() {
        return file;
    }

    /** Bytes from the beginning of the file. */
    public long offset() {
        return offset;
    }
}
