package io.signalbox.cli;

/** How a command ended, as the exit code of the process (after sysexits.h). */
enum Exit {
    OK(0),
    /** The command ran, and what it looked at is not in order, or not there. */
    FINDINGS(1),
    USAGE(2),
    /** No hub is running, or it does not answer. */
    UNAVAILABLE(69),
    /** A file or a stream could not be read or written, or the hub failed. */
    IO(74),
    DENIED(77),
    CONFIGURATION(78);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What an HTTP status of the API means to the one who typed the command. */
    static Exit ofStatus(int status) {
        return switch (status) {
            case 400, 405, 413, 415 -> USAGE;
            case 401, 403 -> DENIED;
            case 503 -> UNAVAILABLE;
            default -> status < 400 ? OK : status < 500 ? FINDINGS : IO;
        };
    }
}
