package io.signalbox.journal;

/** Is told once per commit, on the journal thread; it must only wake others and return. */
@FunctionalInterface
public interface CommitListener {
    /** Every record up to this one is durable and can be read. */
    void committed(long throughSequence);
}
