package io.signalbox.history;

/**
 * How the history stands at one moment.
 *
 * @param appliedThrough last journal record that it has taken in
 * @param storedThrough last journal record whose readings are safe in its file
 * @param behind journal records that are committed and not yet taken in
 * @param rows readings added since the hub started
 * @param remark what an operator should know, such as why it stands still or where it begins; empty
 *     if there is nothing
 */
public record HistoryStatus(
        State state,
        long appliedThrough,
        long storedThrough,
        long behind,
        long rows,
        String remark) {

    /** What the history is doing. */
    public enum State {
        OPENING,
        SERVING,
        /** Something failed; it tries again by itself, and loses nothing meanwhile. */
        FAILED,
        CLOSED
    }
}
