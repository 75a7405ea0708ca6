package io.signalbox.scenario;

/** A scenario that cannot be read: where, what was expected there, and what was found. */
final class BadScenario extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadScenario(String file, int line, int column, String message) {
        super(file + ":" + line + ":" + column + ": " + message);
    }
}
