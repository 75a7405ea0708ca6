package io.signalbox.cli;

/**
 * A command that could not do its work for a reason its user can understand: the message goes to
 * the error stream as it is, and the process ends with the exit code.
 */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Exit exit;
    private final String sentence;

    CommandFailure(Exit exit, String message) {
        super(message);
        this.exit = exit;
        this.sentence = message;
    }

    String sentence() {
        return sentence;
    }

    Exit exit() {
        return exit;
    }
}
