package io.signalbox.importer;

/** A file that cannot be read at all, with its place. */
public final class ImportFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportFailure(String file, int line, String message) {
        super(file + ":" + line + ": error: " + message);
    }
}
