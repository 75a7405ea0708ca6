package io.signalbox.journal;

/**
 * The journal could not write or sync, and has stopped: what was submitted and not committed is
 * never acknowledged, and no write is tried again, for after a failed sync nobody knows what the
 * disk holds. The next start finds out.
 */
public final class JournalFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    JournalFailure(String file, Throwable cause) {
        super(
                "the journal cannot write to " + file + " (" + cause + "), so nothing more is"
                        + " acknowledged. Check the disk and its free space, then start again.",
                cause);
    }
}
