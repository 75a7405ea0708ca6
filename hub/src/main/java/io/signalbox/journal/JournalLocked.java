package io.signalbox.journal;

/** Another process, or another journal of this one, works on the same folder. */
public final class JournalLocked extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code holder} is the process id found in the lock file, empty when there is none. */
    public JournalLocked(String file, String holder) {
        super("the journal is in use by "
                + (holder.isEmpty() ? "another process" : "process " + holder)
                + " (it holds " + file + "). Stop that one, or give this hub a data folder of"
                + " its own.");
    }
}
