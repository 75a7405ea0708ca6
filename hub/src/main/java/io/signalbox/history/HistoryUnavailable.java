package io.signalbox.history;

/** The history cannot answer now; the message says why, and whether to come again. */
public final class HistoryUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    HistoryUnavailable(String message) {
        super(message);
    }

    HistoryUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
