package io.signalbox.command;

/** Hears how claims end; the rules do what stands behind {@code otherwise} then. */
public interface Fates {
    /**
     * The device did not do what a claim asked for: it refused, an interlock forbade it, the lease
     * ended first or no report confirmed it. Called once for a claim, while the record is applied
     * that says so.
     */
    void inVain(Claim claim, CommandState fate, String reason);
}
