package io.signalbox.journal;

/** A deterministic function of the journal: the same records give the same state, always. */
public interface Fold {
    /**
     * Takes the next record, in order, each once; of batches in which nothing is of its {@link
     * #concern} perhaps none. Reads no clock, no chance and no disk.
     */
    void apply(Entry entry);

    /** What it wants to be given, as its state is now: bits of {@link Concern}. */
    default int concern() {
        return Concern.ALL;
    }

    /** Called when the reader has caught up with what is committed, before it waits for more. */
    default void caughtUp(long throughSequence) {}
}
