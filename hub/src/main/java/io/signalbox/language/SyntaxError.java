package io.signalbox.language;

/** Ends the reading of a clause; its finding is already recorded, and the parser goes on after. */
final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1;

    SyntaxError() {
        super("reported as a finding", null, false, false);
    }
}
