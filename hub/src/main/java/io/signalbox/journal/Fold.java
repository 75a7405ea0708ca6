package io.signalbox.journal;

/** A deterministic function of the journal: the same records give the same state, always. */
public interface Fold {
    /** Takes the next record, in order, each once. Reads no clock, no chance and no disk. */
    void apply(Entry entry);

    /** Called when the reader has caught up with what is committed, before it waits for more. */
    default void caughtUp(long throughSequence) {}
}
