package io.signalbox.journal;

/** Is told once per commit, on the journal thread; it must only wake others and return. */
@FunctionalInterface
public interface CommitListener {
    /**
     * Every record up to {@code through} is durable and can be read.
     *
     * @param first of those that became so now
     * @param concerns whom one of them may be of {@link Concern} to
     */
    void committed(long first, long through, int concerns);
}
